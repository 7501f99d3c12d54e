"""Which pairs the program pauses, and until when."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frame.forms.bound_data import offer_rows
from frame.typed_bases import ModelMultipleChoiceField
from pairings.models import Pairing
from pairings.querysets import PairingQuerySet
from people.clock import local_today


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
        found = super().clean() or {}
        if not found.get("everyone") and not found.get("pairings"):
            self.add_error("pairings", _("Choose at least one pair, or all."))
        until = found.get("until")
        if until and until < local_today(timezone.now()):
            self.add_error("until", _("Choose a day that is still to come."))
        return found

    @property
    def chosen(self) -> PairingQuerySet:
        return self.running if self.cleaned_data["everyone"] else self.cleaned_data["pairings"]
