"""People who leave the organisation leave their cycles too, and the program team is told."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.models import Coordinator, Cycle, Participant, Todo
from programs.services.locking import hold_cycles
from programs.services.participants import withdraw_participant
from programs.services.todos import Matter, raise_todos


@transaction.atomic
def people_have_left(user_ids: Collection[uuid.UUID]) -> None:
    """Withdraw their places in cycles that are not closed and raise a todo for each; likewise for who ran a program."""
    gone = list(user_ids)
    leavable = Participant.objects.filter(user__in=gone, state__in=Participant.LEAVABLE)
    places = list(leavable.exclude(cycle__state=Cycle.State.CLOSED).select_related("user", "cycle__program"))
    hold_cycles(place.cycle_id for place in places)
    for place in places:
        withdraw_participant(participant=place, by=None)
    in_charge = Coordinator.objects.filter(user__in=gone).select_related("user", "program")
    raise_todos([*(place_left(place) for place in places), *(charge_left(one) for one in in_charge)])
    # Whoever comes back has lost the lines that made them close, and must not find the program waiting.
    Coordinator.objects.filter(user__in=gone).delete()


def place_left(place: Participant) -> Matter:
    """The place is free: who comes in?"""
    program_id = place.cycle.program_id
    return Matter(
        program_id=program_id,
        kind=Todo.Kind.LEAVER,
        subject_id=place.pk,
        text=_("%(name)s has left and was withdrawn from %(cycle)s. See whether somebody should take the place.")
        % {"name": place.user, "cycle": place.cycle},
        link=reverse("participant_detail", args=[program_id, place.pk]),
        concerns=[place.user_id],
    )


def charge_left(coordinator: Coordinator) -> Matter:
    """The program has one coordinator less: who takes over?"""
    return Matter(
        program_id=coordinator.program_id,
        kind=Todo.Kind.LEAVER,
        subject_id=coordinator.pk,
        text=_("%(name)s ran this program and has left. See whether somebody should take over.")
        % {"name": coordinator.user},
        link=reverse("setup_people", args=[coordinator.program_id]),
    )
