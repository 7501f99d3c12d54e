"""What comes of a review as a PDF: one for the team and the sponsor, another for everyone who was asked."""

import html

import pytest
from django.urls import reverse
from django.utils import timezone

from insights.models import ProgramReview, ReviewStep
from insights.program_review import paper
from tests.insights.story import hold_round, more_pairs


@pytest.fixture
def closed(cast):
    """A closed round with results, what was learnt, a step that somebody sees to, and the sponsor's comment."""
    more_pairs(cast, 8)
    review_round = hold_round(cast.cycle)
    review = ProgramReview.objects.create(
        round=review_round, learnt="Half an hour is too short", comment="Only between us", comment_by=cast.lena
    )
    ReviewStep.objects.create(
        review=review, kind="step", text="Meet for longer", owner=cast.priya, due_on=timezone.localdate()
    )
    return review_round


def publish(review_round):
    ProgramReview.objects.filter(round=review_round).update(published_at=timezone.now())


@pytest.fixture
def fetch(sign_in, django_capture_on_commit_callbacks):
    """Ask for a paper and fetch it; gives the words that it is set from and kept under, or the status of a refusal."""

    def fetched(person, review_round, readers):
        client = sign_in(person)
        with django_capture_on_commit_callbacks(execute=True):
            asked = client.post(reverse("program_review_paper_make", args=[review_round.pk]), {"for": readers})
        answer = client.get(reverse("program_review_paper", args=[review_round.pk]), {"for": readers})
        if answer.status_code != 200 or asked.status_code != 302:
            return asked.status_code, answer.status_code
        assert answer.content.startswith(b"%PDF-")
        return html.unescape(paper.html_of(paper.said_of(review_round), readers))

    return fetched


def test_the_team_and_the_sponsor_read_who_sees_to_it_and_what_the_sponsor_says(cast, closed, fetch):
    for person in (cast.priya, cast.lena, cast.omar):
        text = fetch(person, closed, "team")
        for words in ("Half an hour is too short", "Meet for longer", "Priya Raman", "Only between us"):
            assert words in text


def test_everyone_who_was_asked_reads_neither(cast, closed, fetch):
    publish(closed)
    for person in (cast.kavya, cast.jack, cast.priya):
        text = fetch(person, closed, "everyone")
        assert "Half an hour is too short" in text
        assert "Meet for longer" in text
        assert "Priya Raman" not in text
        assert "Only between us" not in text


def test_both_print_the_frozen_results_as_the_page_does(cast, closed, fetch):
    for readers in ("team", "everyone"):
        assert "half or more" in fetch(cast.priya, closed, readers)


@pytest.mark.parametrize(("name", "readers"), [("kavya", "team"), ("jack", "team"), ("noor", "team"),
                                               ("noor", "everyone"), ("sam", "everyone")])  # fmt: skip
def test_nobody_reads_what_is_not_theirs(cast, closed, fetch, name, readers):
    publish(closed)
    assert fetch(cast.people[name], closed, readers) == (404, 404)


def test_before_it_is_published_only_those_who_write_it_have_it(cast, closed, fetch):
    assert fetch(cast.kavya, closed, "everyone") == (404, 404)
    assert "Meet for longer" in fetch(cast.priya, closed, "everyone")


def test_a_change_makes_another_paper(cast, closed):
    before = paper.paper_of(paper.said_of(closed), paper.TEAM)
    paper.make_paper(closed, paper.TEAM, "en")
    assert (before["state"], paper.paper_of(paper.said_of(closed), paper.TEAM)["state"]) == ("", "ready")
    ProgramReview.objects.update(learnt="Something else")
    assert paper.paper_of(paper.said_of(closed), paper.TEAM)["state"] == ""


def test_pages_offer_it_to_those_who_may(cast, closed, sign_in):
    publish(closed)
    own = sign_in(cast.kavya).get(reverse("round_results", args=[closed.pk])).text
    assert "Make a PDF of it" in own
    both = sign_in(cast.priya).get(reverse("program_review", args=[closed.pk])).text
    assert both.count("Make a PDF:") == 2
