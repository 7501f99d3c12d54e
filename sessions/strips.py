"""A pair's meetings as a row of dots, and the count of held ones; facts only."""

import datetime as dt
from collections.abc import Sequence

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.models import User
from sessions.models import Meeting, MeetingChange

SHOWN = 14


def strip_of(meetings: Sequence[Meeting], reader: User) -> list[tuple[str, str]]:
    """The latest meetings in order of time, as (state, words); needs `changes` prefetched."""
    now = timezone.now()
    return [dot(meeting, reader, now) for meeting in meetings[-SHOWN:]]


def dot(meeting: Meeting, reader: User, now: dt.datetime) -> tuple[str, str]:
    day = {"day": date_format(timezone.localtime(meeting.starts_at, reader.zone), "j M Y")}
    if meeting.is_planned and meeting.starts_at <= now:
        return "unlogged", _("%(day)s: nobody has said what happened") % day
    words = {
        Meeting.State.HELD: _("%(day)s: held"),
        Meeting.State.MISSED: _("%(day)s: missed"),
        Meeting.State.CANCELLED: _("%(day)s: cancelled"),
        Meeting.State.PLANNED: _("%(day)s: planned"),
    }[Meeting.State(meeting.state)] % day
    moves = sum(change.kind == MeetingChange.Kind.MOVED for change in meeting.changes.all())
    if not moves:
        return meeting.state, words
    moved = _("%(what)s, moved before") % {"what": words}
    return ("moved" if meeting.is_planned else meeting.state), moved


def held_of_planned(meetings: Sequence[Meeting], now: dt.datetime) -> tuple[int, int]:
    """How many were held, of all those whose time has come."""
    held = sum(meeting.state == Meeting.State.HELD for meeting in meetings)
    come = sum(meeting.starts_at <= now for meeting in meetings)
    return held, max(held, come)
