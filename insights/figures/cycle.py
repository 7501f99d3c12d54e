"""What may be shown of one cycle, or of several: counted, gated, and kept for a few minutes."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.utils import timezone

from insights import gate
from insights.figures.counting import (
    PairCounts,
    Span,
    meetings_held,
    meetings_over_time,
    pair_counts,
    promise_counts,
    starts_since,
)
from insights.figures.scope import Scope
from insights.models import Snapshot
from programs.models import Cycle

KEPT_FOR = 300
LONGEST_IN_WEEKS = dt.timedelta(weeks=30)
TWICE = 2  # weeks are tried only where a usual week has twice as many pairs as it needs


@dataclass(frozen=True)
class Figures:
    """One cycle through the gate. A small cycle has nothing but `pairs` and `held`.

    `results` are those of the last closed round, frozen then. `unit` is week or month.
    """

    pairs: PairCounts
    held: int
    is_small: bool
    results: dict[str, Any] | None = None
    closed_on: dt.date | None = None
    spans: Sequence[Span] = ()
    unit: str = "week"
    promises: dict[str, Any] = field(default_factory=dict)
    left_out: int = 0
    refreshed_at: dt.datetime | None = None


def threshold(cycle: Cycle) -> int:
    """The smallest number of pairings that a figure of the cycle may stand for."""
    return max(gate.SMALLEST_PROGRAM, cycle.program.score_threshold)


def headline_figures(scope: Scope, cycles: Sequence[Cycle], *, with_meetings: bool = True) -> dict[uuid.UUID, Figures]:
    """The headline figures of many cycles: three queries, whatever their number. Kept for a few minutes.

    Without meetings `held` is counted for small cycles only, which have nothing else to show.
    """
    name = "glance" if with_meetings else "verdict"
    return _kept(name, scope, lambda: _count_headlines(scope, cycles, with_meetings))


def _count_headlines(scope: Scope, cycles: Sequence[Cycle], with_meetings: bool) -> dict[uuid.UUID, Figures]:
    counts = pair_counts(scope)
    pairs = {cycle.pk: counts.get(cycle.pk, PairCounts()) for cycle in cycles}
    has_small = any(pairs[cycle.pk].began and is_small(pairs[cycle.pk], cycle) for cycle in cycles)
    held_by_cycle = meetings_held(scope) if with_meetings or has_small else {}
    snapshots = latest_snapshots(scope)
    now = timezone.now()
    return {
        cycle.pk: _headline(cycle, pairs[cycle.pk], held_by_cycle.get(cycle.pk, 0), snapshots.get(cycle.pk), now)
        for cycle in cycles
    }


def is_small(pairs: PairCounts, cycle: Cycle) -> bool:
    return not gate.shows_breakdowns(pairs.began, threshold(cycle))


def _headline(cycle: Cycle, pairs: PairCounts, held: int, last: Snapshot | None, now: dt.datetime) -> Figures:
    if is_small(pairs, cycle):
        return Figures(pairs=PairCounts(began=pairs.began), held=held, is_small=True, refreshed_at=now)
    return Figures(
        pairs=pairs,
        held=held,
        is_small=False,
        results=last.results if last else None,
        closed_on=last.round.closes_on if last else None,
        refreshed_at=now,
    )


def latest_snapshots(scope: Scope) -> dict[uuid.UUID, Snapshot]:
    """The published results of the round of each cycle that closed last. One query."""
    snapshots = Snapshot.objects.filter(round__cycle__in=scope.cycles).select_related("round").order_by("round__number")
    return {snapshot.round.cycle_id: snapshot for snapshot in snapshots.defer("sealed_cells")}


def figures_of(scope: Scope, cycle: Cycle) -> Figures:
    """Everything the dashboard of one cycle shows: five queries at most. Kept for a few minutes.

    `cycle` comes from `cycles_of`.
    """
    return _kept("cycle", scope, lambda: _figures(scope, cycle))


def _figures(scope: Scope, cycle: Cycle) -> Figures:
    counts = pair_counts(scope).get(cycle.pk, PairCounts())
    now = timezone.now()
    if is_small(counts, cycle):
        held = meetings_held(scope).get(cycle.pk, 0)
        return Figures(pairs=PairCounts(began=counts.began), held=held, is_small=True, refreshed_at=now)
    unit, spans = spans_of(scope, counts, cycle, now)
    glance = _headline(cycle, counts, sum(span.held for span in spans), latest_snapshots(scope).get(cycle.pk), now)
    return Figures(
        **vars(glance)
        | {
            "spans": gate.meetings(spans, threshold(cycle)),
            "unit": unit,
            "promises": gate.promises(promise_counts(scope), threshold(cycle)),
            "left_out": len(scope.left_out),
        }
    )


def spans_of(scope: Scope, counts: PairCounts, cycle: Cycle, now: dt.datetime) -> tuple[str, list[Span]]:
    """Meetings by week; by month where the time is long or some week has too few pairs."""
    if counts.since is None:
        return "month", []
    k, zone = threshold(cycle), ZoneInfo(cycle.zone_name or "UTC")  # type: ignore[attr-defined]
    in_scope, since, today = scope.of("pairing"), counts.since.astimezone(zone).date(), now.astimezone(zone).date()
    is_short = now - counts.since <= LONGEST_IN_WEEKS
    if is_short and counts.began >= TWICE * k * cycle.program.cadence_weeks:
        weeks = meetings_over_time(in_scope, starts_since(since, today, "week"), zone, now)
        if not any(gate.is_small([week], k) for week in weeks):
            return "week", weeks
    return "month", meetings_over_time(in_scope, starts_since(since, today, "month"), zone, now)


def _kept[CountT](name: str, scope: Scope, count: Callable[[], CountT]) -> CountT:
    """Figures kept for everyone who may count these pairings, and counted again after five minutes."""
    parts = [*sorted(map(str, scope.cycles)), "without", *sorted(map(str, scope.left_out))]
    key = f"insights:{name}:{hashlib.sha256(' '.join(parts).encode()).hexdigest()}"
    kept: CountT | None = cache.get_or_set(key, count, KEPT_FOR)
    return count() if kept is None else kept
