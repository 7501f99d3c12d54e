"""Rules as switches and weights as sliders, to see what they would do before anything is saved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frame.forms.audience import Audience, audience
from people.models.base import OneLineText
from proposals.forms.policy import PolicyForm

STEP = 5


class Slider(forms.NumberInput):
    """A range that shows its number beside it (slider.js keeps it up to date)."""

    input_type = "range"
    template_name = "forms/slider.html"


class TryForm(PolicyForm):
    """`version` tells both the rules that were saved and the proposal that was there when the page was opened. A name
    is needed to save a scenario."""

    name = audience(
        OneLineText(
            label=_("Name of the scenario"),
            max_length=80,
            required=False,
            help_text=_("Only to save it as a scenario, so that you find it again."),
        ),
        Audience.TEAM,
    )

    def __init__(self, *args: Any, present: str, is_saved: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = f"{self.initial['version']} {present}"
        self.is_saved = is_saved
        for weight in self.weight_fields:
            weight.field.widget = Slider(attrs={"min": 0, "max": 100, "step": STEP, "class": "form-range"})

    @property
    def seen(self) -> str:
        """The fingerprint of the saved rules."""
        return str(self.cleaned_data["version"]).partition(" ")[0]

    @property
    def seen_present(self) -> str:
        """The version of the proposal."""
        return str(self.cleaned_data["version"]).partition(" ")[2]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"].strip()
        if self.is_saved and not name:
            raise forms.ValidationError(_("Give the scenario a name, so that you find it again."))
        return name
