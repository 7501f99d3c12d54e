"""Rounds that open and close by themselves, and the daily count of how many have answered."""

import datetime as dt

from dateutil.relativedelta import relativedelta
from django.db.models import Count, Q
from django.utils import timezone

from people.errors import Refused
from people.models import Organization
from programs.models import Cycle
from sessions.models import ReviewRound
from sessions.reviews.services import close_round, open_round


def tend_rounds(now: dt.datetime | None = None) -> None:
    """Close what is over, open what is due, count answers once a day. Doing it twice changes nothing."""
    today = (now or timezone.now()).astimezone(Organization.objects.current().zone).date()
    for review_round in ReviewRound.objects.overdue(today):
        close_round(review_round=review_round)
    for cycle in cycles_due_for_review(today):
        open_if_anyone_can_be_asked(cycle, today)
    count_responses(today)


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


def next_round_on(cycle: Cycle) -> dt.date:
    """The date of the next review: one interval after the last round opened, or after the cycle's start."""
    opened = [review_round.opens_on for review_round in cycle.review_rounds.all()]
    return max(filter(None, [cycle.starts_on, *opened])) + relativedelta(months=cycle.program.review_months)


def count_responses(today: dt.date) -> None:
    """Refresh the response band of open rounds, at most once a day, so that no single answer can be watched."""
    rounds = (
        ReviewRound.objects.open()
        .exclude(response_counted_on=today)
        .annotate(asked=Count("ballots"), cast=Count("ballots", filter=Q(ballots__is_cast=True)))
    )
    for review_round in rounds:
        ReviewRound.objects.filter(pk=review_round.pk).update(
            response_band=response_band(review_round.asked, review_round.cast, review_round.score_threshold),
            response_counted_on=today,
        )


def response_band(asked: int, cast: int, threshold: int) -> str:
    """The share of answers in quarters ("0-25", "25-50", "50-75", "75-100"), or "hidden" for a small group."""
    if asked < threshold:
        return "hidden"
    quarter = min(cast * 4 // asked, 3)
    return f"{quarter * 25}-{quarter * 25 + 25}"
