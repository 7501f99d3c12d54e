"""Words of a program's own for one of its messages."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.forms import audience
from notifications.kinds import Kind
from notifications.message_texts import Worded, placeholders_of, problem_with
from people.models import User
from people.models.base import OneLineText
from people.querysets import UserQuerySet

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
