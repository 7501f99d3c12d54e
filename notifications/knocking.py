"""Asking the mail server whether it is there, while nothing is sent: else nobody would know before the next message."""

import datetime as dt

from django.conf import settings
from django.utils import timezone

from notifications import marks, outcomes
from notifications.mailing import NotSent, Postman

SILENT_AFTER = dt.timedelta(minutes=5)


def knock_if_silent() -> None:
    """Open a connection and close it, unless the server was well a moment ago. Sends nothing."""
    if not settings.MAIL_IS_REAL or was_well(timezone.now()):
        return
    with Postman() as postman:
        try:
            postman.pick_up()
            outcomes.note(outcomes.REACHED)
        except NotSent as why:
            outcomes.note_failure(why)
    outcomes.write_down(at_once=True)


def was_well(now: dt.datetime) -> bool:
    """Whether the last thing that is known of it is good and not old."""
    known = {name: mark.at for name, mark in marks.all_marks().items()}
    last_good = max((known[name] for name in (outcomes.SENT, outcomes.REACHED) if name in known), default=None)
    last_bad = max(
        (known[name] for name in (*outcomes.SERVER_WIDE, outcomes.UNANSWERED) if name in known), default=None
    )
    if last_good is None or now - last_good >= SILENT_AFTER:
        return False
    return last_bad is None or last_good >= last_bad
