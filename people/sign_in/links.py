"""The link that sets a password: asked for by an address, sent by a worker, void once somebody has left.

While the request runs nobody is looked up and nothing is sent, so that neither its answer nor its time says whether the
address is known. The queue holds the address that was typed and no link; the worker makes that. Where no queue takes
it, the process that was asked sends the link itself, once it has answered.
"""

import logging
import threading
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import translation

from frame.waking import hand_to_worker
from people.models import User
from people.sign_in.known_browsers import mark_of

log = logging.getLogger(__name__)

#: To one address, asked for from anywhere; a browser that is known there has as many of its own.
MOST = {"password_link": "3/15m/key"}
#: Whoever hears nothing for so long has asked again.
EXPIRES_S = 3600
#: When the page has long been answered.
AFTERWARDS_S = 2.0


class PasswordLinkTokens(PasswordResetTokenGenerator):
    """Good once, for an account that is open, and void when its owner has left since, even if they are back."""

    def _make_hash_value(self, user: User, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{user.closed_at}"

    def check_token(self, user: User | None, token: str | None) -> bool:
        return user is not None and user.is_active and super().check_token(user, token)


def ask_for_link(*, request: HttpRequest, email: str, then: str) -> None:
    """Hand the address to a worker; silently not, where links were sent there just now and wait to be opened.

    `then` is the page to go on to.
    """
    key = f"{mark_of(request, email)}:{email.lower()}"
    if ratelimit.consume(request, app="people", action="password_link", config=MOST, key=key):
        hand_over(email, then)


def hand_over(email: str, then: str) -> None:
    has_no_worker = settings.CELERY_TASK_ALWAYS_EAGER and settings.PRODUCTION
    if has_no_worker or not hand_to_worker("people.send_password_link", email, then, expires=EXPIRES_S):
        sending = threading.Timer(AFTERWARDS_S, send_from_here, (email, then))
        sending.daemon = True
        sending.start()


def send_from_here(email: str, then: str) -> None:
    """In a thread of its own, which gives its connection to the database back."""
    try:
        send_password_link(email=email, then=then)
    except OSError:
        log.exception("password_link_not_sent")
    finally:
        connection.close()


def send_password_link(*, email: str, then: str = "") -> int:
    """Send the link to whoever signs in with this address, at the address that is kept; returns to how many."""
    from people.approvals.role_grants import password_link

    users = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
    for user in users:
        url = password_link(user) + (f"?{urlencode({'next': then})}" if then else "")
        with translation.override(user.language):
            get_adapter().send_password_reset_mail(user, user.email, {"user": user, "password_reset_url": url})
    return len(users)


#: How a domain of other letters begins where the network writes it.
IDN = "xn--"


@transaction.atomic
def confirm_address(*, user: User) -> None:
    """Who opened a link sent to the roster's address has proved that it is theirs.

    While another address is known beside it (the roster's changed), the link may have gone there: nothing is proved.
    """
    known = EmailAddress.objects.filter(user=user)
    if not known.exclude(email__iexact=user.email).exists():
        known.update_or_create(email=user.email.lower(), defaults={"user": user, "verified": True, "primary": True})


def spellings(email: str) -> set[str]:
    """All the ways to write one address: its domain may stand in its own letters, or in those of the network."""
    name, _at, domain = email.lower().rpartition("@")
    return {f"{name}@{spelling}" for spelling in (domain, _in_ascii(domain), _in_letters(domain))}


def in_plain_letters(text: str) -> str:
    """An address or domain for the eyes of who decides: with other letters than a to z, also as the network writes it,
    since some look like one another."""
    if text.isascii():
        return text
    name, at, domain = text.rpartition("@")
    plain = f"{ascii(name)[1:-1]}{at}{_in_ascii(domain)}"
    return f"{text} ({plain})"


def _in_ascii(domain: str) -> str:
    try:
        return domain.encode("idna").decode()
    except UnicodeError:
        return ascii(domain)[1:-1]


def _in_letters(domain: str) -> str:
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
