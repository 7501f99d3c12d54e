"""Who may: predicates for `@page` and `@action` in everything about programs; and which programs somebody runs."""

import uuid
from typing import Any

from django.db.models import QuerySet, Value

from frame.remembered import remembered
from people.access import any_of, hr_admin, roles_of
from people.models import User
from people.roles_of_request import duties_of
from programs.models import Coordinator, Participant, Program


def charges_of(user_id: uuid.UUID) -> QuerySet[Any, Any]:
    """What somebody does for a program, and its id; read with their roles (see people.roles_of_request)."""
    coordinates = Coordinator.objects.filter(user=user_id).order_by().values_list(Value("coordinates"), "program")
    sponsors = Program.objects.filter(sponsor=user_id).order_by().values_list(Value("sponsors"), "pk")
    trusted = Program.objects.filter(person_of_trust=user_id).order_by().values_list(Value("is trusted in"), "pk")
    return coordinates.union(sponsors, trusted, all=True)


def coordinated(user: User) -> frozenset[uuid.UUID]:
    """The programs that `user` coordinates."""
    return duties_of(user).get("coordinates", frozenset())


def coordinator(user: User) -> bool:
    """Coordinators of at least one program."""
    return user.is_authenticated and "coordinates" in duties_of(user)


def sponsor(user: User) -> bool:
    """Sponsors of at least one program."""
    return user.is_authenticated and "sponsors" in duties_of(user)


def may_be_trusted(user: User) -> bool:
    """People outside HR, IT and every program team: only they can be a program's person of trust."""
    return user.is_active and not roles_of(user) and "coordinates" not in duties_of(user)


def person_of_trust(user: User) -> bool:
    """The person of trust of at least one program."""
    return user.is_authenticated and "is trusted in" in duties_of(user) and may_be_trusted(user)


@remembered
def joined(user: User) -> frozenset[uuid.UUID]:
    """The programs in which `user` has a place, whatever its state; asked once per person object (per request)."""
    places = Participant.objects.filter(user=user).order_by()
    return frozenset(places.values_list("cycle__program", flat=True))


def participant(user: User) -> bool:
    """People with a place in some cycle, whatever its state."""
    return user.is_authenticated and bool(joined(user))


def programs_concerning(user: User) -> frozenset[uuid.UUID]:
    """The programs that `user` coordinates, sponsors, is trusted in or has a place in."""
    return joined(user).union(*(duties_of(user).get(duty, ()) for duty in ("coordinates", "sponsors", "is trusted in")))


creates_programs = hr_admin


def manages_programs(user: User) -> bool:
    """HR admins and coordinators."""
    return hr_admin(user) or coordinator(user)


sees_programs = any_of(manages_programs, sponsor, participant)
