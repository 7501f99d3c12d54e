"""Who may: predicates for `@access` in everything about programs."""

import uuid
from typing import Any

from django.db.models import QuerySet, Value

from people.access import any_of, hr_admin
from people.models import User
from people.prepared import PreparedQuery
from programs.models import Coordinator, Participant, Program


def charges_of(user_id: uuid.UUID) -> QuerySet[Any, Any]:
    """What somebody does for a program, and its id."""
    coordinates = Coordinator.objects.filter(user=user_id).order_by().values_list(Value("coordinates"), "program")
    sponsors = Program.objects.filter(sponsor=user_id).order_by().values_list(Value("sponsors"), "pk")
    return coordinates.union(sponsors, all=True)


_charges = PreparedQuery(charges_of)


def charges(user: User) -> dict[str, frozenset[uuid.UUID]]:
    """The programs that `user` coordinates, and those they sponsor; read once per person object (per request)."""
    if not hasattr(user, "_charges"):
        rows = [(charge, uuid.UUID(str(program))) for charge, program in _charges.rows(user)]
        user._charges = {  # type: ignore[attr-defined]
            wanted: frozenset(program for charge, program in rows if charge == wanted)
            for wanted in ("coordinates", "sponsors")
        }
    return user._charges  # type: ignore[attr-defined, no-any-return]


def coordinated(user: User) -> frozenset[uuid.UUID]:
    """The programs that `user` coordinates."""
    return charges(user)["coordinates"]


def coordinator(user: User) -> bool:
    """Coordinators of at least one program."""
    return user.is_authenticated and bool(coordinated(user))


def sponsor(user: User) -> bool:
    """Sponsors of at least one program."""
    return user.is_authenticated and bool(charges(user)["sponsors"])


def participant(user: User) -> bool:
    """People with a place in some cycle, whatever its state."""
    return user.is_authenticated and Participant.objects.filter(user=user).exists()


creates_programs = hr_admin


def manages_programs(user: User) -> bool:
    """HR admins and coordinators."""
    return hr_admin(user) or coordinator(user)


sees_programs = any_of(manages_programs, sponsor, participant)
