"""Rounds that open and close by themselves, and the daily count of how many have answered: a range, so that no single
answer can be watched."""

import datetime as dt
import logging
import uuid
from collections.abc import Collection

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from frame.errors import Refused
from people.clock import home_zone
from people.fiscal_year import MONTHS as QUARTER_MONTHS
from people.fiscal_year import fiscal_month, quarter_from
from people.working_time import organization_working_time
from programs.models import Cycle
from sessions.models import Ballot, MarkKey, ReviewRound
from sessions.reviews.casting import cast_among
from sessions.reviews.follow_ups import follow_ups_due
from sessions.reviews.keys import SecretMissing
from sessions.reviews.marks import SIDES, forget_marks
from sessions.reviews.querysets import ReviewRoundQuerySet
from sessions.reviews.services import close_round, open_follow_up, open_round
from sessions.reviews.services.opening import possible_from
from sessions.reviews.thresholds import FEWEST_ANSWERS, range_of

MORNING, NOON = 9, 12
log = logging.getLogger(__name__)


def open_and_close_rounds(now: dt.datetime | None = None) -> None:
    """Close what is over, open what is due, count answers once a day. Doing it twice changes nothing."""
    now = now or timezone.now()
    today = now.astimezone(home_zone()).date()
    for review_round in ReviewRound.objects.overdue(today).select_related("cycle"):
        close_if_it_can_be_read(review_round)
    for cycle in cycles_due_for_review(today) if is_working_morning(now) else ():
        open_if_anyone_can_be_asked(cycle, today)
    for cycle, months in follow_ups_due(today) if is_working_morning(now) else ():
        open_follow_up(cycle=cycle, months=months, today=today)
    count_responses(ReviewRound.objects.open().exclude(response_counted_on=today), today)
    for program_id in MarkKey.objects.values_list("program", flat=True):
        forget_marks(program_id)


def is_working_morning(now: dt.datetime) -> bool:
    """When a round may open by itself: what falls due on a weekend or holiday, or while no worker is there, waits for
    the next one."""
    return MORNING <= now.astimezone(home_zone()).hour < NOON and organization_working_time().is_now(now)


def close_if_it_can_be_read(review_round: ReviewRound) -> None:
    """A round whose secret is missing waits for it and holds up no other."""
    try:
        close_round(review_round=review_round)
    except SecretMissing:
        log.error("review_secret_missing")


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
    first_month = fiscal_month()
    return [cycle for cycle in running if next_round_in(cycle, first_month) <= today]


def coming_round_on(cycle: Cycle, elsewhere: Collection[ReviewRound] | None = None) -> dt.date | None:
    """When the next review opens by itself; None where none does any more, or the start is not known yet. `elsewhere`
    as for `possible_from`."""
    if cycle.starts_on is None or cycle.state in (Cycle.State.CLOSING, Cycle.State.CLOSED):
        return None
    return next_round_on(cycle, elsewhere)


def next_round_on(cycle: Cycle, elsewhere: Collection[ReviewRound] | None = None) -> dt.date:
    """The date of the next review: one interval after the last round opened, or after the cycle's start, and not too
    soon after the last one closed. One query for the fiscal year."""
    return next_round_in(cycle, fiscal_month(), elsewhere)


def next_round_in(cycle: Cycle, first_month: int | None, elsewhere: Collection[ReviewRound] | None = None) -> dt.date:
    """`next_round_on` where it is known with which month the fiscal year begins."""
    rounds = list(cycle.review_rounds.all())
    since = max(filter(None, [cycle.starts_on, *(review_round.opens_on for review_round in rounds)]))
    due_on = interval_after(since, cycle.program.review_months, first_month)
    return max(due_on, possible_from(cycle, rounds, elsewhere) or due_on)


def interval_after(since: dt.date, months: int, first_month: int | None) -> dt.date:
    """So many months after a day. Where the interval is of whole quarters and the organisation has a fiscal year, the
    first day of one of its quarters: the first that is not more than a month too early."""
    if first_month is None or months % QUARTER_MONTHS:
        after: dt.date = since + relativedelta(months=months)
        return after
    return quarter_from(since + relativedelta(months=months - 1), first_month)


def count_responses(rounds: ReviewRoundQuerySet, today: dt.date) -> None:
    """Refresh what is told of `rounds`; `today` is the date in the organisation's zone. A round whose secret is missing
    waits for it."""
    for review_round in rounds:
        ballots = list(Ballot.objects.filter(round=review_round))
        try:
            cast = cast_among(ballots)
        except SecretMissing:
            continue
        ReviewRound.objects.filter(pk=review_round.pk).update(
            answered_so_far={side: answered_so_far(ballots, cast, side, review_round) for side in SIDES},
            response_counted_on=today,
        )


def answered_so_far(ballots: list[Ballot], cast: set[uuid.UUID], side: str, review_round: ReviewRound) -> list[int]:
    """From how many to how many of a side have answered; empty where nothing may be told. People count once."""
    own_ballots = [ballot for ballot in ballots if ballot.side == side]
    asked_people = {ballot.user_id for ballot in own_ballots}
    answered = {ballot.user_id for ballot in own_ballots if ballot.pk in cast}
    return list(range_of(len(answered), len(asked_people), max(FEWEST_ANSWERS, review_round.score_threshold)) or ())
