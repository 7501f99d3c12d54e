"""The job that lets go of what is old enough, rule by rule and in batches, and says what it did."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Min, Q
from django.utils import timezone

from people.models import RetentionRun
from people.personal_data import Rows
from people.retention.holds import Held, held_now
from people.retention.time_limits import RETENTION_RULES, Part, RetentionRule, periods

logger = structlog.get_logger(__name__)
BATCH = 1000
#: So many runs are remembered.
RUNS_KEPT = 30


@dataclass(frozen=True)
class Outcome:
    """What a rule let go of, or would: `oldest` is since when the oldest of the rows was there."""

    code: str
    rows: int
    oldest: dt.date | None = None
    has_failed: bool = False


@dataclass(frozen=True)
class DueRows:
    """What a rule would let go of now."""

    rows: int
    oldest: dt.date | None


def apply_retention(
    *, now: dt.datetime | None = None, dry_run: bool = False, codes: Collection[str] = ()
) -> list[Outcome]:
    """Let go of all that is older than the rules say, of some rules or of all; a dry run only counts. A rule that
    fails holds up no other: it is logged, and said in the report that HR reads."""
    now = now or timezone.now()
    days, held = periods(), held_now()
    chosen = [rule for rule in RETENTION_RULES if not codes or rule.code in codes]
    if dry_run:
        return [_counted(rule, now, days[rule.code], held) for rule in chosen]
    run = RetentionRun.objects.create(began_at=now)
    outcomes = [_carried_out(rule, now, days[rule.code], held) for rule in chosen]
    run.ended_at, run.report = timezone.now(), _report(outcomes)
    run.save(update_fields=["ended_at", "report"])
    RetentionRun.objects.exclude(pk__in=RetentionRun.objects.values_list("pk", flat=True)[:RUNS_KEPT]).delete()
    return outcomes


def due_rows(rule: RetentionRule, days: int, *, now: dt.datetime, held: Held) -> DueRows:
    """How much a rule would let go of at `now` if it kept things for so many days."""
    before = now - dt.timedelta(days=days)
    count, oldest = 0, []
    for part in rule.parts:
        rows = _spared(part, part.rows(before), held)
        count += rows.count()
        if first := rows.aggregate(first=Min(part.age))["first"]:
            oldest.append(first.date() if isinstance(first, dt.datetime) else first)
    return DueRows(count, min(oldest, default=None))


def _counted(rule: RetentionRule, now: dt.datetime, days: int, held: Held) -> Outcome:
    due = due_rows(rule, days, now=now, held=held)
    return Outcome(rule.code, due.rows, due.oldest)


def _carried_out(rule: RetentionRule, now: dt.datetime, days: int, held: Held) -> Outcome:
    try:
        due = due_rows(rule, days, now=now, held=held)
        before = now - dt.timedelta(days=days)
        rows = sum(_let_go(part, before, held) for part in rule.parts)
    except Exception:  # what one rule cannot do keeps no other from its day
        logger.exception("retention_failed", rule=rule.code)
        return Outcome(rule.code, 0, has_failed=True)
    return Outcome(rule.code, rows, due.oldest)


def _let_go(part: Part, before: dt.datetime, held: Held) -> int:
    rows = _spared(part, part.rows(before), held)
    if part.service:
        return part.service(before, held.spared(rows.model, part.pairing))
    gone, seen = 0, None
    while (ids := list(rows.values_list("pk", flat=True)[:BATCH])) and ids != seen:
        gone += _let_go_of(rows.model._default_manager.filter(pk__in=ids), part.values)
        seen = ids
    return gone


@transaction.atomic
def _let_go_of(rows: Rows, values: Mapping[str, Any] | None) -> int:
    if values is not None:
        return rows.update(**values)
    count = rows.count()
    rows.delete()
    return count


def _spared(part: Part, rows: Rows, held: Held) -> Rows:
    """The rows that are not as they are to become yet, and that no hold keeps."""
    everything = rows.model._default_manager
    if part.values is not None:
        rows = rows.exclude(**part.values)
    kept = held.spared(rows.model, part.pairing)
    return rows if kept == NOTHING else rows.exclude(pk__in=everything.filter(kept).order_by().values("pk"))


NOTHING = Q(pk__in=[])


def _report(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """As it is kept: of what is said in confidence no number."""
    counted = {rule.code for rule in RETENTION_RULES if rule.is_counted}
    return {
        outcome.code: {"failed": outcome.has_failed}
        | ({"rows": outcome.rows, "oldest": str(outcome.oldest or "")} if outcome.code in counted else {})
        for outcome in outcomes
    }
