"""What the outbox page must know about programs: who runs which, what it is called, and which subjects someone is too
close to."""

import uuid
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from frame.ports import Hook
from frame.remembered import remembered
from notifications.upper_floors import programs
from people.models import User

Private = Callable[[User], QuerySet[Any, Any]]

private_subjects: Hook[Private] = Hook(
    "notifications.scopes.private_subjects",
    "Of a user, the subjects (pairings, meetings, …) that they are a party of, as a query: their rights as coordinator "
    "or HR admin end there.",
)


@remembered
def managed_by(user: User) -> frozenset[uuid.UUID]:
    """The programs that a person runs; asked once per person object (that is, per request)."""
    return frozenset(programs().coordinated(user))


def names_of(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Program names by id; ids that nobody knows are left out."""
    program_ids = set(ids)
    return programs().names_of(program_ids) if program_ids else {}


def too_close(user: User) -> Q | None:
    """Deliveries about a subject that the person is a party of: asked subject by subject, for a page shows few. None
    for somebody who is a party of nothing; whether they are is asked once per person object (that is, per request)."""
    close = [Q(Exists(private(user).filter(pk=OuterRef("subject_id")))) for private in near_subjects(user)]
    return reduce(or_, close) if close else None


@remembered
def near_subjects(user: User) -> list[Private]:
    """The kinds of subjects of which the person is a party at all."""
    return [private for private in private_subjects if private(user).exists()]
