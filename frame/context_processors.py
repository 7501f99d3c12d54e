"""What the frame of every page needs to know."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from frame import navigation, themes


def frame(request: HttpRequest) -> dict[str, Any]:
    """`frame` in templates: sidebar, unread count, theme, demo. Asked for only when a template uses it."""
    user = getattr(request, "user", None)
    # Whose second factor is missing gets nowhere, so nothing is offered.
    signed_in = bool(user and user.is_authenticated) and not getattr(request, "second_factor_missing", False)
    return {
        "frame": {
            "theme": themes.chosen(request),
            "demo": settings.DEMO,
            "entries": SimpleLazyObject(lambda: navigation.entries_for(request) if signed_in else []),
            "unread": SimpleLazyObject(lambda: navigation.unread_for(user) if signed_in else 0),
            "home_url": navigation.address_of("home") or "/",
            "inbox_url": navigation.address_of("inbox"),
            "profile_url": navigation.address_of("profile"),
            "preferences_url": navigation.address_of("preferences"),
        }
    }
