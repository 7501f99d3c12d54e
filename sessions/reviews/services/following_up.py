"""Asking what has stayed, months after a cycle has closed."""

import datetime as dt
import random

from django.db import transaction

from frame.errors import Refused
from programs.models import Cycle
from sessions.models import Ballot, ReviewRound
from sessions.reviews.follow_ups import are_enough, people_to_ask
from sessions.reviews.keys import make_round_key
from sessions.reviews.questions import FOLLOW_UP
from sessions.reviews.services.opening import add_questions, make_round, prompt


@transaction.atomic
def open_follow_up(*, cycle: Cycle, months: int, today: dt.date) -> ReviewRound | None:
    """Ask everybody who has completed a pairing of the cycle; `today` is the date in the organisation's zone. None
    where so few are left that nothing could be shown, and where it is asked already."""
    asked = people_to_ask(cycle)
    if not are_enough(asked, cycle.program.score_threshold):
        return None
    try:
        review_round = make_round(cycle, list(cycle.review_rounds.all()), today, months_after=months)
    except Refused:  # another worker has just opened it
        return None
    make_round_key(review_round)
    add_questions(review_round, FOLLOW_UP)
    ballots = [
        Ballot(round=review_round, pairing=person.pairing, user_id=person.user_id, side=person.side) for person in asked
    ]
    random.SystemRandom().shuffle(ballots)
    Ballot.objects.bulk_create(ballots)
    prompt("follow_up_prompt", review_round, ballots)
    return review_round
