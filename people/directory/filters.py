"""Search and filters of the directory; all of them live in the URL."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from frame.lists import ListFilter
from people.models import Department, Role, User
from people.querysets import UserQuerySet

ROLES = [(role.value, capfirst(role.label)) for role in Role]
ACTIVE, LEFT, EVERYBODY, NOT_REACHED = "active", "left", "all", "not_reached"


class PeopleFilter(ListFilter):
    """Words, department, level, country, role, and whether somebody is still here."""

    defaults: ClassVar[dict[str, str]] = {"show": ACTIVE}

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("Name, e-mail, job title, city or number")}),
    )
    department = django_filters.ModelChoiceFilter(
        label=_("Department"), queryset=Department.objects.all(), empty_label=_("All departments")
    )
    level = django_filters.ChoiceFilter(label=_("Level"), empty_label=_("All levels"), null_label=_("No level"))
    country = django_filters.ChoiceFilter(label=_("Country"), empty_label=_("All countries"))
    role = django_filters.ChoiceFilter(
        label=_("Role"), field_name="grants__role", choices=ROLES, empty_label=_("All roles")
    )
    SHOWN = ((ACTIVE, _("People here now")), (LEFT, _("People who left")), (EVERYBODY, _("Everybody")))
    show = django_filters.ChoiceFilter(label=_("Show"), method="by_state", empty_label=None, choices=SHOWN)

    class Meta:
        model = User
        fields: list[str] = []

    def __init__(self, *args: Any, for_hr: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if for_hr:  # who may mend an address
            self.filters["show"].extra["choices"] = [*self.SHOWN, (NOT_REACHED, _("People whose mail is refused"))]
        self.filters["level"].extra["choices"] = [(level, str(level)) for level in _values("level", None)]
        self.filters["country"].extra["choices"] = [(name, name) for name in _values("country", "")]

    @property
    def shows_active(self) -> bool:
        """Whether everybody in the list is here, and can be written to."""
        return self.is_valid() and self.form.cleaned_data["show"] in (ACTIVE, NOT_REACHED)

    def search(self, people: UserQuerySet, name: str, value: str) -> UserQuerySet:
        return people.search(value)

    def by_state(self, queryset: UserQuerySet, name: str, value: str) -> QuerySet[User]:
        if value == NOT_REACHED:
            return queryset.not_reached()
        return queryset if value == EVERYBODY else queryset.filter(is_active=value != LEFT)


def _values(field: str, empty: object) -> list[Any]:
    return list(User.objects.exclude(**{field: empty}).order_by(field).values_list(field, flat=True).distinct())
