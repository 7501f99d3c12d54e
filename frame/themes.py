"""Light, dark, or as the system has it: kept in a cookie, so that the server renders the right one at once."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

COOKIE = "theme"
CHOICES = ("auto", "light", "dark")
YEAR_S = 365 * 24 * 3600


def chosen(request: HttpRequest) -> str:
    """The theme of this browser; `auto` unless one was picked."""
    theme = request.COOKIES.get(COOKIE, "auto")
    return theme if theme in CHOICES else "auto"


def inside(request: HttpRequest, url: str, default: str = "/") -> str:
    """The address if it is one and stays on this site, else `default`."""
    allowed = url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure())
    return url if allowed and url.startswith(("/", "https://", "http://")) else default
