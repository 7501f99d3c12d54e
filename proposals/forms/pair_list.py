"""Order and filters of the list of proposed pairs; all of them live in the URL."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

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


class PairListForm(forms.Form):
    """Bound to the query of the address; `wanted` holds what it asks rightly."""

    q = forms.CharField(label=_("Search by name"), required=False, max_length=100)
    department = forms.ChoiceField(label=_("Department"), required=False)
    flag = forms.ChoiceField(label=_("Show"), required=False, choices=FLAGS)
    below = forms.IntegerField(label=_("Score below"), required=False, min_value=0, max_value=1001)
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=ORDER)

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["department"].choices = [("", _("All departments")), *departments]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            is_picker = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_picker else "form-control"
            field.widget.attrs["id"] = f"pairs-{name}"
        self.fields["q"].widget.input_type = "search"  # type: ignore[attr-defined]
        self.full_clean()

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for, without what makes no sense."""
        return self.cleaned_data

    @property
    def is_filtered(self) -> bool:
        return any(self.wanted.get(name) not in (None, "") for name in ("q", "department", "flag", "below"))
