"""A matter that the whole team is too close to is told to HR without a name or a word of it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairings.tasks import tend
from people.models import User
from programs.models import Coordinator, Todo
from programs.services import raise_todo, want_readers
from tests import factories as make


@pytest.fixture
def asked(cast):
    """Kavya asks to end it."""
    return raise_todo(
        program=cast.program, kind="leave_request", subject_id=cast.pairing.pk,
        text="Kavya Nair and Jack Whitfield", concerns=[cast.kavya, cast.jack],
    )  # fmt: skip


def told():
    return Todo.objects.open().filter(kind="no_reader")


def all_too_close(cast):
    """Jack is the only coordinator, and Omar of HR is Kavya's manager."""
    Coordinator.objects.filter(program=cast.program).update(user=cast.jack)
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.omar)


def test_nothing_is_told_while_somebody_may_read(cast, asked):
    tend()
    assert not told().exists()


@pytest.mark.parametrize("near", ["manager", "assistant", "self"])
def test_hr_is_told_when_nobody_may(cast, asked, near, sign_in):
    all_too_close(cast)
    if near == "assistant":
        User.objects.filter(pk=cast.kavya.pk).update(manager=None)
        cast.kavya.assistants.add(cast.omar)
    if near == "self":
        asked.concerns.add(cast.omar)
    tend()
    assert told().get().program == cast.program
    text = sign_in(cast.omar).get(reverse("home")).text
    assert "Something waits that nobody may read" in text
    for word in ("Kavya", "asks to end"):
        assert word not in told().get().text
    assert told().visible_to(cast.omar).exists()
    assert not told().visible_to(cast.jack).exists(), "a coordinator who is a party must not guess what it is"
    assert not Todo.objects.visible_to(cast.omar).filter(pk=asked.pk).exists()


def test_it_settles_itself_once_somebody_may(cast, asked):
    all_too_close(cast)
    want_readers()
    want_readers()
    assert told().count() == 1
    make.CoordinatorFactory(program=cast.program)
    want_readers()
    assert not told().exists()


def test_people_who_have_left_read_nothing(cast, asked):
    all_too_close(cast)
    gone = make.CoordinatorFactory(program=cast.program).user
    User.objects.filter(pk=gone.pk).update(is_active=False)
    want_readers()
    assert told().exists()


def test_it_costs_the_same_for_one_three_and_thirty(cast, asked):
    costs = []
    for more in (0, 2, 27):
        for _ in range(more):
            pairing = make.PairingFactory(cycle=cast.cycle)
            raise_todo(program=cast.program, kind="leave_request", subject_id=pairing.pk, text="", concerns=[
                pairing.junior.user, pairing.senior.user,
            ])  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            want_readers()
        costs.append(len(queries))
    assert len(set(costs)) == 1
