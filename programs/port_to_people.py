"""What people and notifications ask of programs: `people.upper_floors.ProgramsForPeople` and
`notifications.upper_floors.ProgramsForNotifications`."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from people.models import User
from programs.closeness import all_coordinators, coordinators_among, sponsors_among
from programs.models import Participant, Program
from programs.reminders import sample_names
from programs.rules import charges_of, coordinated, coordinator
from programs.services.participants import people_have_left
from programs.services.team import readers_among, takes_own_reader

__all__ = [
    "all_coordinators", "all_names", "charges_of", "contacts_of", "coordinated", "coordinator", "coordinators_among",
    "names_of", "people_have_left", "people_of", "readers_among", "sample_names", "sponsors_among", "takes_own_reader",
]  # fmt: skip


def names_of(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Names by program id."""
    return dict(Program.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def all_names() -> dict[uuid.UUID, str]:
    """Names of all programs by id."""
    return dict(Program.objects.values_list("pk", "name"))


def contacts_of(program_id: uuid.UUID) -> QuerySet[User]:
    """Those who run a program and can be written to, by name."""
    return User.objects.filter(coordinated__program=program_id, is_active=True)


def people_of(user: User) -> QuerySet[Any, Any]:
    """The ids of those who have a place in a program that `user` coordinates."""
    return Participant.objects.filter(cycle__program__coordinators__user=user).order_by().values("user")
