"""The plain counts behind the dashboards, each one aggregate over all pairings of the scope. Nothing here is gated."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, IntegerField, Min, Q, Value, When

from insights.figures.scope import Scope
from pairings.models import Pairing
from sessions.models import ActionItem, Meeting
from sessions.querysets import HELD, MEETING_STATES


@dataclass(frozen=True)
class PairCounts:
    """How many pairings began, are meant to meet now, slip, have completed. `since` is when the first one began."""

    began: int = 0
    meeting: int = 0
    slipping: int = 0
    completed: int = 0
    since: dt.datetime | None = None


@dataclass(frozen=True)
class Span:
    """What happened from one day to another (inclusive). `pairs` had a meeting due or held, `met` held one. Of the
    `disputed` meetings the two tell different things: they are planned, and neither held nor missed.

    Both are None where spans were put together and nobody knows how many there are in all of them; `at_least` is
    a number of pairs that certainly had one.
    """

    first: dt.date
    last: dt.date
    planned: int
    held: int
    at_least: int
    met: int | None
    disputed: int = 0

    @property
    def is_empty(self) -> bool:
        return not (self.planned or self.held)


def pair_counts(scope: Scope) -> dict[uuid.UUID, PairCounts]:
    """By cycle; one query."""
    meets = Q(state__in=MEETING_STATES)
    rows = scope.pairings.values_list("cycle").annotate(
        began=Count("pk", filter=Q(opened_at__isnull=False)),
        meeting=Count("pk", filter=meets),
        slipping=Count("pk", filter=meets & Q(rhythm__slipping_since__isnull=False)),
        completed=Count("pk", filter=Q(state=Pairing.State.COMPLETED)),
        since=Min("opened_at"),
    )
    return {cycle: PairCounts(*counts) for cycle, *counts in rows}


def meetings_held(scope: Scope) -> dict[uuid.UUID, int]:
    """By cycle; one query."""
    held = Meeting.objects.held().filter(scope.of("pairing")).order_by()
    return dict(held.values_list("pairing__cycle").annotate(n=Count("pk")))


def meetings_over_time(in_scope: Q, starts: Sequence[dt.date], zone: ZoneInfo, now: dt.datetime) -> list[Span]:
    """Of the meetings that `in_scope` describes, by the spans that begin on the days of `starts`, until `now`. One
    query.

    A day begins at midnight in `zone`; what was before the first day counts to the first span. Planned are all
    meetings that stood in the calendar, also those that were cancelled or missed.
    """
    if not starts:
        return []
    rows = (
        Meeting.objects.filter(in_scope, starts_at__lte=now)
        .order_by()
        .annotate(span=number_of_span(starts, zone))
        .values_list("span")
        .annotate(
            planned=Count("pk", filter=Q(was_planned=True)),
            held=Count("pk", filter=HELD),
            pairs=Count("pairing", distinct=True),
            met=Count("pairing", distinct=True, filter=HELD),
            disputed=Count("pk", filter=Q(is_disputed=True)),
        )
    )
    counts = {span: numbers for span, *numbers in rows}
    ends = [*(start - dt.timedelta(days=1) for start in starts[1:]), max(starts[-1], now.astimezone(zone).date())]
    return [
        Span(first, last, *counts.get(number, (0, 0, 0, 0, 0)))
        for number, (first, last) in enumerate(zip(starts, ends, strict=True))
    ]


def number_of_span(starts: Sequence[dt.date], zone: ZoneInfo) -> Case:
    """In which span a meeting is: plain comparisons, which any database does much faster than arithmetic of dates."""
    ends = [dt.datetime.combine(day, dt.time(), tzinfo=zone) for day in starts[1:]]
    cases = [When(starts_at__lt=end, then=Value(number)) for number, end in enumerate(ends)]
    return Case(*cases, default=Value(len(ends)), output_field=IntegerField())


def starts_since(since: dt.date, until: dt.date, unit: str) -> list[dt.date]:
    """The Mondays, or the firsts of the month, from the one on or before `since` to `until`."""
    day = since - dt.timedelta(days=since.weekday()) if unit == "week" else since.replace(day=1)
    starts = []
    while day <= until:
        starts.append(day)
        day = following(day, unit)
    return starts


def following(start: dt.date, unit: str) -> dt.date:
    if unit == "week":
        return start + dt.timedelta(days=7)
    return (start.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class PromiseCounts:
    """The leaders' commitments, withdrawn ones too: how many, of how many pairs, said to be done, seen."""

    made: int = 0
    pairs: int = 0
    done: int = 0
    seen: int = 0


def promise_counts(scope: Scope) -> PromiseCounts:
    """One query."""
    made = ActionItem.objects.commitments().filter(scope.of("pairing")).order_by()
    counts = made.aggregate(
        made=Count("pk"),
        pairs=Count("pairing", distinct=True),
        done=Count("pk", filter=Q(done_at__isnull=False)),
        seen=Count("pk", filter=Q(seen=ActionItem.Seen.SEEN)),
    )
    return PromiseCounts(**counts)
