"""One lock for each cycle, so that nobody waits for somebody who waits for them.

Whoever changes pairings, or the places of several people, takes hold of their cycles first: before any place and before
any pairing. Within a cycle such changes come one after another; each takes a few milliseconds.
"""

import uuid
from collections.abc import Iterable

from programs.models import Cycle


def hold_cycles(cycle_ids: Iterable[uuid.UUID]) -> None:
    """Hold these cycles until the end of the transaction, in one order.

    A lock that rows which merely refer to the cycle do not wait for. On SQLite the write transaction itself holds
    everything.
    """
    cycles = Cycle.objects.select_for_update(no_key=True).filter(pk__in=set(cycle_ids)).order_by("pk")
    list(cycles.values_list("pk"))
