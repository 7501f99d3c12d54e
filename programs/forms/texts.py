"""Texts that a program words itself: its messages, its orientation, its terms."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.forms import Audience, audience
from notifications.kinds import Kind
from notifications.message_texts import Worded, placeholders_of, problem_with
from people.models import User
from people.models.base import OneLineText
from people.querysets import UserQuerySet
from programs.models import Side
from programs.orientation_texts import Words

READERS = gettext_lazy("Everyone who gets this message")


class MessageTextForm(forms.Form):
    """Subject and text with placeholders in braces, and for whom they are shown beside it."""

    subject = audience(OneLineText(label=gettext_lazy("Subject"), max_length=150), READERS)
    text = audience(
        forms.CharField(
            label=gettext_lazy("Text"),
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 10}),
            help_text=gettext_lazy("An empty line begins a paragraph. Web addresses become links."),
        ),
        READERS,
    )
    person = forms.CharField(
        label=gettext_lazy("Show it as it would reach"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("A name or an address of somebody in this program; left empty, it is you."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, kind: Kind, people: UserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.people = kind, people

    def clean_subject(self) -> str:
        return self._checked("subject")

    def clean_text(self) -> str:
        return self._checked("text").replace("\r\n", "\n").strip()

    def _checked(self, name: str) -> str:
        words = str(self.cleaned_data[name])
        if problem := problem_with(placeholders_of(self.kind), words):
            raise forms.ValidationError(problem)
        return words

    def clean_person(self) -> User | None:
        """The one person that was meant."""
        words = self.cleaned_data["person"]
        if not words.strip():
            return None
        fitting = list(self.people.search(words).order_by("last_name", "first_name", "pk")[:2])
        if not fitting:
            raise forms.ValidationError(_("Nobody of this name is in this program."))
        if len(fitting) > 1:
            raise forms.ValidationError(
                _("Several people fit, for example %(one)s and %(other)s. Write more of the name, or the address.")
                % {"one": fitting[0].name, "other": fitting[1].name}
            )
        return fitting[0]

    @property
    def worded(self) -> Worded:
        """What was typed, once it is valid."""
        return Worded(self.cleaned_data["subject"], self.cleaned_data["text"])


FEWEST_SCREENS, MOST_SCREENS = 3, 5
MOST_SENTENCES, LONGEST_SENTENCE = 8, 200


class OrientationForm(forms.Form):
    """Up to five screens, the leader's sentences, and the question. `version` is the one that was opened."""

    question = audience(
        OneLineText(
            label=gettext_lazy("A question to warm up"),
            max_length=300,
            required=False,
            help_text=gettext_lazy("Each answers it for themselves, or for the partner too. Empty: none is asked."),
        ),
        Audience.PROGRAM,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, side: str, words: Words, version: int) -> None:
        super().__init__(data, initial={"question": words.question, "version": version})
        self.side = side
        for number in range(1, MOST_SCREENS + 1):
            title, text = words.screens[number - 1] if number <= len(words.screens) else ("", "")
            titled = _("Title of screen %(n)s") % {"n": number}
            self.fields[f"title_{number}"] = audience(
                OneLineText(label=titled, max_length=120, required=False, initial=title), Audience.PROGRAM
            )
            self.fields[f"text_{number}"] = audience(
                forms.CharField(
                    label=_("Text of screen %(n)s") % {"n": number}, max_length=2000, required=False, initial=text,
                    widget=forms.Textarea(attrs={"rows": 7}),
                    help_text=_("An empty line begins a paragraph, - a point of a list, **two stars** make bold."),
                ),
                Audience.PROGRAM,
            )  # fmt: skip
        if side == Side.SENIOR:
            self.fields["pledge"] = audience(
                forms.CharField(
                    label=_("The leader's pledge"), max_length=MOST_SENTENCES * (LONGEST_SENTENCE + 2),
                    initial="\n".join(str(line) for line in words.pledge), widget=forms.Textarea(attrs={"rows": 6}),
                    help_text=_("One sentence a line, up to 8. Each is ticked by itself; the mentor always sees them."),
                ),
                Audience.PROGRAM,
            )  # fmt: skip

    @property
    def screen_rows(self) -> Iterator[tuple[int, BoundField, BoundField]]:
        for number in range(1, MOST_SCREENS + 1):
            yield number, self[f"title_{number}"], self[f"text_{number}"]

    @property
    def last_rows(self) -> list[BoundField]:
        return [self[name] for name in ("pledge", "question") if name in self.fields]

    def clean_pledge(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["pledge"].splitlines() if line.strip()]
        if len(lines) > MOST_SENTENCES or any(len(line) > LONGEST_SENTENCE for line in lines):
            raise ValidationError(_("Up to 8 sentences of 200 characters each: more than that nobody promises."))
        return "\n".join(lines)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        filled = 0
        for number in range(1, MOST_SCREENS + 1):
            title, text = cleaned.get(f"title_{number}"), cleaned.get(f"text_{number}")
            filled += bool(title and text)
            if bool(title) != bool(text) and not self.errors:
                self.add_error(f"title_{number}", _("A screen has a title and a text. Fill in both, or neither."))
        if filled < FEWEST_SCREENS and not self.errors:
            self.add_error(None, _("Fill in at least three screens."))
        return cleaned

    @property
    def words(self) -> Words:
        """What was typed."""
        cleaned = self.cleaned_data
        pairs = ((cleaned[f"title_{number}"], cleaned[f"text_{number}"]) for number in range(1, MOST_SCREENS + 1))
        screens = tuple((title, text.replace("\r\n", "\n").strip()) for title, text in pairs if title)
        return Words(screens, tuple(cleaned.get("pledge", "").splitlines()), cleaned["question"])


class TermsForm(forms.Form):
    """`version` is the one that was in force when the page was opened."""

    text = audience(
        forms.CharField(
            label=gettext_lazy("Terms"),
            max_length=8000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 14}),
            help_text=gettext_lazy(
                "An empty line begins a paragraph, # a heading, - a point of a list, **two stars** make bold. Left "
                "empty, nothing is asked."
            ),
        ),
        Audience.PROGRAM,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
