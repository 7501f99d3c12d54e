"""Who may: predicates for `@access` in everything about programs."""

import uuid

from people.access import any_of, hr_admin
from people.models import User
from programs.models import Coordinator, Participant, Program


def coordinated(user: User) -> frozenset[uuid.UUID]:
    """The programs that `user` coordinates; read once per person object (that is, per request)."""
    if not hasattr(user, "_coordinates"):
        found = Coordinator.objects.filter(user=user).values_list("program_id", flat=True)
        user._coordinates = frozenset(found)  # type: ignore[attr-defined]
    return user._coordinates  # type: ignore[attr-defined, no-any-return]


def coordinator(user: User) -> bool:
    """Coordinators of at least one program."""
    return user.is_authenticated and bool(coordinated(user))


def sponsor(user: User) -> bool:
    """Sponsors of at least one program."""
    return user.is_authenticated and Program.objects.sponsored_by(user).exists()


def participant(user: User) -> bool:
    """People with a place in some cycle, whatever its state."""
    return user.is_authenticated and Participant.objects.filter(user=user).exists()


creates_programs = hr_admin


def manages_programs(user: User) -> bool:
    """HR admins and coordinators."""
    return hr_admin(user) or coordinator(user)


sees_programs = any_of(manages_programs, sponsor, participant)
