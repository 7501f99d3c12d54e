"""A pair that the whole team is too close to is told to HR from the day it exists, whatever waits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairings import services
from pairings.models import EndRequest
from pairings.services.readers import want_readers
from pairings.tasks import settle_pairings
from people.models import Role, RoleGrant, User
from programs.models import Coordinator, Cycle, Participant, Todo
from programs.services import withdraw_participant
from tests import factories as make

SENTENCE = "Nobody could read what a pair here may write"


def told():
    return Todo.objects.open().filter(kind="no_reader")


@pytest.fixture
def all_too_close(cast):
    """Jack is the only coordinator, and Omar of HR is Kavya's manager."""
    Coordinator.objects.filter(program=cast.program).update(user=cast.jack)
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.omar)


def test_nothing_is_told_while_somebody_may_read(cast):
    settle_pairings()
    assert not told().exists()


@pytest.mark.parametrize("near", ["manager", "assistant"])
def test_hr_is_told_when_nobody_may(cast, all_too_close, near, sign_in):
    if near == "assistant":
        User.objects.filter(pk=cast.kavya.pk).update(manager=None)
        cast.kavya.assistants.add(cast.omar)
    settle_pairings()
    assert told().get().program == cast.program
    assert SENTENCE in sign_in(cast.omar).get(reverse("home")).text
    assert "Kavya" not in told().get().text
    assert told().visible_to(cast.omar).exists()
    assert not told().visible_to(cast.jack).exists(), "for HR alone"


@pytest.mark.parametrize("does", ["nothing", "asks to end it", "leaves", "pauses"])
def test_hr_who_is_the_leader_reads_the_same_whatever_the_mentor_does(clock, cast, sign_in, does):
    """Jack is the only HR admin; Priya, the coordinator, manages Kavya."""
    RoleGrant.objects.filter(role=Role.HR_ADMIN).delete()
    make.RoleGrantFactory(user=cast.jack, role=Role.HR_ADMIN)
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.priya)
    want_readers()
    before = told().get()
    if does == "asks to end it":
        services.leave_pairing(pairing=cast.pairing, by=cast.kavya, wish=EndRequest.Wish.LEAVE)
    elif does == "leaves":
        withdraw_participant(participant=Participant.objects.get(pk=cast.pairing.junior_id), by=cast.kavya)
    elif does == "pauses":
        services.pause_pairing(pairing=cast.pairing, by=cast.kavya)
    clock.shift(3600)
    want_readers()
    assert told().get() == before
    assert SENTENCE in sign_in(cast.jack).get("/").text


def test_a_question_that_only_one_has_answered_is_not_told(cast, all_too_close):
    type(cast.pairing).objects.update(agreed_at=None, opened_at=None, state="proposed")
    want_readers()
    assert not told().exists()


def test_it_settles_itself_once_somebody_may(cast, all_too_close):
    want_readers()
    want_readers()
    assert told().count() == 1
    make.CoordinatorFactory(program=cast.program)
    want_readers()
    assert not told().exists()


def test_it_settles_itself_with_the_cycle(cast, all_too_close):
    want_readers()
    Cycle.objects.filter(pk=cast.cycle.pk).update(state="closed")
    want_readers()
    assert not told().exists()


def test_people_who_have_left_read_nothing(cast, all_too_close):
    gone = make.CoordinatorFactory(program=cast.program).user
    User.objects.filter(pk=gone.pk).update(is_active=False)
    want_readers()
    assert told().exists()


def test_it_costs_the_same_for_one_three_and_thirty(cast):
    costs = []
    for more in (0, 2, 27):
        make.PairingFactory.create_batch(more, cycle=cast.cycle)
        with CaptureQueriesContext(connection) as queries:
            want_readers()
        costs.append(len(queries))
    assert len(set(costs)) == 1
