"""Comments: shown only where nobody's is alone of its kind, unless its author does not mind."""

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions.models import Ballot
from sessions.reviews.collecting import collect, opened_reviews
from sessions.reviews.keys import round_key
from sessions.reviews.marks import Marker
from sessions.reviews.questions import BEFORE, MAY_STAND_ALONE, NOW
from sessions.reviews.services import answer_review, answers_so_far, open_round
from sessions.reviews.views import group_of
from tests.factories import PairingFactory

RATED = {BEFORE: 2, NOW: 4, "safety": 5}


@pytest.fixture
def opened(cast):
    PairingFactory.create_batch(4, cycle=cast.cycle)
    return open_round(cycle=cast.cycle, today=timezone.localdate())


def comment(review_round, side, number, may_stand_alone=False):
    """So many of a side write a comment, named after it."""
    for ballot in Ballot.objects.filter(round=review_round, side=side).order_by("pk")[:number]:
        words = {"comment": f"from a {side}", MAY_STAND_ALONE: may_stand_alone}
        answer_review(ballot=ballot, answers=RATED | words, wish="continue")


def collected(review_round):
    reviews = opened_reviews(review_round, round_key(review_round.pk))
    return collect(review_round, reviews, Marker(review_round.cycle.program_id))


def test_the_comments_of_a_side_from_which_few_write_are_left_out(opened):
    comment(opened, "junior", 3)
    comment(opened, "senior", 2)
    found = collected(opened)
    assert found.comments == ("from a junior",) * 3
    assert found.commenters == 3


def test_unless_their_authors_say_yes(opened):
    comment(opened, "junior", 3)
    comment(opened, "senior", 2, may_stand_alone=True)
    assert sorted(collected(opened).comments) == ["from a junior"] * 3 + ["from a senior"] * 2
    assert collected(opened).commenters == 5


def test_somebody_with_two_pairings_is_one_who_comments(cast):
    for _ in range(2):
        PairingFactory(cycle=cast.cycle, senior=cast.pairing.senior)
    PairingFactory.create_batch(4, cycle=cast.cycle)
    opened = open_round(cycle=cast.cycle, today=timezone.localdate())
    for ballot in Ballot.objects.filter(round=opened, user=cast.jack):
        words = {"comment": "from one leader", MAY_STAND_ALONE: True}
        answer_review(ballot=ballot, answers=RATED | words, wish="continue")
    found = collected(opened)
    assert found.comments == ("from one leader",) * 3
    assert found.commenters == 1
    assert len(found.voices) == 3
    assert len({voice.person for voice in found.voices}) == 1
    assert len({voice.pairing for voice in found.voices}) == 3


def test_three_comments_of_one_person_do_not_make_a_kind(cast):
    for _ in range(2):
        PairingFactory(cycle=cast.cycle, senior=cast.pairing.senior)
    PairingFactory.create_batch(4, cycle=cast.cycle)
    opened = open_round(cycle=cast.cycle, today=timezone.localdate())
    for ballot in Ballot.objects.filter(round=opened, user=cast.jack):
        answer_review(ballot=ballot, answers=RATED | {"comment": "from one leader"}, wish="continue")
    assert collected(opened).comments == ()


def test_the_form_asks_beside_the_comment_and_no_is_chosen(cast, opened, sign_in):
    ballot = Ballot.objects.select_related("round").get(round=opened, user=cast.kavya)
    client = sign_in(cast.kavya)
    url = f"{reverse('review_answer', args=[ballot.pk])}?step=comment"
    page = client.get(url)
    assert "If yours is the only one of its kind, may it be shown?" in page.text
    assert page.context["form"][MAY_STAND_ALONE].value() == ""
    client.post(url, {"comment": "Keep it"})
    assert answers_so_far(ballot) == {"comment": "Keep it"}
    client.post(url, {"comment": "Keep it", MAY_STAND_ALONE: "yes"})
    assert answers_so_far(ballot) == {"comment": "Keep it", MAY_STAND_ALONE: True}
    assert client.get(url).context["form"][MAY_STAND_ALONE].value() == "yes"


@pytest.mark.parametrize(("pairs", "says", "not_says"), [
    (4, ["6 mentors are asked, you among them", "no figure about it will be shown", "A small group"], []),
    (5, ["7 mentors are asked", "A small group"], ["no figure about it"]),
    (13, ["15 mentors are asked"], ["A small group", "no figure about it"]),
])  # fmt: skip
def test_the_form_says_before_the_first_key_how_many_are_asked(cast, sign_in, pairs, says, not_says):
    PairingFactory.create_batch(pairs, cycle=cast.cycle)
    opened = open_round(cycle=cast.cycle, today=timezone.localdate())
    ballot = Ballot.objects.get(round=opened, user=cast.kavya)
    text = sign_in(cast.kavya).get(reverse("review_answer", args=[ballot.pk])).text
    before_the_first_key = " ".join(text[: text.index(f'name="{BEFORE}"')].split())
    assert "at least 7 were asked and at least 5 people have answered" in before_the_first_key
    assert "comments, without names, of at least 10 people or none" in before_the_first_key
    assert all(words in before_the_first_key for words in says)
    assert not any(words in before_the_first_key for words in not_says)


def test_a_raised_threshold_needs_more_who_are_asked(cast):
    """Of eight who are asked no eight will be printed, since the range would say that everybody answered."""
    PairingFactory.create_batch(6, cycle=cast.cycle)
    cast.program.score_threshold = 8
    cast.program.save()
    review_round = open_round(cycle=cast.cycle, today=timezone.localdate())
    group = group_of(Ballot.objects.filter(round=review_round, side="junior").select_related("round").first())
    assert (group.asked, group.fewest_asked, group.is_too_small) == (8, 10, True)
