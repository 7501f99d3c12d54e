"""The terms of a program, as they are written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, audience


class TermsForm(forms.Form):
    """`version` is the one that was in force when the page was opened."""

    text = audience(
        forms.CharField(
            label=_("Terms"),
            max_length=8000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 14}),
            help_text=_(
                "An empty line begins a paragraph, # a heading, - a point of a list, **two stars** make bold. Left "
                "empty, nothing is asked."
            ),
        ),
        Audience.PROGRAM,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()
