"""What is asked half a year and a year after a cycle has closed: of whom, how, and what may be read of it."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from insights.models import ProgramReview, Snapshot
from notifications.models import Delivery
from pairings.models import CycleClosing, Pairing
from people.directory.services import deactivate_person
from sessions.models import Ballot, MarkKey, ReviewRound, RoundMarks, SealedReview
from sessions.reviews.marks import forget_marks
from sessions.reviews.personal_data import own_answers
from sessions.reviews.questions import AGAIN, IN_TOUCH, NO, YES
from sessions.reviews.reminders import plan_follow_up_closing
from sessions.reviews.schedule import open_and_close_rounds
from sessions.reviews.services import answer_review, answers_so_far, close_round
from sessions.reviews.services.opening import possible_from
from tests import factories as make

CLOSED_AT = dt.datetime(2026, 1, 14, 10, tzinfo=dt.UTC)
HALF_A_YEAR = dt.datetime(2026, 7, 14, 10, tzinfo=dt.UTC)  # a Tuesday
A_YEAR = dt.datetime(2027, 1, 14, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SECRET = "canary-follow-up"


@pytest.fixture
def closed(cast):
    """The cast's cycle has closed with ten completed pairs, Kavya and Jack among them."""
    make.PairingFactory.create_batch(8, cycle=cast.cycle)
    Pairing.objects.filter(cycle=cast.cycle).update(state="completed", ended_at=CLOSED_AT)
    cast.cycle.participants.update(state="completed")
    CycleClosing.objects.create(cycle=cast.cycle, due_at=CLOSED_AT, done_at=CLOSED_AT)
    type(cast.cycle).objects.filter(pk=cast.cycle.pk).update(state="closed")
    return cast.cycle


def opened(at):
    with time_machine.travel(at, tick=False):
        open_and_close_rounds()
    return ReviewRound.objects.follow_ups().order_by("months_after").last()


def answered(follow_up, people, *, in_touch=YES, comment=SECRET):
    for ballot in Ballot.objects.filter(round=follow_up, user__in=people):
        answer_review(ballot=ballot, answers={IN_TOUCH: in_touch, AGAIN: YES, "comment": comment}, wish="")


def mentors(cycle):
    return [place.user for place in cycle.participants.filter(side="junior").select_related("user").order_by("pk")]


def shares(follow_up, side="junior"):
    scores = Snapshot.objects.get(round=follow_up).results["scores"][side]
    return {row["code"]: row["agree"] for row in scores}


def test_half_a_year_and_a_year_later_everybody_who_completed_is_asked_once(closed):
    assert opened(HALF_A_YEAR - DAY) is None
    first = opened(HALF_A_YEAR)
    assert (first.months_after, Ballot.objects.filter(round=first).count()) == (6, 20)
    assert opened(HALF_A_YEAR + DAY).pk == first.pk, "asked once"
    asked = Delivery.objects.filter(kind="follow_up_prompt", channel="email").values_list("recipient", flat=True)
    assert set(asked) == set(Ballot.objects.filter(round=first).values_list("user", flat=True))
    assert opened(A_YEAR).months_after == 12
    assert opened(A_YEAR + 300 * DAY).months_after == 12
    assert ReviewRound.objects.follow_ups().count() == 2


def test_what_nobody_could_ask_for_months_is_asked_no_more(closed):
    assert opened(HALF_A_YEAR + 70 * DAY) is None


def test_the_reminder_goes_once_before_the_end(closed):
    first = opened(HALF_A_YEAR)
    at = dt.datetime.combine(first.closes_on - 7 * DAY, dt.time(9), dt.UTC)
    rows = list(plan_follow_up_closing(at))
    assert {row.kind for row in rows} == {"follow_up_closing"}
    assert len({row.recipient_id for row in rows}) == 20


def test_leavers_and_those_whose_pair_ended_early_are_not_asked(cast, closed):
    deactivate_person(person=cast.kavya, by=cast.omar)
    Pairing.objects.filter(pk=cast.other_pairing.pk).update(state="ended")
    first = opened(HALF_A_YEAR)
    asked = set(Ballot.objects.filter(round=first).values_list("user", flat=True))
    assert cast.jack.pk in asked
    assert asked.isdisjoint({cast.kavya.pk, cast.maria.pk, cast.helen.pk})


def test_where_nothing_could_ever_be_shown_nobody_is_asked_and_the_sponsor_reads_why(cast, closed, page):
    few = Pairing.objects.filter(cycle=closed).values_list("pk", flat=True)[:6]
    Pairing.objects.filter(cycle=closed).exclude(pk__in=list(few)).update(state="ended")
    assert opened(HALF_A_YEAR) is None
    with time_machine.travel(A_YEAR, tick=False):
        text = page(cast.lena, reverse("program_dashboard", args=[cast.program.pk]))
    assert "fewer than 7 mentors" in text


