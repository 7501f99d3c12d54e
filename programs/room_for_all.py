"""Whether everybody who is taken in can have somebody: the people of each side beside the places of the other."""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from programs.models import Cycle, Participant, Side

TAKEN_IN = (Participant.State.APPROVED, Participant.State.ACTIVE)


@dataclass(frozen=True)
class Shortage:
    """More people on one `side` than places on the other, once some more are taken in: in words, with how it is now,
    and the side that is short of places."""

    text: str
    side: str
    short_of: str


def shortages(cycle: Cycle, approving: Collection[uuid.UUID]) -> list[Shortage]:
    """Where these approvals leave or make more people than there are places for. One query."""
    now, then = Q(state__in=TAKEN_IN), Q(state__in=TAKEN_IN) | Q(pk__in=approving)
    counted = cycle.participants.order_by().values("side").annotate(
        people_now=Count("pk", filter=now), people_then=Count("pk", filter=then),
        places_now=Coalesce(Sum("capacity", filter=now), 0), places_then=Coalesce(Sum("capacity", filter=then), 0),
    )  # fmt: skip
    sides: dict[str, Mapping[str, Any]] = {row["side"]: row for row in counted}
    return [*_short(sides, Side.JUNIOR, Side.SENIOR), *_short(sides, Side.SENIOR, Side.JUNIOR)]


def _short(sides: Mapping[str, Mapping[str, Any]], side: Side, other: Side) -> Iterator[Shortage]:
    people, places = sides.get(side, NOBODY), sides.get(other, NOBODY)
    if people["people_then"] <= places["places_then"] or people["people_then"] == people["people_now"]:
        return
    words = {
        "people": people["people_then"], "places": places["places_then"], "now": people["people_now"],
        "places_now": places["places_now"], "without": people["people_then"] - places["places_then"],
    }  # fmt: skip
    yield Shortage(WORDS[side]() % words, side, other)


def _mentors() -> str:
    return _(
        "Then there are %(people)s mentors for %(places)s places with leaders: at least %(without)s would have nobody. "
        "Now it is %(now)s for %(places_now)s."
    )


def _leaders() -> str:
    return _(
        "Then there are %(people)s leaders for %(places)s places with mentors: at least %(without)s would have nobody. "
        "Now it is %(now)s for %(places_now)s."
    )


NOBODY = {"people_now": 0, "people_then": 0, "places_now": 0, "places_then": 0}
WORDS = {Side.JUNIOR: _mentors, Side.SENIOR: _leaders}
