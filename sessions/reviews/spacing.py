"""How far apart the rounds of a cycle lie. Whoever knows that all but one kept their answers learns about that one from
any step that is crossed: only time helps against that."""

import datetime as dt
from collections.abc import Collection

from programs.models import Cycle
from sessions.models import ReviewRound


def is_last_round(cycle: Cycle, rounds: Collection[ReviewRound]) -> bool:
    """Whether a round opened now is the one that every cycle may end with, however recent the one before; `rounds` are
    those of the cycle."""
    return cycle.state == Cycle.State.CLOSING and not any(found.is_last for found in rounds)


def possible_from(cycle: Cycle, rounds: Collection[ReviewRound]) -> dt.date | None:
    """The first day on which the next round may be opened; None where nothing has to be waited for."""
    ends = [found.closes_on for found in rounds if found.is_closed]
    if not ends or is_last_round(cycle, rounds):
        return None
    return max(ends) + dt.timedelta(days=cycle.program.review_gap_days)
