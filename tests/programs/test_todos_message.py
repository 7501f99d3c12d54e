"""Coordinators hear the morning after that something waits, once a day, and never what it is."""

import datetime as dt

import pytest
import time_machine

from notifications.models import Delivery
from notifications.sending import plan_due
from pairings import services
from programs.models import Todo
from programs.services import NewTodo, raise_todos
from programs.todos_message import waiting_for
from tests import factories as make
from tests.mail import deliver_all, sent_to

MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


def matter(cast, *, concerns=(), kind=Todo.Kind.FREE_PLACE):
    subject = make.ParticipantFactory(cycle=cast.cycle)
    raise_todos([
        NewTodo(program_id=cast.program.pk, kind=kind, subject_id=subject.pk, text="Kavya Nair", link="/",
                concerns=[person.pk for person in concerns])
    ])  # fmt: skip


def heard(user):
    return Delivery.objects.filter(kind="todos_waiting", recipient=user, channel="email").count()


def test_the_morning_after_they_hear_once_of_all_that_was_raised(clock, cast):
    matter(cast)
    matter(cast)
    plan_due()
    assert heard(cast.priya) == 0
    clock.move_to(MONDAY + DAY)
    for _time in range(2):
        plan_due()
    assert heard(cast.priya) == 1
    deliver_all()
    [mail] = sent_to(cast.priya)
    assert "2 matters wait for you" in mail.subject
    assert "Kavya" not in mail.body, "what it is stands on the page"


def test_an_expired_question_reaches_them(clock, cast):
    pairing = make.PairingFactory(
        cycle=cast.cycle, state="proposed", agreed_at=None, opened_at=None, answer_by=MONDAY - DAY
    )
    services.expire_pairings(now=MONDAY)
    pairing.refresh_from_db()
    assert pairing.state == "expired"
    clock.move_to(MONDAY + DAY)
    plan_due()
    assert heard(cast.priya) == 1


def test_whoever_is_close_to_it_hears_nothing(clock, cast):
    matter(cast, concerns=[cast.priya])
    clock.move_to(MONDAY + DAY)
    plan_due()
    assert heard(cast.priya) == 0


def test_what_was_looked_at_meanwhile_needs_no_word(clock, cast):
    matter(cast)
    clock.move_to(MONDAY + DAY)
    plan_due()
    Todo.objects.update(done_at=MONDAY)
    deliver_all()
    assert not sent_to(cast.priya)
    assert waiting_for(cast.priya, cast.program, MONDAY.date()) == 0


def test_what_has_a_message_of_its_own_is_left_out(clock, cast):
    matter(cast, kind=Todo.Kind.SLIPPING)
    clock.move_to(MONDAY + DAY)
    plan_due()
    assert heard(cast.priya) == 0
