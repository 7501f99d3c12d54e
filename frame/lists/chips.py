"""Filters as links: one for each choice of a filter, and one for each filter that is set, which takes it away."""

from typing import Any, TypedDict

from django.http import QueryDict
from django.utils.functional import Promise

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
