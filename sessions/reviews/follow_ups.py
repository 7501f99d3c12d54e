"""When people are asked what has stayed, months after their cycle has closed, and in which cycles that makes sense."""

import datetime as dt
import uuid
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from pairings.models import CycleClosing, Pairing
from people.clock import home_zone
from programs.models import Cycle, Side
from sessions.models import ReviewRound
from sessions.reviews.thresholds import FEWEST_ANSWERS, SPARE

MONTHS = (6, 12)
#: What could not be asked on its day, since no worker was there, is asked so many months later at most.
LATEST = 2


@dataclass(frozen=True)
class Asked:
    """One of those who are asked, once each: about the last of the pairings that they have completed."""

    user_id: uuid.UUID
    side: str
    pairing: Pairing


def due_on(closing: CycleClosing, months: int) -> dt.date:
    """The day in the organisation's zone from which people are asked. The cycle has closed."""
    closed_at = closing.done_at or timezone.now()
    day: dt.date = closed_at.astimezone(home_zone()).date() + relativedelta(months=months)
    return day


@dataclass(frozen=True)
class FollowUp:
    """One time of asking after a cycle has closed. Where `round` is None nobody is asked yet, or, once it `is_over`,
    so few were left that nothing could have been shown."""

    months: int
    due_on: dt.date
    is_over: bool
    fewest: int
    round: ReviewRound | None

    @property
    def title(self) -> str:
        """As the round is called, or would be."""
        return (self.round or ReviewRound(months_after=self.months)).title


def follow_ups_of(cycle: Cycle, today: dt.date) -> list[FollowUp]:
    """How far a closed cycle has been followed up; nothing while it goes on. Two queries."""
    closing = CycleClosing.objects.filter(cycle=cycle, done_at__isnull=False).first()
    if closing is None:
        return []
    rounds = {
        review_round.months_after: review_round for review_round in ReviewRound.objects.follow_ups().filter(cycle=cycle)
    }
    fewest = fewest_asked(cycle.program.score_threshold)
    return [
        FollowUp(months, day, day + relativedelta(months=LATEST) <= today, fewest, rounds.get(months))
        for months in MONTHS
        for day in [due_on(closing, months)]
    ]


def follow_ups_due(today: dt.date) -> list[tuple[Cycle, int]]:
    """What has to be asked on `today` (a date in the organisation's zone), each with the months that have gone by. Two
    queries."""
    due = []
    for closing in closings_to_follow_up().select_related("cycle__program").prefetch_related("cycle__review_rounds"):
        asked = {review_round.months_after for review_round in closing.cycle.review_rounds.all()}
        for months in MONTHS:
            first = due_on(closing, months)
            if months not in asked and first <= today < first + relativedelta(months=LATEST):
                due.append((closing.cycle, months))
    return due


def closings_to_follow_up() -> QuerySet[CycleClosing]:
    """Of cycles that have closed so lately that their people are still asked, or may be."""
    since = timezone.now() - relativedelta(months=max(MONTHS) + LATEST)
    last = ReviewRound.objects.closed().filter(cycle=OuterRef("cycle"), months_after=max(MONTHS))
    return CycleClosing.objects.filter(~Exists(last), done_at__gt=since).order_by()


def people_to_ask(cycle: Cycle) -> list[Asked]:
    """Everybody who has completed a pairing of the cycle and has not left the organisation, once. One query."""
    completed = Pairing.objects.filter(cycle=cycle, state=Pairing.State.COMPLETED).order_by("ended_at", "pk")
    asked: dict[uuid.UUID, Asked] = {}
    for pairing in completed.select_related("junior__user", "senior__user"):
        for participant in (pairing.junior, pairing.senior):
            if participant.user.is_active:
                asked[participant.user_id] = Asked(participant.user_id, participant.side, pairing)
    return list(asked.values())


def are_enough(asked: list[Asked], threshold: int) -> bool:
    """Whether a figure about one of the sides could be shown at all; else nobody is asked for what nobody may read."""
    return any(sum(person.side == side for person in asked) >= fewest_asked(threshold) for side in Side.values)


def fewest_asked(threshold: int) -> int:
    """Of how many of a side who are asked something can be shown, where so many answers are needed."""
    return max(threshold, FEWEST_ANSWERS) + SPARE
