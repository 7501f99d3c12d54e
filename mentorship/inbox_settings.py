"""The mailbox to which calendars answer, read from CALENDAR_INBOX_URL and CALENDAR_INBOX_ADDRESS.

As with EMAIL_URL, a password stands in it, and no sentence repeats any of it.
"""

from email.utils import parseaddr
from typing import Any
from urllib.parse import SplitResult, unquote

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

from mentorship.mail_settings import (
    NO_TLS,
    STARTTLS,
    TLS,
    MailServer,
    check_ca_file,
    read_host,
    read_sign_in,
    split,
    wrong,
)

NAME, PATTERN = "CALENDAR_INBOX_URL", "imaps://user:password@host/INBOX"
SCHEMES = {"imaps": (TLS, 993), "imap+ssl": (TLS, 993), "imap+tls": (STARTTLS, 143), "imap": (NO_TLS, 143)}
FOLDER = "INBOX"


def read_inbox(url: str, *, ca_file: str) -> dict[str, Any]:
    """Where answers are fetched; empty where no mailbox is set. Raises ImproperlyConfigured for what is none."""
    if not url:
        return {}
    parts, port = split(url, NAME, PATTERN)
    scheme = parts.scheme.lower()
    if "://" not in url or scheme not in SCHEMES:
        remedy = (
            f"Write it as {PATTERN} (TLS from the start), imap+tls://…:143 (STARTTLS), or imap://localhost (no TLS, on "
            "the same machine)."
        )
        raise wrong("does not begin with a way to read mail that Turnabout knows", remedy, NAME)
    check_ca_file(ca_file)
    way, usual_port = SCHEMES[scheme]
    user, password = read_sign_in(parts, PATTERN, NAME)
    if not user:
        raise wrong("has no user name and password", f"Write it as {PATTERN}.", NAME)
    server = MailServer(read_host(parts, NAME, PATTERN), port or usual_port, way, user, password)
    if way == NO_TLS and not server.is_here:
        remedy = "Begin it with imaps:// (TLS from the start, port 993) or imap+tls:// (STARTTLS, port 143)."
        raise wrong("would send the password without TLS, for all to read on the way", remedy, NAME)
    return {
        "host": server.host,
        "port": server.port,
        "way": way,
        "user": user,
        "password": password,
        "folder": read_folder(parts),
        "ca_file": ca_file,
    }


def read_folder(parts: SplitResult) -> str:
    """The mailbox in that account, INBOX unless the address names one."""
    folder = unquote(parts.path.strip("/")) or FOLDER
    if parts.query or parts.fragment or not folder.isascii() or not folder.isprintable() or set(folder) & set('"\\'):
        raise wrong(
            "has something after the host and port that names no mailbox",
            f"Write it as {PATTERN}; a mailbox of plain letters, with a blank as %20; in the password / is %2F.",
            NAME,
        )
    return folder


def read_address(address: str, *, url: str, sender: str) -> str:
    """To which address calendars answer; empty where nobody reads it. Unless it is set it is the sender's."""
    if not address:
        return parseaddr(sender)[1] if url else ""
    try:
        validate_email(address)
    except ValidationError:
        raise ImproperlyConfigured(
            "CALENDAR_INBOX_ADDRESS is not an address. Write the one whose mail CALENDAR_INBOX_URL or the pipe reads, "
            "as answers@example.com, or leave it out for that of DEFAULT_FROM_EMAIL."
        ) from None
    return address
