"""The entries of the sidebar. An app adds its own in AppConfig.ready(); who sees one, a rule decides.

`entries.register` is called at start; `entries_for` asks each rule once a request, so what a page costs does
not grow with its rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from frame.ports import Hook
from frame.upper_floors import inbox

Text = str | Promise
#: Who sees an entry: a predicate over the signed-in person.
Rule = Callable[[Any], bool]


@dataclass(frozen=True)
class Entry:
    """One entry: `url_name` without arguments, `order` from the top, `under` the path prefixes it stands for."""

    label: Text
    icon: str
    url_name: str
    rule: Rule
    order: int
    under: str | tuple[str, ...] = ""


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it on one page."""

    label: Text
    icon: str
    url: str
    is_current: bool


entries: Hook[Entry] = Hook("frame.navigation.entries", "Entries of the sidebar, each with the rule of who sees it.")


def entries_for(request: HttpRequest) -> list[Link]:
    """The sidebar of the signed-in person, in order; entries whose page does not exist are left out."""
    links = []
    for entry in sorted(entries, key=lambda entry: entry.order):
        url = address_of(entry.url_name)
        if url and entry.rule(request.user):
            links.append(Link(entry.label, entry.icon, url, is_current(request.path, entry.under or url)))
    return links


def address_of(url_name: str) -> str:
    """The address of a page without arguments; empty where the page does not exist in this installation."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def is_current(path: str, under: str | tuple[str, ...]) -> bool:
    return path == under if under == "/" else path.startswith(under)


def unread_for(user: Any) -> int:
    """The number at the bell."""
    return inbox().unread_count(user)
