"""A program with as many pairs, meetings and answers as a test needs."""

import datetime as dt

from django.utils import timezone

from sessions.models import Ballot, Meeting, ReviewRound
from sessions.reviews.questions import BEFORE, NOW, questions_for
from sessions.reviews.services import answer_review, close_round, open_round
from tests import factories as make

SECRET = "the quiet words of a mentor"


def more_pairs(cast, number):
    """`number` further active pairs in the cast's cycle."""
    return make.PairingFactory.create_batch(number, cycle=cast.cycle)


def hold_meetings(pairings, days_ago=(40, 10), state="held"):
    now = timezone.now()
    Meeting.objects.bulk_create(
        Meeting(pairing=pairing, starts_at=now - dt.timedelta(days=days), state=state)
        for pairing in pairings
        for days in days_ago
    )


def answers(side, before=2, now=4, comment=""):
    return {asked.code: 4 for asked in questions_for(side)} | {BEFORE: before, NOW: now, "comment": comment}


def move_back_closed_rounds():
    """By a year, so that the next one need not wait. Their order stays."""
    for review in ReviewRound.objects.closed():
        review.opens_on, review.closes_on = (
            day - dt.timedelta(days=365) for day in (review.opens_on, review.closes_on)
        )
        review.save(update_fields=["opens_on", "closes_on"])


def hold_round(cycle, *, leave_out=(), comment=SECRET, closes=True, days_ago=30) -> ReviewRound:
    """Everyone answers alike, save those left out. Whatever has closed before, closed long ago."""
    move_back_closed_rounds()
    review_round = open_round(cycle=cycle, today=timezone.localdate() - dt.timedelta(days=days_ago))
    for ballot in Ballot.objects.filter(round=review_round).exclude(user__in=leave_out):
        answer_review(ballot=ballot, answers=answers(ballot.side, comment=comment), wish="continue")
    if closes:
        close_round(review_round=review_round)
        review_round.refresh_from_db()
    return review_round
