"""The filters of one list, read from its address, and as links: chips, which set one or take it away."""

from collections.abc import Iterator
from typing import Any, ClassVar, TypedDict

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

#: Of the address: what belongs to the rows shown before, and to no other ones.
OF_THESE_ROWS = ("page", "download")


class Chip(TypedDict):
    """What components/filter_chips.html draws."""

    label: str | Promise
    url: str
    is_current: bool


def chip(asked: QueryDict, name: str, value: Any, label: str | Promise) -> Chip:
    """One choice of a filter; while it is chosen its link takes it away. All else in the address stays."""
    is_current = asked.get(name) == str(value)
    return Chip(label=label, url=address(asked, name, None if is_current else value), is_current=is_current)


def address(asked: QueryDict, name: str, value: Any) -> str:
    """The list with a filter set to `value`, or without it (None), from its first page."""
    query = asked.copy()
    for key in (*OF_THESE_ROWS, name):
        query.pop(key, None)
    if value is not None:
        query[name] = str(value)
    return f"?{query.urlencode()}"


def without(asked: QueryDict, name: str, value: str) -> str:
    """The list without one of the values that a filter is set to, from its first page."""
    query = asked.copy()
    for key in OF_THESE_ROWS:
        query.pop(key, None)
    query.setlist(name, [kept for kept in query.getlist(name) if kept != value])
    return f"?{query.urlencode()}"


class AskedFilters:
    """What the filters of a form say of themselves: which are set, and how to take each away."""

    #: What counts where the address says nothing.
    defaults: ClassVar[dict[str, str]] = {}
    #: Filters that the page draws itself, as chips; the form only keeps them.
    drawn_apart: ClassVar[tuple[str, ...]] = ()
    #: Of the address: what the page draws itself, as controls of the same form, such as ticks.
    drawn_beside: ClassVar[tuple[str, ...]] = ()
    #: Fields of the form that narrow nothing.
    orders: ClassVar[tuple[str, ...]] = ()
    asked: QueryDict
    form: forms.BaseForm

    @property
    def drawn(self) -> list[forms.BoundField]:
        """The fields that the form shows."""
        return [field for field in self.form if field.name not in self.drawn_apart]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What else the address says, to be sent with the form."""
        own = {*(field.html_name for field in self.drawn), *self.drawn_beside}
        return [
            (name, value)
            for name, values in self.asked.lists()
            if name not in own and name not in OF_THESE_ROWS
            for value in values
        ]

    @property
    def is_filtered(self) -> bool:
        return any(True for _name, _value in self._set())

    @property
    def chips(self) -> list[Chip]:
        """One for each value that a field is set to, with a link that takes it away."""
        return [
            Chip(label=f"{self.form[name].label}: {self._shown(name, value)}", url=without(self.asked, name, value),
                 is_current=True)
            for name, value in self._set()
            if name not in self.drawn_apart
        ]  # fmt: skip

    @property
    def url_without(self) -> str:
        """The list without any filter; its order and what else the address says stay."""
        query = self.asked.copy()
        for name in (*self._names, *OF_THESE_ROWS):
            query.pop(name, None)
        return f"?{query.urlencode()}"

    def as_details(self) -> dict[str, str]:
        """What is set, for the audit log: names of filters and the choices made in them. Of what was typed only that
        something was, for it may be anything."""
        typed = {name for name, field in self.form.fields.items() if not hasattr(field, "choices")}
        return {name: _("some words") if name in typed else self._shown(name, value) for name, value in self._set()}

    @property
    def _names(self) -> list[str]:
        return [name for name in self.form.fields if name not in self.orders]

    def _set(self) -> Iterator[tuple[str, str]]:
        """Names of filters with the values in the address that are more than what counts anyway."""
        for name in self._names:
            for value in self.asked.getlist(name):
                if value.strip() and value != self.defaults.get(name):
                    yield name, value

    def _shown(self, name: str, value: str) -> str:
        """A value in the words of its field; as it was typed where it is no choice."""
        field = self.form.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            chosen = getattr(self.form, "cleaned_data", {}).get(name)
            several = chosen if isinstance(field, forms.ModelMultipleChoiceField) else [chosen]
            return next((str(row) for row in several or () if row and str(row.pk) == value), _("not known"))
        words = dict(flat(getattr(field, "choices", ())))
        return str(words.get(value, value))


class ListFilter(AskedFilters, django_filters.FilterSet):
    """A FilterSet of a list."""

    def __init__(self, asked: QueryDict, *args: Any, **kwargs: Any) -> None:
        self.asked, data = asked, asked.copy()
        for name, value in self.defaults.items():
            data.setdefault(name, value)
        super().__init__(data, *args, **kwargs)

    @property
    def rows(self) -> Any:
        """What the filters leave: nothing while one of them cannot be read, for without it the list would be wider."""
        return self.qs if self.is_valid() else self.qs.none()


def flat(choices: Any) -> Iterator[tuple[str, Any]]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from flat(label)
        else:
            yield str(value), label
