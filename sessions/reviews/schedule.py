"""Rounds that open and close by themselves, and the daily count of how many have answered."""

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from people.errors import Refused
from people.models import Organization
from programs.models import Cycle
from sessions.models import ReviewRound
from sessions.reviews.response import count_responses
from sessions.reviews.services import close_round, open_round


def tend_rounds(now: dt.datetime | None = None) -> None:
    """Close what is over, open what is due, count answers once a day. Doing it twice changes nothing."""
    today = (now or timezone.now()).astimezone(Organization.objects.current().zone).date()
    for review_round in ReviewRound.objects.overdue(today):
        close_round(review_round=review_round)
    for cycle in cycles_due_for_review(today):
        open_if_anyone_can_be_asked(cycle, today)
    count_responses(ReviewRound.objects.open().exclude(response_counted_on=today), today)


def open_if_anyone_can_be_asked(cycle: Cycle, today: dt.date) -> None:
    try:
        open_round(cycle=cycle, today=today)
    except Refused:
        return  # nobody meets yet, or someone has just opened it by hand


def cycles_due_for_review(today: dt.date) -> list[Cycle]:
    """Running cycles whose next review falls on `today` or before it."""
    running = (
        Cycle.objects.filter(state=Cycle.State.RUNNING, starts_on__isnull=False)
        .exclude(review_rounds__state="open")
        .select_related("program")
        .prefetch_related("review_rounds")
    )
    return [cycle for cycle in running if next_round_on(cycle) <= today]


def coming_round_on(cycle: Cycle) -> dt.date | None:
    """When the next review opens by itself; None where none does any more, or the start is not known yet."""
    if cycle.starts_on is None or cycle.state in (Cycle.State.CLOSING, Cycle.State.CLOSED):
        return None
    return next_round_on(cycle)


def next_round_on(cycle: Cycle) -> dt.date:
    """The date of the next review: one interval after the last round opened, or after the cycle's start."""
    opened = [review_round.opens_on for review_round in cycle.review_rounds.all()]
    return max(filter(None, [cycle.starts_on, *opened])) + relativedelta(months=cycle.program.review_months)
