"""What people type about pairings: the agreement, a no or the wish to leave, confidential words, pauses of the team."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, audience
from frame.posts import offer, offer_rows
from frame.typed_bases import ModelForm, ModelMultipleChoiceField
from pairings.models import Agreement, ConfidentialWord, EndRequest, Pairing, WordLine
from pairings.people_to_turn_to import Addressees
from pairings.querysets import PairingQuerySet
from pairings.services import Aim
from people.clock import local_today
from people.models.base import OneLineText
from programs.models import Channel, Topic

MOST_AIMS = 5
TEXTS = {
    "expectations": _("What you hope for from each other, and what you will do yourself."),
    "confidentiality": _("A text to start from. Change it until it is yours."),
    "leaving": _("A text to start from. Change it until it is yours."),
}
REASON_LENGTH = 1000
LENGTH = WordLine._meta.get_field("text").max_length
TO = dict(ConfidentialWord.To.choices)


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


class PairsField(ModelMultipleChoiceField):
    def label_from_instance(self, pairing: Any) -> str:
        """Both names."""
        return f"{pairing.junior.user.name}, {pairing.senior.user.name}"


class PauseForm(forms.Form):
    """All of the cycle, or those that are ticked. No reason: the two read none."""

    everyone = forms.BooleanField(label=_("All pairs of this cycle"), required=False)
    pairings = PairsField(
        Pairing.objects.none(), label=_("Or these"), required=False, widget=forms.CheckboxSelectMultiple
    )
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_(
            "The last day of the pause; they go on at the next 9:00 or 16:00 of a working day after it. "
            "Empty: until you let them go on."
        ),
    )

    def __init__(self, *args: Any, pairings: PairingQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.running = pairings
        offer_rows(self, "pairings", pairings.order_by("junior__user__last_name", "pk"))

    def clean(self) -> dict[str, Any]:
        """Somebody must be chosen, and the day must lie ahead."""
        cleaned = super().clean() or {}
        if not cleaned.get("everyone") and not cleaned.get("pairings"):
            self.add_error("pairings", _("Choose at least one pair, or all."))
        until = cleaned.get("until")
        if until and until < local_today(timezone.now()):
            self.add_error("until", _("Choose a day that is still to come."))
        return cleaned

    @property
    def chosen(self) -> PairingQuerySet:
        return self.running if self.cleaned_data["everyone"] else self.cleaned_data["pairings"]
