"""What is sent from the check pages of the board."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frame.forms.audience import Audience, audience
from people.models.one_line import OneLineText

#: The ways to make a change: the best set with it, nothing else changed, the best set found by the worker.
BEST, ONLY, WORKER = "best", "only", "worker"


class ChangeForm(forms.Form):
    """One of the two ways to make a change. `needs_consent` asks for a tick, for what is allowed but unwise."""

    how = forms.ChoiceField(choices=[(BEST, BEST), (ONLY, ONLY)], widget=forms.HiddenInput)
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    anyway = forms.BooleanField(
        label=_("I have read this and want it all the same"),
        required=False,
    )

    def __init__(self, *args: Any, how: str, needs_consent: bool, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{how}_%s", **kwargs)
        self.needs_consent = needs_consent
        self.initial["how"] = how

    def clean_anyway(self) -> bool:
        if self.needs_consent and not self.cleaned_data["anyway"]:
            raise forms.ValidationError(_("Tick the box if you want it all the same, or choose the other way."))
        return bool(self.cleaned_data["anyway"])


class NameForm(forms.Form):
    name = audience(
        OneLineText(
            label=_("Name of the scenario"),
            max_length=80,
            help_text=_("A few words by which you find it again, such as “More weight on wishes”."),
        ),
        Audience.TEAM,
    )
