"""The mailbox to which calendars answer (IMAP, RFC 9051), read over a line that nobody listens in to.

Whatever the server does, a run ends: each of its answers is waited for, and the whole connection is shut after a while.
"""

import imaplib
import logging
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings

from notifications import marks, stopping
from notifications.mailing import in_short, without_addresses
from sessions.answers.letters import LARGEST
from sessions.answers.receiving import Outcome, receive

log = logging.getLogger(__name__)
PATIENCE_S, LONGEST_RUN_S = 10.0, 45.0
MOST_AT_ONCE = 100
#: Marks of when the mailbox was read last, and when that failed.
LOOKED, FAILED = "inbox.looked", "inbox.failed"
#: What stays in the mailbox, seen, for whoever runs it; answers of ours are taken out.
LEFT_THERE = (
    Outcome.UNKNOWN,
    Outcome.STRANGER,
    Outcome.REPORT,
    Outcome.NO_ANSWER,
    Outcome.UNREADABLE,
    Outcome.TOO_LARGE,
)
#: What imaplib raises at a server that is away, says no, or babbles.
TROUBLE = (OSError, imaplib.IMAP4.error, ValueError, TypeError, AttributeError, IndexError)
UID = re.compile(rb"\d{1,10}")


class InboxAway(Exception):
    """The mailbox cannot be read; `str(error)` says why, without any secret."""


class Line(imaplib.IMAP4):
    """Known to its inbox from the first byte on, so that it can be shut while the server has not even said hello."""

    def __init__(self, inbox: "Inbox", **where: Any) -> None:
        inbox.line = self
        super().__init__(**where)


class TlsLine(Line, imaplib.IMAP4_SSL):
    """A line that speaks TLS from the start."""


class Inbox:
    """A connection to the mailbox of the settings, signed in. Raises InboxAway from all it does."""

    def __init__(self, account: dict[str, Any]) -> None:
        self.account = account
        self.line: Any = None
        self.deletes_singly = False  # asked once one is signed in: Dovecot and others say little before
        self.watch = threading.Timer(LONGEST_RUN_S, self.shut)
        self.watch.daemon = True

    def __enter__(self) -> "Inbox":
        self.watch.start()
        try:
            self.connect()
            self.ask("login", quoted(self.account["user"]), self.account["password"])
            self.deletes_singly = "UIDPLUS" in said_in(self.ask("capability")).upper().split()
            self.ask("select", quoted(self.account["folder"]))
        except InboxAway:
            self.__exit__()
            raise
        return self

    def __exit__(self, *error: object) -> None:
        self.watch.cancel()
        with suppress(*TROUBLE):
            self.line.logout()
        self.shut()

    def shut(self) -> None:
        """Ends whatever is being waited for; in a thread of its own when the time is up."""
        if sock := getattr(self.line, "sock", None):
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    def connect(self) -> None:
        where = {"host": self.account["host"], "port": self.account["port"], "timeout": PATIENCE_S}
        try:
            if self.account["way"] == "tls":
                TlsLine(self, ssl_context=self.tls(), **where)
            else:
                Line(self, **where)
        except TROUBLE as error:
            raise InboxAway(in_short(error)) from error
        if self.account["way"] == "starttls":
            self.ask("starttls", self.tls())

    def tls(self) -> ssl.SSLContext:
        """Certificates are always checked, against `ca_file` too."""
        context = ssl.create_default_context()
        if self.account["ca_file"]:
            context.load_verify_locations(cafile=self.account["ca_file"])
        return context

    def ask(self, command: str, *words: Any) -> list[Any]:
        """One command; its answer."""
        try:
            status, data = getattr(self.line, command)(*words)
        except TROUBLE as error:
            raise InboxAway(in_short(error)) from error
        if status != "OK":
            raise InboxAway(without_addresses(f"{command}: {status} {said_in(data)}"))
        return list(data)

    def unseen(self) -> list[str]:
        """The numbers of mails that nobody has seen, the oldest first."""
        return self.numbers("UNSEEN")[:MOST_AT_ONCE]

    def numbers(self, which: str) -> list[str]:
        """Of all mails that fit; in order."""
        [uids, *_rest] = self.ask("uid", "SEARCH", which) or [b""]
        return [uid.decode() for uid in UID.findall(uids or b"")]

    def fetch(self, uid: str) -> bytes:
        """The mail, or a byte more of it than is read at most."""
        answer = self.ask("uid", "FETCH", uid, f"(BODY.PEEK[]<0.{LARGEST + 1}>)")
        return next((bytes(part[1]) for part in answer if isinstance(part, tuple) and len(part) > 1), b"")

    def put_away(self, uid: str, *, is_ours: bool) -> None:
        """Seen; and an answer of ours is deleted, so that no copy of it stays."""
        self.ask("uid", "STORE", uid, "+FLAGS.SILENT", r"(\Seen \Deleted)" if is_ours else r"(\Seen)")
        if is_ours and self.deletes_singly:
            self.ask("uid", "EXPUNGE", uid)
        elif is_ours and self.numbers("DELETED") == [uid]:  # else it would take out what somebody else has marked
            self.ask("expunge")


def said_in(data: Any) -> str:
    """The words of an answer; empty where there are none."""
    return b" ".join(part for part in data or () if isinstance(part, bytes)).decode(errors="replace")


def quoted(text: str) -> str:
    """As a quoted string of IMAP; the settings refuse what is not of ASCII."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def read_inbox() -> dict[str, int]:
    """Read what has come since the last time; how many mails by what became of them. Nothing where none is set."""
    if not settings.CALENDAR_INBOX:
        return {}
    counts: dict[str, int] = {}
    try:
        with Inbox(settings.CALENDAR_INBOX) as inbox:
            for outcome in outcomes_of(inbox):
                counts[outcome] = counts.get(outcome, 0) + 1
        marks.mark(LOOKED)
    except InboxAway as why:
        marks.mark(FAILED)
        log.warning("calendar_inbox_away", extra={"reason": str(why)})
    return counts


def outcomes_of(inbox: Inbox) -> Iterator[Outcome]:
    """Each mail is put away after it was acted on, so that none is lost; one that comes twice changes nothing."""
    ends = time.monotonic() + LONGEST_RUN_S
    for uid in inbox.unseen():
        if stopping.is_asked() or time.monotonic() > ends:
            return
        outcome = receive(inbox.fetch(uid))
        inbox.put_away(uid, is_ours=outcome not in LEFT_THERE)
        yield outcome
