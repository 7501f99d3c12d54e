"""Who is close to whom: there a role of the team ends, and nobody decides as the second person.

One manages or assists the other, or did until lately, or both are parties of one pairing. A line that one person cuts
goes on making somebody close for a while, so that nothing is gained by cutting it while they are no carer for a moment;
whoever cuts one calls `note_…` here, inside the same transaction. Only where two have agreed does a closeness end with
its line.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from itertools import batched
from typing import Any

from django.db.models import Q

from people.models import EndedLine, User
from people.upper_floors import pairings

Ids = set[uuid.UUID]
#: People of one statement.
BATCH = 1000


def close_to(person: User, others: Collection[uuid.UUID]) -> Ids:
    """Those of `others` who are close to the person, the person included. A fixed number of queries."""
    ids = set(others)
    is_near = Q(pk=person.pk) | Q(manager=person.pk) | Q(reports=person.pk)
    is_near |= Q(assists=person.pk) | Q(assistants=person.pk)
    near = User.objects.filter(is_near, pk__in=ids).order_by().values_list("pk", flat=True)
    ended = EndedLine.objects.lasting().naming([person.pk]).order_by()
    people = near.union(ended.values_list("person"), ended.values_list("close"), all=True).order_by()
    return ids.intersection(people) | pairings().parties_with(person.pk, ids)


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
    EndedLine.objects.filter(person=person, close__in=[uuid.UUID(str(other)) for other in others]).delete()
