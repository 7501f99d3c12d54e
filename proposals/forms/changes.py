"""What is sent from the check pages of the board."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from frame.forms import Audience, audience
from frame.lists import AskedFilters
from frame.posts import Data, offer
from people.models.base import OneLineText

#: The ways to make a change: the best set with it, nothing else changed.
BEST, ONLY = "best", "only"


class ChangeForm(forms.Form):
    """One of the two ways to make a change. `needs_consent` asks for a tick, for what is allowed but unwise."""

    how = forms.ChoiceField(choices=[(BEST, BEST), (ONLY, ONLY)], widget=forms.HiddenInput)
    version = forms.CharField(widget=forms.HiddenInput, required=False)
    anyway = forms.BooleanField(
        label=_("I have read this and want it all the same"),
        required=False,
    )

    def __init__(self, data: Data | None = None, *, how: str, needs_consent: bool) -> None:
        super().__init__(data, auto_id=f"{how}_%s")
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


ORDER = (
    ("", _("Highest score first")),
    ("low", _("Lowest score first")),
    ("name", _("By the mentor's name")),
    ("department", _("By department")),
    ("flags", _("Most flags first")),
)
FLAGS = (
    ("", _("All pairs")),
    ("new_link", _("First time departments meet")),
    ("few_hours", _("Few hours in common")),
    ("wish", _("On a wish list")),
    ("pinned", _("Pinned")),
    ("by_hand", _("By hand")),
)


class PairListForm(AskedFilters, forms.Form):
    """Bound to the query of the address; `wanted` holds what it asks rightly."""

    orders = ("sort",)

    q = forms.CharField(
        label=_("Search by name"), required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    department = forms.ChoiceField(label=_("Department"), required=False)
    flag = forms.ChoiceField(label=_("Show"), required=False, choices=FLAGS)
    below = forms.IntegerField(label=_("Score below"), required=False, min_value=0, max_value=1001)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=ORDER)

    def __init__(self, asked: QueryDict, *, departments: list[tuple[str, str]]) -> None:
        super().__init__(asked, auto_id="pairs-%s")
        self.asked, self.form = asked, self
        offer(self, "department", [("", _("All departments")), *departments])
        for field in self.fields.values():
            is_picker = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_picker else "form-control"
        self.full_clean()

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for, without what makes no sense."""
        return self.cleaned_data
