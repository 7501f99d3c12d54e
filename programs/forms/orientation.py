"""The orientation of one side, as it is written."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.forms import Audience, audience
from people.models.base import OneLineText
from programs.models import Side
from programs.orientation_texts import Words

FEWEST, MOST = 3, 5
SENTENCES, LONGEST = 8, 200


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
        for number in range(1, MOST + 1):
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
                    label=_("The leader's pledge"), max_length=SENTENCES * (LONGEST + 2),
                    initial="\n".join(str(line) for line in words.pledge), widget=forms.Textarea(attrs={"rows": 6}),
                    help_text=_("One sentence a line, up to 8. Each is ticked by itself; the mentor always sees them."),
                ),
                Audience.PROGRAM,
            )  # fmt: skip

    @property
    def screen_rows(self) -> Iterator[tuple[int, BoundField, BoundField]]:
        for number in range(1, MOST + 1):
            yield number, self[f"title_{number}"], self[f"text_{number}"]

    @property
    def last_rows(self) -> list[BoundField]:
        return [self[name] for name in ("pledge", "question") if name in self.fields]

    def clean_pledge(self) -> str:
        lines = [line.strip() for line in self.cleaned_data["pledge"].splitlines() if line.strip()]
        if len(lines) > SENTENCES or any(len(line) > LONGEST for line in lines):
            raise ValidationError(_("Up to 8 sentences of 200 characters each: more than that nobody promises."))
        return "\n".join(lines)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        filled = 0
        for number in range(1, MOST + 1):
            title, text = cleaned.get(f"title_{number}"), cleaned.get(f"text_{number}")
            filled += bool(title and text)
            if bool(title) != bool(text) and not self.errors:
                self.add_error(f"title_{number}", _("A screen has a title and a text. Fill in both, or neither."))
        if filled < FEWEST and not self.errors:
            self.add_error(None, _("Fill in at least three screens."))
        return cleaned

    @property
    def words(self) -> Words:
        """What was typed."""
        cleaned = self.cleaned_data
        pairs = ((cleaned[f"title_{number}"], cleaned[f"text_{number}"]) for number in range(1, MOST + 1))
        screens = tuple((title, text.replace("\r\n", "\n").strip()) for title, text in pairs if title)
        return Words(screens, tuple(cleaned.get("pledge", "").splitlines()), cleaned["question"])
