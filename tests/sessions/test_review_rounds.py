"""Review rounds: opened, answered in confidence, closed for good."""

import datetime as dt
from email.utils import parseaddr

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from frame.errors import Refused
from insights.models import Snapshot
from notifications.models import Delivery
from sessions.models import Ballot, CastBallot, ReviewRound, RoundKey, SealedReview
from sessions.reviews.questions import BEFORE, NOW
from sessions.reviews.reminders import plan_closing
from sessions.reviews.schedule import coming_round_on, count_responses, open_and_close_rounds
from sessions.reviews.services import answer_review, answers_so_far, close_round, open_round
from tests.factories import PairingFactory
from tests.mail import deliver_all

TODAY = dt.date(2026, 3, 2)
ANSWERS = {BEFORE: 2, NOW: 4, "safety": 5, "comment": "Keep it"}


@pytest.fixture
def opened(cast):
    return open_round(cycle=cast.cycle, today=TODAY)


def ballot_of(user, review_round):
    return Ballot.objects.get(round=review_round, user=user)


def test_everyone_of_an_active_pairing_is_asked_once(cast, opened):
    asked = {ballot.user for ballot in Ballot.objects.filter(round=opened)}
    assert asked == {cast.kavya, cast.jack, cast.maria, cast.helen}


def test_a_paused_pair_is_not_asked(cast):
    cast.other_pairing.state = "paused"
    cast.other_pairing.save()
    opened = open_round(cycle=cast.cycle, today=TODAY)
    assert Ballot.objects.filter(round=opened).count() == 2


def test_each_is_prompted(cast, opened):
    prompted = Delivery.objects.filter(kind="review_prompt", channel="email").values_list("recipient", flat=True)
    assert set(prompted) == {cast.kavya.pk, cast.jack.pk, cast.maria.pk, cast.helen.pk}


def test_a_second_round_is_refused_while_one_is_open(cast, opened):
    with pytest.raises(Refused, match="open already"):
        open_round(cycle=cast.cycle, today=TODAY)
    assert ReviewRound.objects.count() == 1


def test_a_round_without_pairs_is_refused(cast):
    cast.cycle.pairings.update(state="ended")
    with pytest.raises(Refused, match="nobody to ask"):
        open_round(cycle=cast.cycle, today=TODAY)


def test_answers_can_be_changed_until_the_round_closes(cast, opened):
    ballot = ballot_of(cast.kavya, opened)
    answer_review(ballot=ballot, answers=ANSWERS, wish="continue")
    answer_review(ballot=ballot, answers=ANSWERS | {NOW: 3}, wish="swap")
    assert answers_so_far(ballot)[NOW] == 3
    assert SealedReview.objects.count() == 1


def test_answers_hold_nobodys_identifier(cast, opened):
    answer_review(ballot=ballot_of(cast.kavya, opened), answers=ANSWERS, wish="continue")
    review = SealedReview.objects.get()
    ballot = ballot_of(cast.kavya, opened)
    ids = {form for thing in (cast.kavya, cast.pairing, ballot) for form in (str(thing.pk), thing.pk.hex)}
    assert review.respondent not in ids
    assert not any(form.encode() in bytes(review.sealed) for form in ids)


def mailed_to() -> set[str]:
    return {parseaddr(address)[1] for message in mail.outbox for address in message.to}


def test_prompting_stops_for_who_has_answered_only(cast):
    opened = open_round(cycle=cast.cycle, today=timezone.now().date())
    prompts = Delivery.objects.filter(kind="review_prompt")
    before = set(prompts.values_list("pk", "state", "reason"))
    answer_review(ballot=ballot_of(cast.kavya, opened), answers=ANSWERS, wish="continue")
    assert set(prompts.values_list("pk", "state", "reason")) == before
    deliver_all()
    assert set(prompts.values_list("recipient", "state")) == {
        (person.pk, "sent") for person in (cast.kavya, cast.jack, cast.maria, cast.helen)
    }, "the rows tell nobody"
    assert mailed_to() == {person.email for person in (cast.jack, cast.maria, cast.helen)}


@pytest.mark.parametrize(("state", "told", "is_prompted"), [
    ("ended", True, False), ("ended", None, False), ("ended", False, True), ("completed", True, True),
    ("paused", None, True),
])  # fmt: skip
@time_machine.travel("2026-11-23 10:00Z", tick=False)
def test_nobody_is_prompted_about_a_pairing_they_know_to_have_ended(cast, state, told, is_prompted):
    """Before both are told, one prompt fewer would tell."""
    open_round(cycle=cast.cycle, today=timezone.now().date())
    hour = dt.timedelta(hours=1)
    at = None if told is None else timezone.now() - hour if told else timezone.now() + hour
    type(cast.pairing).objects.filter(pk=cast.pairing.pk).update(state=state, outcome_at=at)
    ReviewRound.objects.update(closes_on=timezone.now().date() + dt.timedelta(days=7))
    nine = dt.datetime.combine(timezone.now().date(), dt.time(12), tzinfo=dt.UTC)
    reminded = {delivery.recipient_id for delivery in plan_closing(nine)}
    assert {cast.maria.pk, cast.helen.pk} <= reminded
    assert (cast.kavya.pk in reminded, cast.jack.pk in reminded) == (is_prompted, is_prompted)
    deliver_all()
    prompted = set(Delivery.objects.filter(kind="review_prompt", channel="in_app").values_list("recipient", flat=True))
    mailed = mailed_to()
    assert (cast.kavya.email in mailed, cast.maria.email in mailed) == (is_prompted, True)
    assert (cast.kavya.pk in prompted, cast.maria.pk in prompted) == (is_prompted, True)


