"""The plain counts behind the dashboards, each one aggregate over all pairings of the scope. Nothing here is gated."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, F, IntegerField, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from insights.figures.scope import Scope
from pairings.models import Impact, Pairing
from programs.models import Cycle
from sessions.models import ActionItem, Meeting
from sessions.querysets import HELD, MEETING_STATES


@dataclass(frozen=True)
class PairCounts:
    """What became of the pairings that began: each counts in exactly one of the numbers from `as_planned` to `ended`.

    As planned: meant to meet now, has met, does not slip. Not met: meant to meet now, does not slip, has held nothing
    yet. Completed means met; `completed_unmet` came to the end of the cycle without. `ended` were over before.
    `held` are meetings, `toward_goal` those of them that count toward the program's goal: a pair that meets more often
    makes up for nobody. `since` is when the first one began.
    """

    began: int = 0
    as_planned: int = 0
    unmet: int = 0
    slipping: int = 0
    paused: int = 0
    completed: int = 0
    completed_unmet: int = 0
    ended: int = 0
    held: int = 0
    toward_goal: int = 0
    since: dt.datetime | None = None

    @property
    def meeting(self) -> int:
        """Those that are meant to meet now."""
        return self.as_planned + self.unmet + self.slipping

    @property
    def well(self) -> int:
        """Those that do what the program hopes for."""
        return self.as_planned + self.completed


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
    held = Meeting.objects.held().filter(pairing=OuterRef("pk")).order_by().values("pairing")
    slips = Q(state__in=MEETING_STATES, rhythm__slipping_since__isnull=False)
    rows = (
        scope.pairings.filter(opened_at__isnull=False)
        .annotate(
            held=Coalesce(Subquery(held.annotate(n=Count("pk")).values("n")), 0),
            slips=Case(When(slips, then=Value(True)), default=Value(False)),
            goal=F("cycle__program__meetings_goal"),
        )
        .values_list("cycle", "state", "slips", "held", "goal")
        .annotate(n=Count("pk"), since=Min("opened_at"))
    )
    counts: dict[uuid.UUID, PairCounts] = {}
    for cycle, state, slips_now, number_held, goal, n, since in rows:
        so_far = counts.get(cycle, PairCounts())
        part = part_of_began(state, slips=slips_now, has_met=number_held > 0)
        counts[cycle] = replace(
            so_far,
            began=so_far.began + n,
            held=so_far.held + n * number_held,
            toward_goal=so_far.toward_goal + n * min(number_held, goal),
            since=min(filter(None, (so_far.since, since))),
            **{part: getattr(so_far, part) + n},
        )
    return counts


def part_of_began(state: str, *, slips: bool, has_met: bool) -> str:
    """In which number of `PairCounts` a pairing that began counts."""
    if state in MEETING_STATES:
        return "slipping" if slips else ("as_planned" if has_met else "unmet")
    if state == Pairing.State.COMPLETED:
        return "completed" if has_met else "completed_unmet"
    return "paused" if state == Pairing.State.PAUSED else "ended"


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


@dataclass(frozen=True)
class Changed:
    """A number that both of a pair have confirmed and never released: how much more (or less) of a unit."""

    record: uuid.UUID
    pairing: uuid.UUID
    unit: str
    change: Decimal


def changes_of(cycle: Cycle) -> list[Changed]:
    """What waits to be counted, in the order in which both had confirmed it. One query."""
    waiting = Impact.objects.to_be_counted().filter(pairing__cycle=cycle).order_by("confirmed_at", "id")
    return [Changed(pk, pair, unit, after - before) for pk, pair, unit, before, after in
            waiting.values_list("pk", "pairing", "unit", "before", "after")]  # fmt: skip
