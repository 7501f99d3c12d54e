"""A pair's meetings as a row of dots, and the count of held ones; facts only."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.models import User
from sessions.models import Meeting, MeetingChange
from sessions.models.meeting import DISPUTED

SHOWN = 14
State = Meeting.State
SENTENCES = {
    State.HELD.value: gettext_lazy("%(day)s: held"),
    State.MISSED.value: gettext_lazy("%(day)s: missed"),
    State.CANCELLED.value: gettext_lazy("%(day)s: cancelled"),
    State.PLANNED.value: gettext_lazy("%(day)s: planned"),
    State.LEFT.value: gettext_lazy("%(day)s: left to the two of them"),
    DISPUTED: gettext_lazy("%(day)s: the two tell it differently"),
}


@dataclass(frozen=True)
class Fact:
    """What a dot stands for: the outcome of a meeting (its state, or disputed); `starts_at` is aware."""

    state: str
    starts_at: dt.datetime
    is_moved: bool = False

    def is_unlogged(self, now: dt.datetime) -> bool:
        return self.state == State.PLANNED and self.starts_at <= now


def facts_of(meetings: Iterable[Meeting]) -> list[Fact]:
    """Needs `changes` prefetched."""
    return [Fact(meeting.outcome, meeting.starts_at, was_moved(meeting)) for meeting in meetings]


def was_moved(meeting: Meeting) -> bool:
    return any(change.kind == MeetingChange.Kind.MOVED for change in meeting.changes.all())


def strip_of(facts: Sequence[Fact], reader: User) -> list[tuple[str, str]]:
    """The latest meetings in order of time, as (state, words)."""
    now = timezone.now()
    return [dot(fact, reader, now) for fact in facts[-SHOWN:]]


def dot(fact: Fact, reader: User, now: dt.datetime) -> tuple[str, str]:
    day = timezone.localtime(fact.starts_at, reader.zone).date()
    return in_words(day, "unlogged" if fact.is_unlogged(now) else fact.state, fact.is_moved)


def in_words(date: dt.date, state: str, is_moved: bool) -> tuple[str, str]:
    """The shape of a dot, and what it says: the day and what came of it."""
    day = {"day": date_format(date, "j M Y")}
    if state == "unlogged":
        return state, _("%(day)s: nobody has said what happened") % day
    words = SENTENCES[state] % day
    if not is_moved:
        return state, words
    return ("moved" if state == State.PLANNED else state), _("%(what)s, moved before") % {"what": words}


def held_of_planned(facts: Sequence[Fact], now: dt.datetime) -> tuple[int, int]:
    """How many were held, of all those whose time has come."""
    held = sum(fact.state == State.HELD for fact in facts)
    come = sum(fact.starts_at <= now for fact in facts)
    return held, max(held, come)
