"""What is kept of a round when it closes, and what several rounds tell together."""

import pytest
from cryptography.exceptions import InvalidTag

from insights.gate import cells_in
from insights.models import Snapshot
from sessions.models import Ballot
from sessions.reviews.keys import mark_key
from sessions.reviews.marks import forget_marks
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
    assert len(results["comments"]) == 12, "of each side so many that two of its eight may have written none"
    assert "still thinking" not in results["comments"]


def test_answers_of_one_leader_about_many_mentors_are_those_of_one_person(cast):
    """Six reviews of leaders, by two people."""
    jack = cast.pairing.senior
    for _ in range(4):
        make.PairingFactory(cycle=cast.cycle, senior=jack)
    shown = confidence_of(hold_round(cast.cycle), "senior")
    assert shown["now"] == {"hidden": True}


def test_nearly_the_same_people_do_not_tell_about_the_one_who_is_missing(cast, eight_pairs):
    """Of eight everybody, of seven everybody: the missing one would be seen, on whichever side."""
    hold_round(cast.cycle, days_ago=90)
    second = hold_round(cast.cycle, leave_out=[cast.kavya])
    assert confidence_of(second)["now"] == confidence_of(second, "senior")["now"] == {"hidden": True}


def test_of_more_people_both_sides_say_that_it_is_about_as_before(cast, eight_pairs):
    """The side on which everybody answered again reads like the one on which somebody did not."""
    more_pairs(cast, 4)
    hold_round(cast.cycle, days_ago=90)
    second = hold_round(cast.cycle, leave_out=[cast.kavya])
    assert confidence_of(second)["now"]["change"] == "about"
    assert confidence_of(second) == confidence_of(second, "senior")


def test_the_counts_behind_the_words_are_sealed_and_go_with_the_marks(cast, eight_pairs):
    frozen = Snapshot.objects.get(round=hold_round(cast.cycle))
    assert cells_in(frozen, mark_key(cast.program.pk))["junior confidence_now"] == [1, 1, 5, 8, 2, 8]
    assert b"confidence" not in bytes(frozen.sealed_cells)
    cast.cycle.state = "closed"
    cast.cycle.save()
    forget_marks(cast.program.pk)
    with pytest.raises(InvalidTag):
        cells_in(frozen, mark_key(cast.program.pk))


def test_what_is_stored_is_what_is_printed(cast, eight_pairs):
    """No count, no share, nothing that the page does not say."""
    results = Snapshot.objects.get(round=hold_round(cast.cycle)).results
    assert results["both_rose"] == {"steps": [1, 1, 2], "n": [5, 8], "change": "", "since": ""}
    assert results["answered"] == {"junior": [5, 8], "senior": [5, 8]}
