"""How many have answered: a band, counted once a day, so that no single answer can be watched."""

import datetime as dt

from django.db.models import Count, Q

from sessions.models import ReviewRound
from sessions.reviews.querysets import ReviewRoundQuerySet


def count_responses(rounds: ReviewRoundQuerySet, today: dt.date) -> None:
    """Refresh the response band of `rounds`; `today` is the date in the organisation's zone."""
    counted = rounds.annotate(asked=Count("ballots"), cast=Count("ballots", filter=Q(ballots__is_cast=True)))
    for review_round in counted:
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
