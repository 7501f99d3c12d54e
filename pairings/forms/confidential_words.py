"""Writing in confidence: to whom, and what; answering."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frame.forms.audience import audience
from frame.forms.bound_data import offer
from pairings.models import ConfidentialWord, WordLine
from pairings.people_to_turn_to import Addressees

LENGTH = WordLine._meta.get_field("text").max_length
TO = dict(ConfidentialWord.To.choices)


def text_field(label: Any, readers: Any) -> forms.CharField:
    """A text whose readers are named beside it."""
    return audience(forms.CharField(label=label, max_length=LENGTH, widget=forms.Textarea(attrs={"rows": 6})), readers)


class WordForm(forms.Form):
    """Nothing is chosen beforehand; each way names everybody who would read it."""

    to = forms.ChoiceField(
        label=_("To whom?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who is to read it. Nobody is chosen for you.")},
    )
    text = text_field(_("What do you want to say?"), _("Only those you choose above, by name"))

    def __init__(self, *args: Any, addressees: Addressees, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(to, f"{capfirst(TO[to])}: {', '.join(one.name for one in people)}") for to, people in addressees.ways]
        offer(self, "to", ways)


class LineForm(forms.Form):
    text = text_field(_("Answer"), _("Only the author and those the word is addressed to"))
