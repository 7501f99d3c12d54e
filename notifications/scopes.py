"""What the outbox page must know about programs, told by the apps that know them.

Programs and pairings stand above this app, so they register here in `AppConfig.ready()`: who runs which
program, what a program is called, and which subjects someone is too close to.
"""

import uuid
from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from frame.remembered import remembered
from people.models import User

Managed = Callable[[User], Iterable[uuid.UUID]]
Names = Callable[[Iterable[uuid.UUID]], dict[uuid.UUID, str]]
Private = Callable[[User], QuerySet[Any, Any]]

_managed: list[Managed] = []
_names: list[Names] = []
_private: list[Private] = []


def register(*, managed: Managed, names: Names) -> None:
    """`managed(user)` gives the ids of the programs that the person runs, `names(ids)` what they are called."""
    _managed[:] = [managed]
    _names[:] = [names]


def register_private(private: Private) -> None:
    """`private(user)` gives a queryset: the subjects (pairings, meetings, …) that the person is a party of. Their
    rights as coordinator or HR admin end there."""
    _private.append(private)


@remembered
def managed_by(user: User) -> frozenset[uuid.UUID]:
    """The programs that a person runs; asked once per person object (that is, per request)."""
    return frozenset(pk for managed in _managed for pk in managed(user))


def names_of(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Program names by id; ids that nobody knows are left out."""
    wanted = set(ids)
    return {pk: name for names in _names for pk, name in names(wanted).items()} if wanted else {}


def too_close(user: User) -> Q | None:
    """Deliveries about a subject that the person is a party of: asked subject by subject, for a page shows few. None
    for somebody who is a party of nothing; whether they are is asked once per person object (that is, per request)."""
    close = [Q(Exists(private(user).filter(pk=OuterRef("subject_id")))) for private in near_subjects(user)]
    return reduce(or_, close) if close else None


@remembered
def near_subjects(user: User) -> list[Private]:
    """The kinds of subjects of which the person is a party at all."""
    return [private for private in _private if private(user).exists()]
