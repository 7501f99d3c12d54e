"""The operators' page."""

import datetime as dt

import pytest
from django.utils import timezone

from mentorship import heartbeat, queues, signs
from notifications import marks, outcomes
from notifications.database_clock import SKEWED
from notifications.mailing import NotSent
from notifications.models import Delivery
from notifications.outbox_state import outbox_state
from people.models import Role, RoleGrant
from tests import factories as make
from tests.query_counts import MOST, cost_of


def sign_of(name: str) -> signs.Sign:
    reader = make.UserFactory()
    RoleGrant.objects.create(user=reader, role=Role.OPERATOR)
    everything, now = Delivery.objects.all(), timezone.now()
    seen, unseen = everything.visible_to(reader), everything.unseen_by(reader)
    return next(sign for sign in signs.all_signs(now, outbox_state(seen, now), unseen) if sign.name == name)


def owe(user, state=Delivery.State.PENDING, minutes_ago=0, **fields):
    due_at = timezone.now() - dt.timedelta(minutes=minutes_ago)
    key = f"{user.pk}-{state}-{minutes_ago}"
    return Delivery.objects.create(
        key=key, kind="test", recipient=user, channel="email", due_at=due_at, state=state, **fields
    )


def test_operators_see_it(cast, sign_in):
    page = sign_in(cast.igor).get("/status/")
    assert page.status_code == 200
    assert [sign.name for sign in page.context["signs"]][:5] == [
        "Scheduler", "Worker for heavy", "Worker for mail", "Worker for quick", "Planning",
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["omar", "priya", "jack", "noor"])
def test_others_do_not(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get("/status/").status_code == 403


def test_it_is_only_read(cast, sign_in):
    assert sign_in(cast.igor).post("/status/").status_code == 405


def test_strangers_are_asked_to_sign_in(client, db):
    assert client.get("/status/").headers["Location"].startswith("/account/login/")


@pytest.mark.django_db
def test_silence_of_the_clock_is_told_from_silence_of_the_worker():
    signs_of_life_of_a_worker()
    assert (sign_of("Scheduler").is_well, sign_of("Worker for mail").is_well) == (False, True)


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


@pytest.mark.parametrize("state", ["claimed", "sending", "retry", "pending"])
def test_whatever_is_owed_and_not_sent_counts(cast, state):
    """Also what a worker is at, and what waits for another try in an hour."""
    later = timezone.now() + dt.timedelta(hours=1)
    owe(cast.kavya, state=state, minutes_ago=60, lease_until=later, next_attempt_at=later)
    assert not sign_of("Oldest message due").is_well


def test_a_machine_whose_clock_is_wrong_is_named(db):
    marks.mark(SKEWED)
    assert not sign_of("Clocks").is_well


def signs_of_life_of_a_worker() -> None:
    """As its first process gives them, whatever the others are at."""
    heartbeat._queues[:] = queues.names()
    heartbeat.say_so()


def fail(*, times: int = 1, **facts) -> None:
    for _ in range(times):
        outcomes.note_failure(NotSent("no", **facts))
    outcomes.write_down(at_once=True)


def send() -> None:
    outcomes.note(outcomes.SENT)
    outcomes.write_down(at_once=True)


@pytest.mark.django_db
def test_mail_is_well_while_messages_go():
    send()
    assert sign_of("Mail").is_well


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{"is_server_away": True}, {"may_have_arrived": True}])
def test_mail_is_dead_when_the_last_try_found_no_server(facts):
    send()
    fail(**facts)
    sign = sign_of("Mail")
    assert (sign.is_well, "could not be reached" in sign.finding) == (False, True)
    send()
    assert sign_of("Mail").is_well


@pytest.mark.django_db
def test_a_server_that_has_said_nothing_for_a_while_is_not_well_until_it_answers():
    send()
    outcomes.note(outcomes.UNANSWERED)
    outcomes.write_down(at_once=True)
    sign = sign_of("Mail")
    assert (sign.is_well, "takes long to answer, or does not" in sign.finding) == (False, True)
    send()
    assert sign_of("Mail").is_well


def test_mail_is_dead_when_everything_is_put_off(cast):
    send()
    for number in range(9):
        owe(cast.kavya, "retry", minutes_ago=number)
    fail(times=9)
    assert "puts off" in sign_of("Mail").finding


def test_one_address_that_is_put_off_is_not_the_server(cast):
    send()
    owe(cast.kavya, "retry", minutes_ago=2)
    fail()
    assert sign_of("Mail").is_well


def test_mail_is_dead_when_it_is_owed_and_none_goes(cast):
    owe(cast.kavya, minutes_ago=6)
    assert "none goes out" in sign_of("Mail").finding
    send()
    assert sign_of("Mail").is_well


def test_of_secret_kinds_no_failure_and_no_mail_is_counted(cast):
    from notifications import kinds

    review = kinds.get("review_prompt")
    outcomes.note(outcomes.SENT, review)
    outcomes.note_failure(NotSent("no"), review)
    outcomes.write_down(at_once=True)
    assert {found.times for found in marks.all_marks().values()} == {0}


def test_review_prompts_count_within_other_in_steps_of_ten(cast):
    for number in range(3):
        owe(cast.kavya, minutes_ago=number)
    Delivery.objects.update(kind="review_prompt")
    owe(cast.jack, minutes_ago=9)
    Delivery.objects.filter(recipient=cast.jack).update(kind="invitation")
    assert outbox_state(Delivery.objects.all(), timezone.now()).backlog == {"other": 10, "invitation": 1}


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
def test_its_cost_does_not_grow(cast, sign_in, rows):
    for number in range(rows):
        owe(cast.kavya, Delivery.State.DEAD, minutes_ago=number)
    assert cost_of(sign_in(cast.igor), "/status/") <= MOST
