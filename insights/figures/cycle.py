"""What may be shown of one cycle, or of several: counted, gated, and kept for a few minutes."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.utils import timezone

from insights import gate
from insights.figures.counting import (
    PairCounts,
    Span,
    meetings_over_time,
    pair_counts,
    promise_counts,
    starts_since,
)
from insights.figures.scope import Scope
from insights.models import ImpactSum, Snapshot
from people.fiscal_year import quarter_of
from programs.models import Cycle, Program

if TYPE_CHECKING:
    from insights.figures.scope import DatedCycle

KEPT_FOR = 300
LONGEST_IN_WEEKS = dt.timedelta(weeks=30)
LONGEST_IN_MONTHS = dt.timedelta(days=550)
TWICE = 2  # weeks are tried only where a usual week has twice as many pairs as it needs


@dataclass(frozen=True)
class Figures:
    """One cycle through the gate. A small cycle has nothing but `pairs` and `held`.

    `results` are those of the last closed round, frozen then. `unit` is week, month or quarter; `first_month` is that
    of the fiscal year, where quarters follow one. `aim` is how many meetings the program aims at for all its pairs,
    `due` how many of them would be held by now; None without dates.
    """

    pairs: PairCounts
    held: int
    is_small: bool
    aim: int = 0
    due: int | None = None
    results: dict[str, Any] | None = None
    first_month: int | None = None
    closed_on: dt.date | None = None
    spans: Sequence[Span] = ()
    unit: str = "week"
    promises: dict[str, Any] = field(default_factory=dict)
    changed: Sequence[gate.Sum] = ()
    left_out: int = 0
    refreshed_at: dt.datetime | None = None


def threshold(cycle: Cycle) -> int:
    """The smallest number of pairings that a figure of the cycle may stand for."""
    return fewest_pairs(cycle.program)


def fewest_pairs(program: Program) -> int:
    """The smallest number of pairings of a program that a sponsor's figure may stand for."""
    return max(gate.SMALLEST_PROGRAM, program.score_threshold)


def headline_figures(scope: Scope, cycles: Sequence[DatedCycle]) -> dict[uuid.UUID, Figures]:
    """The headline figures of many cycles: two queries, whatever their number. Kept for a few minutes."""
    return _kept("headline", scope, lambda: _count_headlines(scope, cycles))


def _count_headlines(scope: Scope, cycles: Sequence[DatedCycle]) -> dict[uuid.UUID, Figures]:
    counts, snapshots, now = pair_counts(scope), latest_snapshots(scope), timezone.now()
    return {
        cycle.pk: _headline(cycle, counts.get(cycle.pk, PairCounts()), snapshots.get(cycle.pk), now) for cycle in cycles
    }


def is_small(pairs: PairCounts, cycle: Cycle) -> bool:
    return not gate.shows_breakdowns(pairs.began, threshold(cycle))


def _headline(cycle: DatedCycle, pairs: PairCounts, last: Snapshot | None, now: dt.datetime) -> Figures:
    if is_small(pairs, cycle):
        return Figures(pairs=PairCounts(began=pairs.began), held=pairs.held, is_small=True, refreshed_at=now)
    aim = pairs.began * cycle.program.meetings_goal
    return Figures(
        pairs=pairs,
        held=pairs.held,
        is_small=False,
        aim=aim,
        due=due_by_now(cycle, pairs, aim, now),
        results=last.results if last else None,
        closed_on=last.round.closes_on if last else None,
        refreshed_at=now,
    )


def due_by_now(cycle: DatedCycle, pairs: PairCounts, aim: int, now: dt.datetime) -> int | None:
    """How many of the meetings that a program aims at would be held by now, spread evenly over the days of the cycle.

    It begins with its first pair where that met before the first day.
    """
    if cycle.is_closed:
        return aim
    if not (cycle.starts_on and cycle.ends_on and pairs.since):
        return None
    zone = ZoneInfo(cycle.zone_name or "UTC")
    first = min(cycle.starts_on, pairs.since.astimezone(zone).date())
    gone, whole = (now.astimezone(zone).date() - first).days, max(1, (cycle.ends_on - first).days)
    return round(aim * min(1.0, max(0, gone) / whole))