def test_it_is_answered_on_one_page_and_can_be_changed(cast, closed, sign_in):
    first = opened(HALF_A_YEAR)
    ballot = Ballot.objects.get(round=first, user=cast.kavya)
    url = reverse("review_answer", args=[ballot.pk])
    with time_machine.travel(HALF_A_YEAR + DAY, tick=False):
        client = sign_in(cast.kavya)
        assert "Answer three questions" in client.get(reverse("home")).content.decode()
        page = client.get(url).content.decode()
        assert "Jack Whitfield" in page
        assert "under a minute" in page
        wrong = client.post(url, {IN_TOUCH: "7", AGAIN: YES, "comment": "I ask first"})
        assert wrong.status_code == 422
        assert "I ask first" in wrong.content.decode(), "nothing is lost"
        response = client.post(url, {IN_TOUCH: NO, AGAIN: YES, "comment": "I ask first"})
        assert response.headers["Location"] == reverse("review_list")
        assert answers_so_far(ballot) == {IN_TOUCH: NO, AGAIN: YES, "comment": "I ask first"}
        client.post(url, {IN_TOUCH: YES, AGAIN: YES, "comment": ""})
        assert answers_so_far(ballot) == {IN_TOUCH: YES, AGAIN: YES}
        assert own_answers(ballot, cast.kavya) == {
            "Are you two still in touch?": "yes", "Would you take part again?": "yes",
        }  # fmt: skip
        assert sign_in(cast.jack).get(url).status_code == 404


def test_shares_in_steps_are_shown_to_team_and_sponsor_and_the_answers_are_gone(cast, closed, page):
    first = opened(HALF_A_YEAR)
    people = mentors(closed)
    answered(first, people[:6])
    answered(first, people[6:8], in_touch=NO)
    close_round(review_round=first)
    assert not SealedReview.objects.filter(round=first).exists()
    assert shares(first)[IN_TOUCH]["steps"] == [1, 1, 2], "half or more, whatever the eight said"
    assert shares(first, "senior")[IN_TOUCH] == {"hidden": True}
    url = reverse("round_results", args=[first.pk])
    for reader in (cast.lena, cast.omar, cast.priya, cast.kavya):
        text = page(reader, url)
        assert "half or more" in text
        assert "hidden to protect people" in text
        assert "fewer than 5 have answered" in text
        assert SECRET not in text, "only eight wrote something"
    assert reverse("round_results", args=[first.pk]) in page(
        cast.lena, reverse("program_dashboard", args=[cast.program.pk])
    )
    assert not ProgramReview.objects.exists()
    assert not Delivery.objects.filter(kind="review_to_write").exists()


def test_of_few_answers_nothing_is_shown(cast, closed, page):
    first = opened(HALF_A_YEAR)
    answered(first, mentors(closed)[:4])
    close_round(review_round=first)
    assert shares(first)[IN_TOUCH] == {"hidden": True}
    assert "Hidden to protect people" in page(cast.lena, reverse("round_results", args=[first.pk]))


def test_what_people_still_do_is_read_by_the_team_where_ten_have_written(cast, closed, page):
    first = opened(HALF_A_YEAR)
    answered(first, [*mentors(closed), *(place.user for place in closed.participants.filter(side="senior"))])
    close_round(review_round=first)
    url = reverse("round_results", args=[first.pk])
    assert SECRET in page(cast.omar, url)
    assert SECRET not in page(cast.lena, url)
    assert SECRET not in page(cast.kavya, url)


def test_the_second_time_tells_nothing_about_the_one_who_came(closed):
    """Five, none in touch; half a year later one more answers: the step must not move with that one."""
    first = opened(HALF_A_YEAR)
    people = mentors(closed)
    answered(first, people[:2])
    answered(first, people[2:5], in_touch=NO)
    close_round(review_round=first)
    assert shares(first)[IN_TOUCH]["steps"] == [0, 0, 2]
    second = opened(A_YEAR)
    answered(second, people[:2])
    answered(second, people[2:5], in_touch=NO)
    answered(second, people[5:6])
    close_round(review_round=second)
    assert shares(second)[IN_TOUCH] == {"hidden": True}


def test_marks_of_the_first_stay_until_the_second_has_closed_and_go_then(cast, closed):
    first = opened(HALF_A_YEAR)
    answered(first, mentors(closed)[:6])
    close_round(review_round=first)
    with time_machine.travel(HALF_A_YEAR + 60 * DAY, tick=False):
        forget_marks(cast.program.pk)
    assert RoundMarks.objects.filter(round=first).exists()
    second = opened(A_YEAR)
    close_round(review_round=second)
    with time_machine.travel(A_YEAR + 20 * DAY, tick=False):
        forget_marks(cast.program.pk)
    assert not RoundMarks.objects.exists()
    assert not MarkKey.objects.exists()


def test_marks_of_reviews_go_with_their_last_cycle_as_before(cast, closed):
    review = ReviewRound.objects.create(
        cycle=closed, number=1, state="closed", opens_on=CLOSED_AT.date(), closes_on=CLOSED_AT.date()
    )
    RoundMarks.objects.create(round=review, sealed=b"")
    with time_machine.travel(CLOSED_AT + DAY, tick=False):
        forget_marks(cast.program.pk)
    assert not RoundMarks.objects.exists()


def test_it_holds_up_no_review_of_the_next_cycle(cast, closed):
    first = opened(HALF_A_YEAR)
    close_round(review_round=first)
    following = make.CycleFactory(program=cast.program, name="Autumn")
    assert possible_from(following, []) is None
