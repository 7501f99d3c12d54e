"""The operators' page."""

import datetime as dt

import pytest
from django.utils import timezone

from mentorship import heartbeat, status
from notifications.models import Delivery
from people.models import Role, RoleGrant
from tests import factories as make


def sign_of(name: str) -> status.Sign:
    reader = make.UserFactory()
    RoleGrant.objects.create(user=reader, role=Role.OPERATOR)
    return next(sign for sign in status.all_signs(timezone.now(), reader) if sign.name == name)


def owe(user, state=Delivery.State.PENDING, minutes_ago=0, **fields):
    due_at = timezone.now() - dt.timedelta(minutes=minutes_ago)
    key = f"{user.pk}-{state}-{minutes_ago}"
    return Delivery.objects.create(
        key=key, kind="test", recipient=user, channel="email", due_at=due_at, state=state, **fields
    )


def test_operators_see_it(cast, sign_in):
    page = sign_in(cast.igor).get("/status/")
    assert page.status_code == 200
    assert [sign.name for sign in page.context["signs"]][:2] == ["Scheduler", "Worker"]


@pytest.mark.parametrize("who", ["omar", "priya", "jack", "noor"])
def test_others_do_not(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get("/status/").status_code == 403


def test_it_is_only_read(cast, sign_in):
    assert sign_in(cast.igor).post("/status/").status_code == 405


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get("/status/").headers["Location"].startswith("/account/login/")


@pytest.mark.django_db
def test_silence_of_the_clock_is_told_from_silence_of_the_worker():
    heartbeat.beat()
    assert (sign_of("Scheduler").is_well, sign_of("Worker").is_well) == (False, True)


@pytest.mark.django_db
def test_a_sign_of_life_goes_stale(time_machine):
    time_machine.move_to(dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC), tick=False)
    heartbeat.clock_is_alive()
    assert sign_of("Scheduler").is_well
    time_machine.shift(dt.timedelta(minutes=4))
    assert not sign_of("Scheduler").is_well


def test_the_oldest_message_due_is_found(cast):
    owe(cast.kavya, minutes_ago=40)
    owe(cast.jack, minutes_ago=3)
    owe(cast.jack, Delivery.State.SENT, minutes_ago=90, sent_at=timezone.now())
    sign = sign_of("Oldest message due")
    assert not sign.is_well
    assert timezone.now() - sign.seen_at < dt.timedelta(minutes=41)


@pytest.mark.parametrize(("lease", "is_well"), [(-1, False), (1, True)])
@pytest.mark.parametrize("state", ["claimed", "sending"])
def test_a_message_whose_worker_died_waits(cast, state, lease, is_well):
    owe(cast.kavya, state=state, minutes_ago=60, lease_until=timezone.now() + dt.timedelta(minutes=lease))
    assert sign_of("Oldest message due").is_well is is_well


def test_a_message_that_is_not_due_is_no_trouble(cast):
    owe(cast.kavya, minutes_ago=-40)
    assert sign_of("Oldest message due").is_well


def test_dead_messages_are_counted(cast):
    owe(cast.kavya, Delivery.State.DEAD)
    owe(cast.jack, Delivery.State.DEAD)
    assert sign_of("Messages that could not be sent").finding == "2"


def test_an_operator_counts_nothing_of_a_pairing_they_are_a_party_of(cast, sign_in):
    owe(cast.kavya, Delivery.State.DEAD)
    Delivery.objects.update(subject_id=cast.pairing.pk)
    owe(cast.noor, Delivery.State.DEAD)
    cast.jack.assistants.add(cast.igor)
    signs = sign_in(cast.igor).get("/status/").context["signs"]
    assert next(sign.finding for sign in signs if sign.name == "Messages that could not be sent") == "1"


def test_the_page_does_not_name_who_a_message_was_for(cast, sign_in):
    owe(cast.kavya, Delivery.State.DEAD, title="Kavya's secret", reason="kavya@example.com refused")
    page = sign_in(cast.igor).get("/status/").content.decode()
    assert "secret" not in page
    assert cast.kavya.email not in page


@pytest.mark.parametrize("rows", [1, 30])
def test_its_cost_does_not_grow(cast, sign_in, rows, django_assert_max_num_queries):
    for number in range(rows):
        owe(cast.kavya, Delivery.State.DEAD, minutes_ago=number)
    client = sign_in(cast.igor)
    with django_assert_max_num_queries(14):
        client.get("/status/")
