"""The frame around every page: the sidebar's entries, which an app adds in AppConfig.ready() and a rule decides about,
the theme, and what templates call `frame`."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from frame.cookies import guarded
from frame.ports import Hook
from frame.upper_floors import inbox

Text = str | Promise
#: Who sees an entry: a predicate over the signed-in person.
Rule = Callable[[Any], bool]
THEME_COOKIE = "theme"
THEMES = ("auto", "light", "dark")
YEAR_S = 365 * 24 * 3600


@dataclass(frozen=True)
class Entry:
    """One entry: `url_name` without arguments, `order` from the top, `under` the path prefixes it stands for."""

    label: Text
    icon: str
    url_name: str
    rule: Rule
    order: int
    under: str | tuple[str, ...] = ""


entries: Hook[Entry] = Hook("frame.navigation.entries", "Entries of the sidebar, each with the rule of who sees it.")


def address_of(url_name: str) -> str:
    """The address of a page without arguments; empty where the page does not exist in this installation."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def is_current(path: str, under: str | tuple[str, ...]) -> bool:
    return path == under if under == "/" else path.startswith(under)


@dataclass(frozen=True)
class Link:
    """An entry as one person sees it on one page."""

    label: Text
    icon: str
    url: str
    is_current: bool


def entries_for(request: HttpRequest) -> list[Link]:
    """The sidebar of the signed-in person, in order; entries whose page does not exist are left out."""
    links = []
    for entry in sorted(entries, key=lambda entry: entry.order):
        url = address_of(entry.url_name)
        if url and entry.rule(request.user):
            links.append(Link(entry.label, entry.icon, url, is_current(request.path, entry.under or url)))
    return links


def unread_for(user: Any) -> int:
    """The number at the bell."""
    return inbox().unread_count(user)


def chosen_theme(request: HttpRequest) -> str:
    """The theme of this browser; `auto` unless one was picked."""
    theme = request.COOKIES.get(guarded(THEME_COOKIE), "auto")
    return theme if theme in THEMES else "auto"


def address_inside(request: HttpRequest, url: str, default: str = "/") -> str:
    """The address if it is one and stays on this site, else `default`."""
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if allowed and url.startswith(("/", "https://", "http://")) else default


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame` in templates: sidebar, unread count, theme, demo. Asked for only when a template uses it."""
    user = getattr(request, "user", None)
    # Whose second factor is missing gets nowhere, so nothing is offered.
    signed_in = bool(user and user.is_authenticated) and not getattr(request, "second_factor_missing", False)
    return {
        "frame": {
            "theme": chosen_theme(request),
            "demo": settings.DEMO,
            "entries": SimpleLazyObject(lambda: entries_for(request) if signed_in else []),
            "unread": SimpleLazyObject(lambda: unread_for(user) if signed_in else 0),
            "home_url": address_of("home") or "/",
            "inbox_url": address_of("inbox"),
            "profile_url": address_of("profile"),
            "preferences_url": address_of("preferences"),
        }
    }