def latest_snapshots(scope: Scope) -> dict[uuid.UUID, Snapshot]:
    """The published results of the review of each cycle that closed last. One query."""
    reviews = Snapshot.objects.filter(round__cycle__in=scope.cycles, round__months_after=0)
    snapshots = reviews.select_related("round").order_by("round__number")
    return {snapshot.round.cycle_id: snapshot for snapshot in snapshots.defer("sealed_cells")}


def figures_of(scope: Scope, cycle: DatedCycle) -> Figures:
    """Everything the dashboard of one cycle shows: six queries at most. Kept for a few minutes."""
    return _kept("cycle", scope, lambda: _figures(scope, cycle))


def _figures(scope: Scope, cycle: DatedCycle) -> Figures:
    counts = pair_counts(scope).get(cycle.pk, PairCounts())
    now = timezone.now()
    if is_small(counts, cycle):
        return _headline(cycle, counts, None, now)
    first_month = cycle.fiscal_month
    unit, spans = spans_of(scope, counts, cycle, now, first_month)
    glance = _headline(cycle, counts, latest_snapshots(scope).get(cycle.pk), now)
    return Figures(
        **vars(glance)
        | {
            "spans": gate.meetings(spans, threshold(cycle)),
            "unit": unit,
            "first_month": first_month,
            "promises": gate.promises(promise_counts(scope), threshold(cycle)),
            "changed": gate.sums(ImpactSum.objects.filter(cycle__in=scope.cycles)),
            "left_out": len(scope.left_out),
        }
    )


def spans_of(
    scope: Scope, counts: PairCounts, cycle: DatedCycle, now: dt.datetime, first_month: int | None
) -> tuple[str, list[Span]]:
    """Meetings by week; by month where the time is long or some week has too few pairs; where it is very long by
    quarters of the fiscal year, but only if no month had too few pairs: else a quarter would tell of a month that is
    put together with one of another quarter."""
    if counts.since is None:
        return "month", []
    k, zone = threshold(cycle), ZoneInfo(cycle.zone_name or "UTC")
    in_scope, since, today = scope.of("pairing"), counts.since.astimezone(zone).date(), now.astimezone(zone).date()
    is_short = now - counts.since <= LONGEST_IN_WEEKS
    if is_short and counts.began >= TWICE * k * cycle.program.cadence_weeks:
        weeks = meetings_over_time(in_scope, starts_since(since, today, "week"), zone, now)
        if not any(gate.is_small([week], k) for week in weeks):
            return "week", weeks
    months = meetings_over_time(in_scope, starts_since(since, today, "month"), zone, now)
    if now - counts.since <= LONGEST_IN_MONTHS or any(gate.is_small([month], k) for month in months):
        return "month", months
    return "quarter", meetings_over_time(in_scope, quarters_since(since, today, first_month), zone, now)


def quarters_since(since: dt.date, until: dt.date, first_month: int | None) -> list[dt.date]:
    """The first days of the quarters from that of `since` to that of `until`."""
    starts = [quarter_of(since, first_month).first]
    while (following := quarter_of(starts[-1], first_month).last + dt.timedelta(days=1)) <= until:
        starts.append(following)
    return starts


def _kept[CountT](name: str, scope: Scope, count: Callable[[], CountT]) -> CountT:
    """Figures kept for everyone who may count these pairings, and counted again after five minutes."""
    parts = [*sorted(map(str, scope.cycles)), "without", *sorted(map(str, scope.left_out))]
    key = f"insights:{name}:{hashlib.sha256(' '.join(parts).encode()).hexdigest()}"
    kept: CountT | None = cache.get_or_set(key, count, KEPT_FOR)
    return count() if kept is None else kept
