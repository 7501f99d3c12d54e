"""Who may: predicates for `@access` in everything about programs."""

import uuid

from django.db.models import Q

from people.access import any_of, hr_admin
from people.models import User
from programs.models import Participant, Program


def charges(user: User) -> dict[str, frozenset[uuid.UUID]]:
    """The programs that `user` coordinates, and those they sponsor; read once per person object (per request)."""
    if not hasattr(user, "_charges"):
        ours = Program.objects.filter(Q(sponsor=user) | Q(coordinators__user=user)).order_by()
        rows = list(ours.values_list("pk", "sponsor_id", "coordinators__user_id"))
        user._charges = {  # type: ignore[attr-defined]
            "coordinates": frozenset(pk for pk, _sponsor, coordinator_id in rows if coordinator_id == user.pk),
            "sponsors": frozenset(pk for pk, sponsor_id, _coordinator in rows if sponsor_id == user.pk),
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
