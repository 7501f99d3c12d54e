"""What the outbox page must know about programs: who runs which, what it is called, and which subjects someone is too
close to."""

import uuid
from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

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


def too_close(user: User) -> Q:
    """Deliveries about a subject that the person is a party of. Which these are is read once for all deliveries, of
    which there may be a million."""
    close = (Q(subject_id__in=private(user).order_by().values("pk")) for private in private_subjects)
    return reduce(or_, close, Q(pk__in=[]))
