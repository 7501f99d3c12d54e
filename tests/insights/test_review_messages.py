"""Who hears that a closed review waits for its page, and who that there is something to read."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from insights.models import ProgramReview, ReviewStep
from insights.program_review.messages import plan_to_write
from insights.program_review.services import publish_review, write_review
from notifications.models import Delivery
from programs.models import Program
from sessions.models import ReviewRound
from tests import factories as make
from tests.insights.story import hold_round
from tests.mail import deliver_all, plan_all, sent_to

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
TUESDAY = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(TUESDAY, tick=True) as clock:
        yield clock


@pytest.fixture
def closed(cast, clock):
    return hold_round(cast.cycle)


def subjects_of(person) -> list[str]:
    plan_all()
    deliver_all()
    return [mail.subject for mail in sent_to(person) if "review" in mail.subject]


def write(closed, cast):
    write_review(review_round=closed, learnt="Time is short", version=1, by=cast.priya)
    ReviewStep.objects.create(review=ProgramReview.objects.get(round=closed), text="Half an hour more")


def test_who_coordinates_hears_it_when_the_review_closes_and_once_more(cast, closed, clock, mailoutbox):
    say = f"Say what comes of review {closed.number} in {cast.program}"
    assert subjects_of(cast.priya) == [say]
    clock.shift(7 * DAY)
    assert subjects_of(cast.priya) == [say]
    clock.shift(7 * DAY)
    assert subjects_of(cast.priya) == [say] * 2
    clock.shift(20 * DAY)
    assert subjects_of(cast.priya) == [say] * 2
    told = {mail.to[0].rpartition("<")[2] for mail in mailoutbox if "Say what comes" in mail.subject}
    assert told == {f"{cast.priya.email}>"}


def test_not_when_it_is_written_or_the_program_is_archived(cast, closed, mailoutbox):
    plan_all()
    write(closed, cast)
    assert subjects_of(cast.priya) == []
    ProgramReview.objects.all().delete()
    Program.objects.filter(pk=cast.program.pk).update(state="archived")
    assert list(plan_to_write(timezone.now())) == []


@pytest.mark.parametrize("late", [0, 1, 3, 13])
def test_a_clock_that_stood_still_loses_none(cast, closed, clock, late):
    clock.shift(late * DAY)
    assert {row.recipient_id for row in plan_to_write(timezone.now())} == {cast.priya.pk}


def test_everybody_who_was_asked_reads_it_once(cast, closed, mailoutbox):
    write(closed, cast)
    for is_public in (True, False, True):
        publish_review(review_round=closed, is_public=is_public)
    deliver_all()
    asked = set(closed.ballots.values_list("user", flat=True))
    told = Delivery.objects.filter(kind="review_to_read", channel="email", state="sent")
    assert set(told.values_list("recipient", flat=True)) == asked
    assert len(asked) == told.count() > 1
    mail = next(mail for mail in sent_to(cast.kavya) if mail.subject.startswith("What you said"))
    assert f"/review-rounds/{closed.pk}/results/" in mail.body
    assert "Time is short" not in mail.body


def test_what_was_taken_back_meanwhile_is_not_announced(cast, closed, mailoutbox):
    write(closed, cast)
    for is_public in (True, False):
        publish_review(review_round=closed, is_public=is_public)
    deliver_all()
    assert not any(mail.subject.startswith("What you said") for mail in mailoutbox)


@pytest.mark.parametrize("n", [1, 6])
def test_planning_takes_as_many_queries_for_many_rounds(cast, clock, n, django_assert_num_queries):
    for _ in range(n):
        cycle = make.CycleFactory()
        make.CoordinatorFactory(program=cycle.program)
        day = timezone.localdate()
        ReviewRound.objects.create(
            cycle=cycle, number=1, state="closed", opens_on=day, closes_on=day, closed_at=timezone.now()
        )
    with django_assert_num_queries(2):
        assert len(list(plan_to_write(timezone.now()))) == 2 * n
