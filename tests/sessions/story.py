"""What stories about meetings begin with."""

import datetime as dt
from typing import Any

from sessions.form_data import ItemEntry, LogEntry, Slot
from sessions.models import ActionItem, Meeting, Reflection, SessionLog
from sessions.services import plan_meetings
from tests.factories import MeetingFactory

NOW = dt.datetime(2026, 11, 23, 9, tzinfo=dt.UTC)  # a Monday, ten o'clock in Berlin
HOUR, DAY, WEEK = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(weeks=1)

SECRETS = {
    "agenda": "agenda-canary",
    "learned": "learned-canary",
    "reflection": "reflection-canary",
    "item": "item-canary",
}


def slot(starts_at: dt.datetime = NOW + 3 * DAY, minutes: int = 60, place: str = "Room 4") -> Slot:
    return Slot(starts_at, minutes, "video", place)


def plan(cast, *slots: Slot, **fields: Any) -> Meeting:
    return plan_meetings(pairing=cast.pairing, slots=slots or [slot()], by=cast.kavya, **fields)[0]


def entry(**fields: Any) -> LogEntry:
    return LogEntry(**{"learned": "How to post", "items": [ItemEntry("Post once", "junior")]} | fields)


def logged(cast, **fields: Any) -> Meeting:
    """A held meeting of Kavya and Jack, which she has logged, with a canary in every confidential text."""
    as_held = {"state": "held", "junior_word": "held", "junior_said_at": NOW - DAY}
    meeting = MeetingFactory(
        pairing=cast.pairing, starts_at=NOW - 2 * DAY, agenda=SECRETS["agenda"], **as_held | fields
    )
    SessionLog.objects.create(meeting=meeting, author=cast.kavya, learned=SECRETS["learned"])
    Reflection.objects.create(meeting=meeting, author=cast.kavya, text=SECRETS["reflection"], safety=2)
    ActionItem.objects.create(pairing=cast.pairing, meeting=meeting, text=SECRETS["item"], owner="junior")
    return meeting


def canaries_in(text: str) -> set[str]:
    return {name for name, secret in SECRETS.items() if secret in text}
