"""What is kept of a round when it closes, and what several rounds tell together."""

import pytest

from insights.models import Snapshot
from sessions.models import Ballot
from sessions.reviews.services import close_round, keep_answers
from tests import factories as make
from tests.insights.story import answers, hold_round, more_pairs


@pytest.fixture
def eight_pairs(cast):
    return more_pairs(cast, 6)


def confidence_of(review_round, side="junior"):
    return Snapshot.objects.get(round=review_round).results["confidence"][side]


def test_what_was_begun_and_never_sent_does_not_count(cast, eight_pairs):
    opened = hold_round(cast.cycle, leave_out=[cast.kavya], closes=False)
    unsent = Ballot.objects.get(round=opened, user=cast.kavya)
    keep_answers(ballot=unsent, answers=answers("junior", comment="still thinking"))
    close_round(review_round=opened)
    results = Snapshot.objects.get(round=opened).results
    assert len(results["comments"]) == 15
    assert "still thinking" not in results["comments"]


def test_answers_of_one_leader_about_many_mentors_are_those_of_one_person(cast):
    """Six reviews of leaders, by two people."""
    jack = cast.pairing.senior
    for _ in range(4):
        make.PairingFactory(cycle=cast.cycle, senior=jack)
    shown = confidence_of(hold_round(cast.cycle), "senior")
    assert shown["now"] == {"hidden": True}


def test_before_is_not_published_again_for_nearly_the_same_people(cast, eight_pairs):
    first = hold_round(cast.cycle, days_ago=90)
    second = hold_round(cast.cycle, leave_out=[cast.kavya])
    assert confidence_of(first)["before"]["of"] == 1
    assert confidence_of(second)["before"] == confidence_of(first)["before"]
    assert confidence_of(second, "senior")["before"]["of"] == 2


def test_before_is_published_again_for_the_same_people(cast, eight_pairs):
    hold_round(cast.cycle, days_ago=90)
    assert confidence_of(hold_round(cast.cycle))["before"]["of"] == 2
