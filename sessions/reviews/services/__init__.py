"""Verbs of a review round."""

from sessions.reviews.services.answering import (
    Answers,
    answer_review,
    answers_so_far,
    cast_ballot,
    keep_answers,
    missing_question,
    wish_so_far,
)
from sessions.reviews.services.closing import close_round
from sessions.reviews.services.following_up import open_follow_up
from sessions.reviews.services.opening import open_round

__all__ = [
    "Answers",
    "answer_review",
    "answers_so_far",
    "cast_ballot",
    "close_round",
    "keep_answers",
    "missing_question",
    "open_follow_up",
    "open_round",
    "wish_so_far",
]
