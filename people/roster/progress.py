"""How far an import has come.

While a file is checked this stands on the import's row. Applying is one transaction, whose writes
nobody else sees before it ends, so that progress goes through the cache.
"""

from uuid import UUID

from django.core.cache import cache
from django.db import connection

from people.models import RosterImport

STEP = 2000
KEEP_S = 3600


def report(roster_id: UUID, done: int, total: int) -> None:
    """Say that `done` of `total` rows are through; `total` is 0 while it is not known."""
    if connection.in_atomic_block:
        cache.set(_key(roster_id), done, KEEP_S)
    else:
        RosterImport.objects.filter(pk=roster_id).update(done_rows=done, total_rows=total)


def restart(roster_id: UUID) -> None:
    cache.delete(_key(roster_id))
    RosterImport.objects.filter(pk=roster_id).update(done_rows=0)


def percent(roster: RosterImport) -> int | None:
    """Whole percent, 99 at most while busy; None while it cannot be told."""
    if not roster.total_rows:
        return None
    done = max(roster.done_rows, cache.get(_key(roster.pk), 0))
    return min(99, done * 100 // roster.total_rows)


def _key(roster_id: UUID) -> str:
    return f"roster-progress:{roster_id}"
