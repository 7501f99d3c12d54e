"""Saying no, and asking to leave: what is written here is read by the program team alone."""

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frame.forms.audience import Audience, audience
from pairings.models import EndRequest

REASON_LENGTH = 1000


class DeclineForm(forms.Form):
    reason = audience(
        forms.CharField(
            label=_("Why, if you want to say"),
            required=False,
            max_length=REASON_LENGTH,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("It helps the program team to propose somebody who fits better."),
        ),
        Audience.TEAM,
    )


class LeaveForm(forms.Form):
    wish = forms.ChoiceField(
        label=_("What would you like?"),
        choices=[(wish, capfirst(label)) for wish, label in EndRequest.Wish.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the two. Nothing is chosen for you.")},
    )
    reason = audience(
        forms.CharField(
            label=_("Why, if you want to say"),
            required=False,
            max_length=REASON_LENGTH,
            widget=forms.Textarea(attrs={"rows": 3}),
        ),
        Audience.TEAM,
    )
