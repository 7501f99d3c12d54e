"""Who may: predicates for `@access` in everything about programs."""

from people.access import any_of, hr_admin
from people.models import User
from programs.models import Coordinator, Participant, Program


def coordinator(user: User) -> bool:
    """Coordinators of at least one program; read once per person object (that is, per request)."""
    if not user.is_authenticated:
        return False
    if not hasattr(user, "_coordinates"):
        user._coordinates = Coordinator.objects.filter(user=user).exists()  # type: ignore[attr-defined]
    return user._coordinates  # type: ignore[attr-defined, no-any-return]


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
