"""How far apart the rounds of a program lie. Whoever knows that all but one kept their answers learns about that one
from any step that is crossed: only time helps against that. Cycles overlap and ask the same people, so the program
waits: it is the rounds of a program that are compared."""

import datetime as dt
from collections.abc import Collection

from django.db.models import Max

from programs.models import Cycle
from sessions.models import ReviewRound


def is_last_round(cycle: Cycle, rounds: Collection[ReviewRound]) -> bool:
    """Whether a round opened now is the one that every cycle may end with, however recent the one before; `rounds` are
    those of the cycle."""
    return cycle.state == Cycle.State.CLOSING and not any(found.is_last for found in rounds)


def possible_from(cycle: Cycle, rounds: Collection[ReviewRound]) -> dt.date | None:
    """The first day on which the next round may be opened; None where nothing has to be waited for. `rounds` are those
    of the cycle; what other cycles of the program have asked, or still ask, is looked up. One query."""
    if is_last_round(cycle, rounds):
        return None
    elsewhere = ReviewRound.objects.filter(cycle__program=cycle.program_id).exclude(cycle=cycle)
    asked = elsewhere.exclude(state=ReviewRound.State.PLANNED).aggregate(last=Max("closes_on"))["last"]
    ends = [found.closes_on for found in rounds if found.is_closed] + ([asked] if asked else [])
    return max(ends) + dt.timedelta(days=cycle.program.review_gap_days) if ends else None
