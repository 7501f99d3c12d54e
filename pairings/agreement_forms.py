"""Forms of the agreement, its objectives, and its signature."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, audience, rating_field
from frame.posts import offer, offer_rows
from frame.typed_bases import ModelForm
from pairings.models import Agreement
from pairings.program_texts import CONFIDENCE
from pairings.services import Aim
from people.models.base import OneLineText
from programs.models import Channel, Topic

MOST_AIMS = 5
TEXTS = {
    "expectations": _("What you hope for from each other, and what you will do yourself."),
    "confidentiality": _("A text to start from. Change it until it is yours."),
    "leaving": _("A text to start from. Change it until it is yours."),
}


class AimForm(forms.Form):
    title = audience(OneLineText(label=_("Objective"), max_length=200, required=False), Audience.PAIR)
    measure = audience(
        OneLineText(label=_("How you will see that it worked"), max_length=200, required=False), Audience.PAIR
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("measure") and not cleaned.get("title"):
            self.add_error("title", _("Say what the objective is, or leave both fields empty."))
        return cleaned


AimFormSet = forms.formset_factory(AimForm, extra=0, max_num=MOST_AIMS, absolute_max=MOST_AIMS)


class AgreementForm(ModelForm):
    instance: Agreement
    version = forms.IntegerField(widget=forms.HiddenInput)
    channels = forms.MultipleChoiceField(
        label=_("How you meet"),
        choices=Channel.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one way to meet.")},
    )

    class Meta:
        model = Agreement
        fields = [
            "expectations",
            "topics",
            "cadence_weeks",
            "meeting_minutes",
            "channels",
            "books",
            "confidentiality",
            "leaving",
        ]
        widgets = {"topics": forms.CheckboxSelectMultiple, "books": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, hint in TEXTS.items():
            audience(self.fields[name], Audience.PAIR)
            self.fields[name].help_text = hint
        offer(self, "books", Agreement.Books.choices)
        program = self.instance.pairing.cycle.program
        offer_rows(self, "topics", Topic.objects.filter(program=program))
        self.fields["topics"].required = False
        self.initial["version"] = self.instance.version

    def texts(self) -> dict[str, Any]:
        """The cleaned values that `save_agreement` takes."""
        left_out = ("version", "topics")
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}


def aim_forms(agreement: Agreement, data: Any = None) -> Any:
    """Five rows for objectives, filled with those there are."""
    aims = [{"title": aim.title, "measure": aim.measure} for aim in agreement.pairing.objectives.all()]
    rows = aims + [{}] * (MOST_AIMS - len(aims))
    return AimFormSet(data, initial=rows[:MOST_AIMS], prefix="aims")


def written_aims(formset: Any) -> list[Aim]:
    """The rows in which something was written."""
    return [
        Aim(title=row["title"], measure=row.get("measure", ""))
        for row in (form.cleaned_data for form in formset)
        if row.get("title")
    ]


class ConfidenceForm(forms.Form):
    """Asked of whoever signs, for themselves alone."""

    def __init__(self, data: Any = None, *, side: str) -> None:
        super().__init__(data)
        hint = _("Nobody else ever reads it. Reviews and your look back show it to you, so that you need not remember.")
        self.fields["confidence"] = audience(
            rating_field(CONFIDENCE[side], required=False, help_text=hint), Audience.ME
        )
