"""Whom a member of the program team is too close to: there the team's rights end.

Oneself, those one assists, those one manages, and the parties of pairings that upper apps know of.
"""

import uuid
from collections.abc import Callable, Collection

from django.db.models import QuerySet

from people.models import User
from programs.models import Cycle, Participant

IsParty = Callable[[User, uuid.UUID], bool]

_parties: list[IsParty] = []


def register(is_party: IsParty) -> None:
    """`is_party(user, other_id)` says whether both belong to one pairing; one query."""
    if is_party not in _parties:
        _parties.append(is_party)


def is_close(user: User, participant: Participant) -> bool:
    """Whether `user` must leave what this participant wrote for the team, and their leaving, to somebody else."""
    other = participant.user_id
    near = user.pk == other or User.objects.near(user).filter(pk=other).exists()
    return near or any(is_party(user, other) for is_party in _parties)


def coordinators_among(person: User, people: Collection[User]) -> QuerySet[User]:
    """Those of `people` who coordinate a program in which `person` has, or ever had, a place: what was written for the
    team stays to be read when a place or a cycle is over."""
    return _coordinators_of(Cycle.objects.filter(participants__user=person), people)


def coordinators_at_work(person: User, people: Collection[User]) -> QuerySet[User]:
    """Those of `people` who coordinate a program with a cycle in which `person` takes part and which is not over."""
    places = Participant.objects.filter(user=person).exclude(state__in=Participant.GONE)
    return _coordinators_of(Cycle.objects.exclude(state=Cycle.State.CLOSED).filter(participants__in=places), people)


def _coordinators_of(cycles: QuerySet[Cycle], people: Collection[User]) -> QuerySet[User]:
    ids = [other.pk for other in people]
    return User.objects.filter(pk__in=ids, coordinated__program__cycles__in=cycles).distinct()


def all_coordinators() -> set[uuid.UUID]:
    """The ids of everybody who coordinates a program."""
    return set(User.objects.active().filter(coordinated__isnull=False).order_by().values_list("pk", flat=True))
