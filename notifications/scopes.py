"""What the outbox page must know about programs: who runs which, what it is called, and which subjects someone is too
close to."""

import uuid
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from frame.ports import Hook
from frame.remembered import remembered
from notifications.upper_floors import programs
from people.access import hr_admin, operator
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


def names_open_to(user: User) -> dict[uuid.UUID, str]:
    """The programs whose outbox somebody may look at, by id: all for HR admins and operators."""
    if operator(user) or hr_admin(user):
        return programs().all_names()
    own = managed_by(user)
    return programs().names_of(own) if own else {}


def too_close(user: User) -> Q | None:
    """Deliveries about a subject that the person is a party of: asked subject by subject, for a page shows few. None
    for somebody who is a party of nothing; whether they are is asked once per person object (that is, per request)."""
    close = [Q(Exists(private(user).filter(pk=OuterRef("subject_id")))) for private in near_subjects(user)]
    return reduce(or_, close) if close else None


@remembered
def near_subjects(user: User) -> list[Private]:
    """The kinds of subjects of which the person is a party at all."""
    return [private for private in private_subjects if private(user).exists()]
