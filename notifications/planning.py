"""Writing down what is owed. Planning twice, late, or by several at once gives the same rows."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from itertools import batched

from django.utils import timezone

from notifications import kinds
from notifications.models import Delivery
from people.clock import read_once

log = logging.getLogger(__name__)

BATCH = 1000


@read_once()
def plan_due(now: dt.datetime | None = None) -> dict[str, int]:
    """Ask every kind what falls due around `now` (aware, UTC) and keep what is new; returns new rows by kind.

    A kind that fails is logged and stops no other.
    """
    now = now or timezone.now()
    planned: dict[str, int] = {}
    for kind in kinds.all_kinds():
        if kind.plan is None:
            continue
        try:
            planned[kind.code] = keep(kind.plan(now))
        except Exception:
            log.exception("planning_failed", extra={"kind": kind.code})
    return planned


def keep(deliveries: Iterable[Delivery]) -> int:
    """Insert those whose key is new, in batches of their own transactions; returns how many rows were tried."""
    return sum(insert(list(new)) for new in batched(unknown(deliveries), BATCH))


def unknown(deliveries: Iterable[Delivery]) -> Iterator[Delivery]:
    """Those whose key is not in the table: each minute most are, and reading is cheaper than refused inserts."""
    for batch in batched(deliveries, BATCH):
        by_key = {delivery.key: delivery for delivery in batch}
        known = set(Delivery.objects.filter(key__in=by_key).order_by().values_list("key", flat=True))
        yield from (delivery for key, delivery in by_key.items() if key not in known)


def insert(deliveries: list[Delivery]) -> int:
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    return len(deliveries)
