"""Whether somebody has answered a review: whatever is printed, for everybody who was asked both stay possible.

Everything that is told about how many answered is taken together: what the program team read while the round was open,
the ranges of both sides, which sides are hidden, how many comments there are. By reading the pages of rounds held in
earnest, and by trying every number of answers there can be.
"""

import itertools
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.models import Ballot
from sessions.reviews.answer_ranges import range_of
from sessions.reviews.collecting import Remark, drawn
from sessions.reviews.schedule import tend_rounds
from sessions.reviews.services import answer_review, close_round, open_round
from tests import factories as make
from tests.insights.brute_force import participation_forced
from tests.insights.story import answers


@pytest.fixture
def opened(cast):
    """Seven pairs are asked."""
    make.PairingFactory.create_batch(5, cycle=cast.cycle)
    return open_round(cycle=cast.cycle, today=timezone.localdate())


def answer(ballots, comment=""):
    for ballot in ballots:
        words = f"{comment} {ballot.pk.hex[:6]}" if comment else ""
        answer_review(ballot=ballot, answers=answers(ballot.side, comment=words), wish="continue")


@pytest.fixture
def told(cast, sign_in):
    """Gives `told(round)`: all that the program team reads about a round, as one text."""

    def read(review_round):
        client = sign_in(cast.priya)
        pages = [f"/programs/{cast.program.pk}/health/", reverse("program_reviews", args=[cast.program.pk]),
                 reverse("round_results", args=[review_round.pk])]  # fmt: skip
        texts = [client.get(page).text.partition("<main")[2] for page in pages]
        return " ".join(" ".join(re.sub(r"<[^>]+>", " ", text).split()) for text in texts)

    return read


def test_no_share_of_all_is_printed_beside_the_ranges(opened, told):
    """Four mentors, all seven leaders: "mentors hidden, leaders 5 to 7, three quarters of all" leaves nothing else."""
    answer([*Ballot.objects.filter(side="junior")[:4], *Ballot.objects.filter(side="senior")])
    tend_rounds()
    before = told(opened)
    close_round(review_round=opened)
    after = told(opened)
    assert "Mentors: hidden to protect people. Leaders: 5 to 7." in before
    assert "hidden to protect people mentors, 5 to 7 leaders" in after
    assert not re.search(r"\d+ ?%|\d–\d", before)
    assert not re.search(r"\d+ ?% have answered|75–100|50–75", after)


def test_never_as_many_comments_as_people(opened, told):
    answer(Ballot.objects.all(), comment="Words of")
    close_round(review_round=opened)
    assert told(opened).count("Words of") == 10


def test_which_comments_are_left_out_is_drawn_once(opened, told):
    answer(Ballot.objects.all(), comment="Words of")
    close_round(review_round=opened)
    shown = {tuple(sorted(re.findall(r"Words of \w+", told(opened)))) for _ in range(3)}
    assert len(shown) == 1


THRESHOLDS = (5, 6, 8, 12)


@pytest.mark.parametrize(("mentors", "leaders"), [(7, 7), (7, 12), (8, 9), (6, 7), (11, 16), (15, 17)])
@pytest.mark.parametrize("fewest", THRESHOLDS)
def test_everybody_may_have_answered_and_may_not_have(mentors, leaders, fewest):
    """By every number of answers: at an earlier look, and at the close."""
    asked = (mentors, leaders)
    possible: dict[object, set] = {}
    for counts in itertools.product(range(mentors + 1), range(leaders + 1)):
        printed = tuple(range_of(n, of, fewest) for n, of in zip(counts, asked, strict=True))
        possible.setdefault(printed, set()).add(counts)
    for printed, found in possible.items():
        assert not participation_forced(asked, found), printed
    for early, late in itertools.product(possible, repeat=2):
        both = {
            after
            for after in possible[late]
            if any(a <= b and c <= d for (a, c), (b, d) in ((before, after) for before in possible[early]))
        }
        assert not both or not participation_forced(asked, both), (early, late)


@pytest.mark.parametrize("pairings", [[1] * 7, [1] * 12, [1, 1, 1, 1, 1, 1, 3], [2, 2, 1, 1, 1, 1, 1]])
def test_whoever_reads_the_comments_cannot_tell_that_anybody_wrote(pairings):
    """Every comment counted, and their side known by their words: two of whomever may still have written none."""
    asked = [person for person, number in enumerate(pairings) for _ in range(number)]
    for number in range(len(asked) + 1):
        remarks = [Remark(person, "junior", f"words {n}", False) for n, person in enumerate(asked[:number])]
        shown = len(drawn(remarks, "junior", asked))
        assert shown <= number
        for two in itertools.combinations(range(len(pairings)), 2):
            assert shown <= sum(n for person, n in enumerate(pairings) if person not in two)


def test_the_search_finds_what_used_to_be_printed():
    """Mentors hidden, leaders 5 to 7, and three quarters of all: every leader has answered."""
    everything = itertools.product(range(8), range(8))
    left = {(m, n) for m, n in everything if m < 5 <= n and (m + n) / 14 >= 0.75}
    assert participation_forced((7, 7), left)
