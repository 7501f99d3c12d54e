"""The memory of lines to managers and assistants. Whoever cuts a line calls this, inside the same transaction.

A line that one person cuts goes on making somebody close for a while, so that nothing is gained by cutting it while
they are no carer for a moment. Only where two have agreed does a closeness end with its line.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import batched
from typing import Any
from uuid import UUID

from people.models import User
from people.models.relations import EndedLine, lasts_since

BATCH = 1000


def note_lines(lines: Iterable[tuple[Any, Any]]) -> None:
    """Remember pairs of a person and who managed or assisted them until now."""
    for batch in batched(lines, BATCH):
        ended = [EndedLine(person_id=person, close_id=close) for person, close in batch]
        EndedLine.objects.bulk_create(
            ended, update_conflicts=True, unique_fields=["person", "close"], update_fields=["ended_at"]
        )


def note_managers(after: Mapping[Any, Any]) -> None:
    """To be called before people get other managers: the ids of people with their managers to be."""
    for batch in batched(after, BATCH):
        lines = User.objects.filter(pk__in=batch, manager__isnull=False).order_by().values_list("pk", "manager_id")
        note_lines([(person, manager) for person, manager in lines if manager != after[person]])


def note_assistants(person: User, staying: Collection[User]) -> None:
    """To be called before somebody has other assistants."""
    ids = {other.pk for other in staying}
    note_lines(
        (person.pk, other) for other in person.assistants.order_by().values_list("pk", flat=True) if other not in ids
    )


def end_for_good(person: User, others: Iterable[Any]) -> None:
    """Two have agreed that these are close to the person no longer."""
    EndedLine.objects.filter(person=person, close__in=[UUID(str(other)) for other in others]).delete()


def forget_old_lines() -> int:
    """Delete the lines that make nobody close any more; returns how many."""
    deleted: int = EndedLine.objects.filter(ended_at__lte=lasts_since()).delete()[0]
    return deleted
