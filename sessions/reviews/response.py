"""How many have answered: a band, counted once a day, so that no single answer can be watched."""

import datetime as dt

from sessions.models import Ballot, ReviewRound
from sessions.reviews.casting import cast_among
from sessions.reviews.keys import SecretMissing
from sessions.reviews.querysets import ReviewRoundQuerySet
from sessions.reviews.thresholds import FEWEST_ASKED

#: From so many on a quarter holds three numbers at least, so that whoever has answered too learns of nobody else.
ENOUGH_FOR_QUARTERS = 12


def count_responses(rounds: ReviewRoundQuerySet, today: dt.date) -> None:
    """Refresh the response band of `rounds`; `today` is the date in the organisation's zone. People count once. A round
    whose secret is missing waits for it."""
    for review_round in rounds:
        ballots = list(Ballot.objects.filter(round=review_round))
        try:
            cast = cast_among(ballots)
        except SecretMissing:
            continue
        asked = len({ballot.user_id for ballot in ballots})
        answered = len({ballot.user_id for ballot in ballots if ballot.pk in cast})
        least = max(review_round.score_threshold, FEWEST_ASKED)
        ReviewRound.objects.filter(pk=review_round.pk).update(
            response_band=response_band(asked, answered, least),
            response_counted_on=today,
        )


def response_band(asked: int, answered: int, threshold: int) -> str:
    """The share of people who have answered in quarters ("0-25", "25-50", "50-75", "75-100"), of few people in halves
    ("0-50", "50-100"), or "hidden" for a small group."""
    if asked < threshold:
        return "hidden"
    parts = 4 if asked >= ENOUGH_FOR_QUARTERS else 2
    part = min(answered * parts // asked, parts - 1)
    return f"{part * 100 // parts}-{(part + 1) * 100 // parts}"
