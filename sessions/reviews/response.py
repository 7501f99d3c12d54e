"""How many of each side have answered so far: a range, counted once a day, so that no single answer can be watched.

What is told while a round is open is remembered when it has closed. So it is never more than what closing prints: the
range of each side by itself, on the same scale. As answers only ever come, a later range says all that an earlier did.
"""

import datetime as dt
import uuid

from sessions.models import Ballot, ReviewRound
from sessions.reviews.answer_ranges import range_of
from sessions.reviews.casting import cast_among
from sessions.reviews.keys import SecretMissing
from sessions.reviews.marks import SIDES
from sessions.reviews.querysets import ReviewRoundQuerySet
from sessions.reviews.thresholds import FEWEST_ANSWERS


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
    theirs = [ballot for ballot in ballots if ballot.side == side]
    asked = {ballot.user_id for ballot in theirs}
    answered = {ballot.user_id for ballot in theirs if ballot.pk in cast}
    return list(range_of(len(answered), len(asked), max(FEWEST_ANSWERS, review_round.score_threshold)) or ())
