"""People who leave the organisation leave their cycles too, and the program team is told."""

import uuid
from collections.abc import Collection

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from programs.models import Coordinator, Participant, Todo
from programs.services.participants import withdraw_participant
from programs.services.todos import raise_todo


@transaction.atomic
def people_have_left(user_ids: Collection[uuid.UUID]) -> None:
    """Withdraw their places in cycles that are not closed and raise a todo for each; likewise for who ran a program."""
    places = (
        Participant.objects.filter(user__in=list(user_ids), state__in=Participant.LEAVABLE)
        .exclude(cycle__state="closed")
        .select_related("user", "cycle__program")
    )
    for place in places:
        withdraw_participant(participant=place, by=None)
        tell_team_of_leaver(place)
    for coordinator in Coordinator.objects.filter(user__in=list(user_ids)).select_related("user", "program"):
        program = coordinator.program
        raise_todo(
            program=program,
            kind=Todo.Kind.LEAVER,
            subject_id=coordinator.pk,
            text=_("%(name)s ran this program and has left. See whether somebody should take over.")
            % {"name": coordinator.user},
            link=reverse("setup_people", args=[program.pk]),
        )


def tell_team_of_leaver(place: Participant) -> None:
    """The place is free: who comes in?"""
    program = place.cycle.program
    raise_todo(
        program=program,
        kind=Todo.Kind.LEAVER,
        subject_id=place.pk,
        text=_("%(name)s has left and was withdrawn from %(cycle)s. See whether somebody should take the place.")
        % {"name": place.user, "cycle": place.cycle},
        link=reverse("participant_detail", args=[program.pk, place.pk]),
        concerns=[place.user],
    )
