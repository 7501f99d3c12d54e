"""Verbs of a review round."""

from sessions.reviews.services.answering import (
    Answers,
    answer_review,
    cast_ballot,
    given_answers,
    given_wish,
    keep_answers,
    missing_question,
)
from sessions.reviews.services.closing import close_round
from sessions.reviews.services.opening import open_round

__all__ = [
    "Answers",
    "answer_review",
    "cast_ballot",
    "close_round",
    "given_answers",
    "given_wish",
    "keep_answers",
    "missing_question",
    "open_round",
]
