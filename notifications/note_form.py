"""What somebody writes by hand to people: a subject and a text, with what may be named in braces."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from frame.forms import audience
from notifications.kinds import Placeholder
from notifications.message_texts import COMMON, problem_with
from people.models.base import OneLineText


def note_text(**words: Any) -> forms.CharField:
    """The field for what is written; its `help_text` says what it may name."""
    widget = forms.Textarea(attrs={"rows": 10})
    return forms.CharField(label=gettext_lazy("Text"), max_length=4000, widget=widget, **words)


def note_subject() -> forms.CharField:
    return OneLineText(label=gettext_lazy("Subject"), max_length=150)


class BaseNoteForm(forms.Form):
    """Who gets it stands beside the form and in the address of its page; `placeholders` are what it may name."""

    placeholders: ClassVar[Sequence[Placeholder]] = ()

    def clean(self) -> dict[str, Any]:
        for name in ("subject", "text"):
            if problem := problem_with(self.placeholders, self.cleaned_data.get(name, "")):
                self.add_error(name, problem)
        return self.cleaned_data


class HrNoteForm(BaseNoteForm):
    """What HR writes to people of the directory."""

    READERS = gettext_lazy("Those it is sent to, and you")
    HELP = gettext_lazy("{name} is the first name of each, {organization} the name of the organisation.")

    placeholders = COMMON
    subject = audience(note_subject(), READERS)
    text = audience(note_text(help_text=HELP), READERS)
