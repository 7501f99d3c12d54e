"""A pair's meetings as a row of dots, and the count of held ones; facts only."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from people.models import User
from sessions.models import Meeting, MeetingChange

SHOWN = 14
State = Meeting.State
SENTENCES = {
    State.HELD.value: gettext_lazy("%(day)s: held"),
    State.MISSED.value: gettext_lazy("%(day)s: missed"),
    State.CANCELLED.value: gettext_lazy("%(day)s: cancelled"),
    State.PLANNED.value: gettext_lazy("%(day)s: planned"),
}


@dataclass(frozen=True)
class Fact:
    """What a dot stands for; `starts_at` is aware."""

    state: str
    starts_at: dt.datetime
    is_moved: bool = False

    def is_unlogged(self, now: dt.datetime) -> bool:
        return self.state == State.PLANNED and self.starts_at <= now


def facts_of(meetings: Iterable[Meeting]) -> list[Fact]:
    """Needs `changes` prefetched."""
    return [Fact(meeting.state, meeting.starts_at, was_moved(meeting)) for meeting in meetings]


def was_moved(meeting: Meeting) -> bool:
    return any(change.kind == MeetingChange.Kind.MOVED for change in meeting.changes.all())


def strip_of(facts: Sequence[Fact], reader: User) -> list[tuple[str, str]]:
    """The latest meetings in order of time, as (state, words)."""
    now = timezone.now()
    return [dot(fact, reader, now) for fact in facts[-SHOWN:]]


def dot(fact: Fact, reader: User, now: dt.datetime) -> tuple[str, str]:
    day = {"day": day_in_words(timezone.localtime(fact.starts_at, reader.zone).date(), get_language() or "")}
    if fact.is_unlogged(now):
        return "unlogged", _("%(day)s: nobody has said what happened") % day
    words = SENTENCES[fact.state] % day
    if not fact.is_moved:
        return fact.state, words
    moved = _("%(what)s, moved before") % {"what": words}
    return ("moved" if fact.state == State.PLANNED else fact.state), moved


@lru_cache(maxsize=4096)
def day_in_words(day: dt.date, language: str) -> str:
    """A page of strips names the same few hundred days again and again. `language` is the one now active."""
    return date_format(day, "j M Y")


def held_of_planned(facts: Sequence[Fact], now: dt.datetime) -> tuple[int, int]:
    """How many were held, of all those whose time has come."""
    held = sum(fact.state == State.HELD for fact in facts)
    come = sum(fact.starts_at <= now for fact in facts)
    return held, max(held, come)
