"""What somebody who has completed a cycle finds on their first page: what they still read, and what comes next."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from insights.home.home_items import Desk, Panel
from insights.home.pairs import owed_reviews
from pairings.models import Certificate, CycleClosing
from people.clock import local_today
from people.models import User
from programs.models import Cycle, Participant
from programs.services import may_join
from programs.standing import day_words, standing_of
from sessions.reviews.follow_ups import MONTHS, due_on

SHOWN = 3


def desk(participants: Sequence[Participant], user: User) -> Desk:
    """Closed cycles that `user` has completed, the latest first. Three queries where there are any."""
    completed = [
        participant for participant in participants if participant.user_id == user.pk and is_alumnus(participant)
    ]
    if not completed:
        return Desk()
    completed.sort(key=lambda participant: participant.cycle.created_at, reverse=True)
    today = local_today()
    certificates = dict(Certificate.objects.filter(participant__in=completed).values_list("participant", "pk"))
    joinable = next_cycles(participants, completed, user)
    rows = [
        {
            "participant": participant,
            "text": " ".join(filter(None, [standing_of(participant, today), asked_later(participant.cycle, today)])),
            "certificate": certificates.get(participant.pk),
            "reads_pages": participant.cycle.alumni_until is None or today <= participant.cycle.alumni_until,
            "next": joinable.pop(participant.cycle.program_id, None),
        }
        for participant in completed[:SHOWN]
    ]
    owed = owed_reviews(user, months_later=True)
    return Desk(owed=owed, panels=[Panel("insights/home/alumni.html", {"rows": rows}, position=40)])


def is_alumnus(participant: Participant) -> bool:
    return participant.cycle.is_closed and participant.state == Participant.State.COMPLETED


def asked_later(cycle: Cycle, today: dt.date) -> str:
    """When they are asked what has stayed; empty once that is over, and where nobody knows when the cycle closed."""
    closing: CycleClosing | None = getattr(cycle, "closing", None)
    days = [due_on(closing, months) for months in MONTHS] if closing and closing.is_done else []
    ahead = [day for day in days if day > today]
    if not ahead:
        return ""
    return _("From %(day)s you may be asked three short questions about it.") % {"day": day_words(ahead[0])}


def next_cycles(participants: Sequence[Participant], completed: Sequence[Participant], user: User) -> dict[Any, Cycle]:
    """By program the cycle that takes people in and in which they have no place yet. One query."""
    programs = {participant.cycle.program_id for participant in completed}
    places = {participant.cycle_id for participant in participants if participant.user_id == user.pk}
    cycles = Cycle.objects.filter(program__in=programs).exclude(pk__in=places).exclude(state=Cycle.State.CLOSED)
    return {cycle.program_id: cycle for cycle in cycles.select_related("program") if may_join(cycle, None, user)}
