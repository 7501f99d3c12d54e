"""Browsers in which somebody has signed in before: the wrong passwords of strangers do not lock these out.

The mark is a signed cookie, one for each account, made at a sign-in. It opens nothing: it only gives the browser a
count of its own of wrong passwords, and of links asked for.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from frame.cookies import guarded

SALT = "people.sign_in.known_browsers"
KEPT_S = 180 * 24 * 3600
PATH = "/account/"


def mark_of(request: HttpRequest, email: str) -> str:
    """What tells this browser from all others for this account; "" where nobody has signed in to it here."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.email.lower() == email.lower():
        return str(user.pk)
    cookie = request.COOKIES.get(guarded(cookie_of(email), PATH), "")
    try:
        account, mark = signing.loads(cookie, salt=SALT, max_age=KEPT_S)
    except (signing.BadSignature, TypeError, ValueError):
        return ""
    return str(mark) if account == cookie_of(email) else ""


def remember(response: HttpResponse, email: str) -> None:
    """Mark the browser that has just signed in."""
    value = signing.dumps([cookie_of(email), secrets.token_hex(16)], salt=SALT)
    response.set_cookie(
        guarded(cookie_of(email), PATH),
        value,
        max_age=KEPT_S,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def cookie_of(email: str) -> str:
    """Its name without a prefix, which tells nobody whose account it is about."""
    return f"known-{salted_hmac(SALT, email.strip().lower(), algorithm='sha256').hexdigest()[:20]}"