def test_closing_destroys_what_ties_answers_to_people(cast, opened):
    answer_review(ballot=ballot_of(cast.kavya, opened), answers=ANSWERS, wish="continue")
    close_round(review_round=opened)
    opened.refresh_from_db()
    assert opened.is_closed
    assert not RoundKey.objects.exists()
    assert not SealedReview.objects.exists()
    assert not CastBallot.objects.exists()


def test_a_round_tells_how_many_of_each_side_have_answered_until_it_closes(cast):
    """Afterwards the results tell it: the same range, or a later one."""
    PairingFactory.create_batch(8, cycle=cast.cycle)
    review_round = open_round(cycle=cast.cycle, today=timezone.localdate())
    leaders = Ballot.objects.filter(round=review_round, side="senior")
    for ballot in leaders[:9]:
        answer_review(ballot=ballot, answers=ANSWERS, wish="continue")
    count_responses(ReviewRound.objects.open(), timezone.localdate())
    assert ReviewRound.objects.get().answered_so_far == {"junior": [], "senior": [5, 10]}
    close_round(review_round=review_round)
    assert ReviewRound.objects.get().answered_so_far == {}
    assert Snapshot.objects.get().results["answered"] == {"junior": [], "senior": [5, 10]}


def test_a_leader_with_many_mentors_is_one_person_asked(cast):
    """Seven ballots of leaders, nine of mentors; but eleven people."""
    PairingFactory.create_batch(7, cycle=cast.cycle, senior=cast.pairing.senior)
    opened = open_round(cycle=cast.cycle, today=TODAY)
    for ballot in Ballot.objects.filter(round=opened, user=cast.jack):
        answer_review(ballot=ballot, answers=ANSWERS, wish="continue")
    count_responses(ReviewRound.objects.open(), timezone.localdate())
    assert ReviewRound.objects.get().answered_so_far == {"junior": [], "senior": []}


@pytest.mark.parametrize(("days", "last"), [(0, dt.date(2026, 3, 2)), (5, dt.date(2026, 3, 7)), (20, None)])
def test_a_round_that_is_closed_early_ends_that_day(cast, opened, time_machine, days, last):
    time_machine.move_to(dt.datetime.combine(TODAY, dt.time(12), tzinfo=dt.UTC) + dt.timedelta(days=days))
    close_round(review_round=opened)
    assert ReviewRound.objects.get().closes_on == (last or opened.closes_on)


def test_closing_twice_freezes_once(cast, opened):
    close_round(review_round=opened)
    close_round(review_round=opened)
    assert Snapshot.objects.count() == 1


def test_a_late_answer_is_refused(cast, opened):
    close_round(review_round=opened)
    with pytest.raises(Refused, match="closed"):
        answer_review(ballot=ballot_of(cast.kavya, opened), answers=ANSWERS, wish="continue")


def test_four_answers_are_below_the_threshold_and_stay_hidden(cast, opened):
    for person in (cast.kavya, cast.jack, cast.maria, cast.helen):
        answer_review(ballot=ballot_of(person, opened), answers=ANSWERS, wish="continue")
    close_round(review_round=opened)
    results = Snapshot.objects.get().results
    assert results["confidence"]["junior"]["now"] == {"hidden": True}
    assert results["both_rose"] == {"hidden": True}
    assert results["comments"] == []


def test_a_round_opens_by_itself_one_interval_after_the_start(cast):
    cast.cycle.starts_on = dt.date(2026, 1, 15)
    cast.cycle.save()
    open_and_close_rounds(dt.datetime(2026, 4, 14, 10, tzinfo=dt.UTC))
    assert not ReviewRound.objects.exists()
    open_and_close_rounds(dt.datetime(2026, 4, 15, 10, tzinfo=dt.UTC))
    open_and_close_rounds(dt.datetime(2026, 4, 15, 13, tzinfo=dt.UTC))
    assert ReviewRound.objects.get().opens_on == dt.date(2026, 4, 15)


def test_a_round_closes_by_itself_after_its_last_day(cast, opened):
    last_day = dt.datetime.combine(opened.closes_on, dt.time(23), tzinfo=dt.UTC)
    open_and_close_rounds(last_day)
    assert ReviewRound.objects.open().exists()
    open_and_close_rounds(last_day + dt.timedelta(hours=2))
    assert not ReviewRound.objects.open().exists()


@pytest.mark.parametrize(("state", "comes"), [("running", True), ("closing", False), ("closed", False)])
def test_a_round_is_announced_only_while_it_would_open(cast, state, comes):
    cast.cycle.starts_on, cast.cycle.state = dt.date(2026, 1, 15), state
    assert coming_round_on(cast.cycle) == (dt.date(2026, 4, 15) if comes else None)


@pytest.mark.parametrize("lowered", [{"score_threshold": 4}, {"comment_threshold": 9}])
def test_the_database_takes_no_round_below_the_smallest_groups(cast, lowered):
    """Not even from somebody who writes into it past the form."""
    days = {"opens_on": dt.date(2026, 11, 23), "closes_on": dt.date(2026, 12, 7)}
    ReviewRound.objects.create(cycle=cast.cycle, number=1, score_threshold=5, comment_threshold=10, **days)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewRound.objects.create(cycle=cast.cycle, number=2, **days, **lowered)
