"""What the frame of every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from people import navigation, themes


def url_or_empty(name: str) -> str:
    """The address of a page, or nothing where the page does not exist in this installation."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame` in templates: sidebar, unread count, theme, demo. Asked for only when a template uses it."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    return {
        "frame": {
            "theme": themes.chosen(request),
            "demo": settings.DEMO,
            "entries": SimpleLazyObject(lambda: navigation.entries_for(request) if signed_in else []),
            "unread": SimpleLazyObject(lambda: navigation.unread_for(user) if signed_in else 0),  # type: ignore[arg-type]
            "home_url": url_or_empty("home") or "/",
            "inbox_url": url_or_empty("inbox"),
            "profile_url": url_or_empty("profile"),
            "preferences_url": url_or_empty("preferences"),
        }
    }
