"""What became of messages handed to the mail server, by class: for the signs that operators read.

Counted in the process and written down every few seconds between two messages, never between the server's yes and our
own note of it. Of secret kinds only the time is kept, and no number: it could tell who has not answered a review.
"""

import datetime as dt
import time

from django.db import DatabaseError
from django.utils import timezone

from notifications import marks
from notifications.kinds import Kind
from notifications.mailing import NotSent

SENT, REACHED = "mail.sent", "mail.reached"
UNREACHABLE, BROKEN, LATER = "mail.unreachable", "mail.broken", "mail.later"
REFUSED, ADDRESS, MISTAKE = "mail.refused", "mail.address", "mail.mistake"
#: After these the server takes nothing from anybody.
SERVER_WIDE = (UNREACHABLE, BROKEN)
#: Nothing was heard of it for a while, although something waits for its answer; no failure yet.
UNANSWERED = "mail.unanswered"
FAILURES = (*SERVER_WIDE, LATER, REFUSED, ADDRESS, MISTAKE)
WRITTEN_EVERY_S = 2.0

_happened: dict[str, tuple[dt.datetime, int]] = {}
_written_at = [0.0]


def note(outcome: str, kind: Kind | None = None) -> None:
    """Remember it until it is written down."""
    is_counted = kind is None or not (kind.is_secret or kind.is_quiet)
    before = _happened.get(outcome, (timezone.now(), 0))[1]
    _happened[outcome] = timezone.now(), before + is_counted


def note_failure(why: NotSent, kind: Kind | None = None) -> None:
    note(class_of(why), kind)


def class_of(why: NotSent) -> str:
    """Which class of failure it is."""
    if why.is_server_away:
        return UNREACHABLE
    if why.may_have_arrived:
        return BROKEN
    if why.refusal:
        return ADDRESS
    return REFUSED if why.is_final else LATER


def write_down(*, at_once: bool = False) -> None:
    """Called between two messages; a database that is away is no reason to stop."""
    if not _happened or (not at_once and time.monotonic() - _written_at[0] < WRITTEN_EVERY_S):
        return
    happened = dict(_happened)
    _happened.clear()
    _written_at[0] = time.monotonic()
    try:
        marks.mark_all(happened)
    except DatabaseError:
        for outcome, (at, times) in happened.items():
            _happened[outcome] = at, times + _happened.get(outcome, (at, 0))[1]
