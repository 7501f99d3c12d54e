"""`manage.py check --deploy` reads the mailbox of calendars as a run would, and says what to do where it cannot."""

import imaplib
import socket
import ssl
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from sessions.answers.mailbox import Inbox, InboxAway

#: The first that fits; all of them are OSErrors but the one of a server that says no.
REMEDIES: tuple[tuple[type[BaseException], str], ...] = (
    (imaplib.IMAP4.error, "Check user name, password and mailbox in CALENDAR_INBOX_URL; the account must allow IMAP."),
    (socket.gaierror, "The host in CALENDAR_INBOX_URL has no address; check how it is spelt."),
    (ConnectionRefusedError, "Nothing listens on that host and port; check both in CALENDAR_INBOX_URL."),
    (TimeoutError, "The server is silent: a firewall may stand between, or imaps:// (port 993) is needed."),
    (ssl.SSLCertVerificationError, "Nobody vouches for its certificate; name your authority's in EMAIL_CA_FILE."),
    (ssl.SSLError, "The TLS handshake failed: imaps:// goes with port 993, imap+tls:// with port 143."),
)


@register(Tags.security, deploy=True)
def check_inbox(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Signs in and opens the mailbox; nothing in it is touched."""
    if not settings.CALENDAR_INBOX:
        return []
    try:
        with Inbox(settings.CALENDAR_INBOX):
            return []
    except InboxAway as why:
        text = f"The mailbox of CALENDAR_INBOX_URL cannot be read: {str(why).rstrip('.')}. {remedy_for(why)}".strip()
        return [Error(text, id="sessions.E002")]


def remedy_for(why: InboxAway) -> str:
    if str(why).startswith("select:"):
        return "Name a mailbox that there is at the end of CALENDAR_INBOX_URL; without one it is INBOX."
    cause = why.__cause__
    return next((remedy for kind, remedy in REMEDIES if isinstance(cause, kind)), "")
