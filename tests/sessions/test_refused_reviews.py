"""What a review does not take, and what is taken all the same; nothing is counted that somebody did not send."""

import datetime as dt

import pytest

from frame.errors import Refused
from sessions.models import Ballot, CastBallot, ReviewQuestion, ReviewRound, SealedReview
from sessions.reviews.questions import BEFORE, LONGEST_TEXT, NOW
from sessions.reviews.services import (
    answer_review,
    answers_so_far,
    cast_ballot,
    close_round,
    keep_answers,
    missing_question,
    open_round,
    wish_so_far,
)
from tests.factories import PairingFactory

ANSWERS = {BEFORE: 2, NOW: 4, "safety": 5}


@pytest.fixture
def opened(cast) -> ReviewRound:
    return open_round(cycle=cast.cycle, today=dt.date(2026, 3, 2))


@pytest.fixture
def kavyas(cast, opened) -> Ballot:
    return Ballot.objects.get(round=opened, user=cast.kavya)


@pytest.fixture
def jacks(cast, opened) -> Ballot:
    return Ballot.objects.get(round=opened, user=cast.jack)


def refused(words):
    return pytest.raises(Refused, match=words)


@pytest.mark.parametrize("left_out", sorted(ANSWERS))
def test_without_what_is_needed_nothing_counts_and_nothing_typed_is_lost(kavyas, left_out):
    keep_answers(ballot=kavyas, answers={code: rating for code, rating in ANSWERS.items() if code != left_out})
    assert missing_question(kavyas).code == left_out
    with refused("One question that we need is still open"):
        cast_ballot(ballot=kavyas, wish="continue")
    assert not CastBallot.objects.exists()
    assert set(answers_so_far(kavyas)) == set(ANSWERS) - {left_out}


def test_with_all_of_them_nothing_is_missing(kavyas):
    answer_review(ballot=kavyas, answers=ANSWERS, wish="continue")
    assert missing_question(kavyas) is None
    assert CastBallot.objects.count() == 1


def test_a_comment_that_is_too_long_is_refused_and_the_shorter_one_stays(kavyas):
    keep_answers(ballot=kavyas, answers={"comment": "Keep it"})
    with refused(f"{LONGEST_TEXT} characters are the most"):
        keep_answers(ballot=kavyas, answers={"comment": "x" * (LONGEST_TEXT + 1)})
    assert answers_so_far(kavyas)["comment"] == "Keep it"


def test_the_longest_comment_is_taken_in_any_script(kavyas):
    for letter in ("x", "ß", "字", "😀"):
        keep_answers(ballot=kavyas, answers={"comment": letter * LONGEST_TEXT})
        assert answers_so_far(kavyas)["comment"] == letter * LONGEST_TEXT


def test_control_characters_are_left_out_and_lines_stay(kavyas):
    keep_answers(ballot=kavyas, answers={"comment": "One\x00\x1b[31m\ntwo\tthree"})
    assert answers_so_far(kavyas)["comment"] == "One[31m\ntwo\tthree"


@pytest.mark.parametrize("rating", [6, -1, 100])
def test_a_rating_that_does_not_exist_is_not_kept(kavyas, rating):
    with pytest.raises(ValueError, match="from 1 to 5"):
        keep_answers(ballot=kavyas, answers={NOW: rating})
    assert answers_so_far(kavyas) == {}


@pytest.mark.parametrize("empty", [None, "", 0])
def test_an_answer_is_taken_back_by_an_empty_one(kavyas, empty):
    keep_answers(ballot=kavyas, answers=ANSWERS)
    keep_answers(ballot=kavyas, answers={NOW: empty})
    assert NOW not in answers_so_far(kavyas)


def test_questions_of_nobody_are_not_kept(kavyas):
    keep_answers(ballot=kavyas, answers={"salary": 5, "wish": "stop"})
    assert (answers_so_far(kavyas), wish_so_far(kavyas)) == ({}, "")


def test_questions_of_the_other_side_are_not_kept(opened, kavyas):
    asked = ReviewQuestion.objects.filter(round=opened, kind="rating")
    codes = {side: {question.code for question in asked.for_side(side)} for side in ("junior", "senior")}
    assert codes["senior"] - codes["junior"], "some are asked of leaders alone"
    keep_answers(ballot=kavyas, answers=dict.fromkeys(codes["junior"] | codes["senior"], 3))
    assert set(answers_so_far(kavyas)) == codes["junior"]


def test_nobody_reads_the_answers_of_the_other(kavyas, jacks):
    answer_review(ballot=kavyas, answers=ANSWERS | {"comment": "comment-canary"}, wish="stop")
    assert (answers_so_far(jacks), wish_so_far(jacks)) == ({}, "")


def test_who_is_in_two_pairings_answers_for_each_by_itself(cast):
    PairingFactory(cycle=cast.cycle, junior=cast.pairing.junior)
    opened = open_round(cycle=cast.cycle, today=dt.date(2026, 3, 2))
    first, second = Ballot.objects.filter(round=opened, user=cast.kavya).order_by("pk")
    answer_review(ballot=first, answers=ANSWERS, wish="stop")
    assert (answers_so_far(second), wish_so_far(second)) == ({}, "")


def test_once_it_has_closed_nothing_is_taken_or_given_any_more(opened, kavyas):
    answer_review(ballot=kavyas, answers=ANSWERS, wish="stop")
    close_round(review_round=opened)
    for verb in (
        lambda: keep_answers(ballot=kavyas, answers={NOW: 1}),
        lambda: cast_ballot(ballot=kavyas, wish="continue"),
        lambda: answer_review(ballot=kavyas, answers=ANSWERS, wish="continue"),
    ):
        with refused("This review has closed"):
            verb()
    assert (answers_so_far(kavyas), wish_so_far(kavyas)) == ({}, "")
    assert not SealedReview.objects.exists()
