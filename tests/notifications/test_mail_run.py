"""The decision is as young as the act, the mail server is shared, and nobody waits for what is slow."""

import datetime as dt
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from mentorship.signs import mail_trouble
from notifications import database_clock, mail_lines, mail_run, outcomes, sending, services, stopping
from notifications.database_clock import SKEWED
from notifications.kinds import Urgency
from notifications.mailing import Postman
from notifications.models import ChannelPreference, Delivery, MailLine, Mark
from notifications.outbox_state import outbox_state
from people.models import User
from tests.mail import deliver_all
from tests.notifications.smtp import free_port, mailer

really_ask_database = database_clock.ask_database


@pytest.fixture
def meanwhile(monkeypatch, settings):
    """Lets something happen once the first of two messages has gone: `meanwhile(act)`, with one connection."""
    settings.EMAIL_CONNECTIONS = 1

    def happens(act) -> None:
        real, left = mail_run.MailRun.outcome, [act]

        def outcome(run, flight, done):
            state = real(run, flight, done)
            if left:
                left.pop()()
            return state

        monkeypatch.setattr(mail_run.MailRun, "outcome", outcome)

    return happens


@pytest.fixture
def two(person, owe, later):
    """The first and the second message of one batch."""
    return owe(person("first"), due_at=later(minutes=-2)), owe(person("second"), due_at=later(minutes=-1))


def opt_out(second: Delivery) -> None:
    ChannelPreference.objects.create(user_id=second.recipient_id, kind=second.kind, channel="email", is_wanted=False)


def leave(second: Delivery) -> None:
    User.objects.filter(pk=second.recipient_id).update(is_active=False)


def call_off(second: Delivery) -> None:
    services.cancel_deliveries(subject_id=second.subject_id, reason="Moved.")


def take_over(second: Delivery) -> None:
    Delivery.objects.filter(pk=second.pk).update(claim_token=None, state="sent", sent_at=timezone.now())


def run_out(second: Delivery) -> None:
    Delivery.objects.filter(pk=second.pk).update(not_after=timezone.now())


@pytest.mark.parametrize(
    ("change", "state"),
    [(opt_out, "suppressed"), (leave, "cancelled"), (call_off, "cancelled"), (take_over, "sent"), (run_out, "expired")],
)
def test_what_changes_while_the_one_before_is_sent_counts(two, server, meanwhile, state_of, change, state):
    meanwhile(lambda: change(two[1]))
    deliver_all()
    assert [message["To"].addresses[0].username for message in server.taken] == ["first"]
    assert state_of(two[1]) == state


def test_only_what_is_on_its_way_is_marked_so(two, server, monkeypatch, settings):
    settings.EMAIL_CONNECTIONS, seen = 1, []
    real = mail_run.MailRun.let_go

    def let_go(run, *given):
        seen.append(sorted(Delivery.objects.values_list("state", flat=True)))
        real(run, *given)

    monkeypatch.setattr(mail_run.MailRun, "let_go", let_go)
    deliver_all()
    assert seen == [["claimed", "sending"], ["sending", "sent"]]


def test_who_is_asked_to_stop_hands_the_rest_back_at_once(two, server, meanwhile, state_of):
    meanwhile(stopping.ask)
    try:
        assert deliver_all() == {"sent": 1}
        assert deliver_all() == {}
    finally:
        stopping.forget()
    row = Delivery.objects.get(pk=two[1].pk)
    assert (row.state, row.claims, row.attempt, row.claim_token) == ("pending", 0, 0, None)
    assert deliver_all() == {"sent": 1}


def test_case_6_an_invitation_for_the_21st_survives_five_days_without_a_mail_server(
    person, owe, server, settings, time_machine
):
    there, settings.MAILERS = settings.MAILERS, mailer(free_port())
    time_machine.move_to(dt.datetime(2026, 12, 1, 8, 1, tzinfo=dt.UTC))
    invitation = owe(person("kavya"), not_after=dt.datetime(2026, 12, 21, 9, tzinfo=dt.UTC))
    while timezone.now() < dt.datetime(2026, 12, 5, 8, tzinfo=dt.UTC):
        deliver_all()
        time_machine.shift(dt.timedelta(minutes=20))
    row = Delivery.objects.get(pk=invitation.pk)
    assert (row.state, row.attempt) == ("retry", 0)
    settings.MAILERS = there
    time_machine.shift(dt.timedelta(minutes=10))
    assert deliver_all() == {"sent": 1}


def slow_server(monkeypatch, seconds: float) -> list[float]:
    """Each answer takes so long; gives the times at which messages were handed over, since now."""
    started, times, lock = time.monotonic(), [], threading.Lock()

    def send(self, message) -> None:
        with lock:
            times.append(time.monotonic() - started)
        time.sleep(seconds)

    monkeypatch.setattr(Postman, "send", send)
    return times


def test_case_24_slow_answers_are_waited_for_side_by_side(person, owe, monkeypatch):
    times = slow_server(monkeypatch, 1.0)
    for n in range(8):
        owe(person(f"p{n}x"))
    started = time.monotonic()
    assert deliver_all() == {"sent": 8}
    assert time.monotonic() - started < 5
    assert sum(at < 1.0 for at in times) == 4
    assert MailLine.objects.filter(holder=None).count() == 4


def test_an_outage_shorter_than_the_time_out_is_seen_while_it_lasts(person, owe, monkeypatch):
    """The server says nothing for a second, and EMAIL_TIMEOUT is a minute: no try fails."""
    monkeypatch.setattr(mail_run, "SILENCE_S", 0.2)
    monkeypatch.setattr(outcomes, "WRITTEN_EVERY_S", 0.0)
    seen, real = [], outcomes.write_down

    def write_down(**more) -> None:
        real(**more)
        trouble = mail_trouble(timezone.now(), outbox_state(Delivery.objects.all(), timezone.now()))
        if trouble not in seen[-1:]:
            seen.append(trouble)

    outcomes.note(outcomes.SENT)
    monkeypatch.setattr(outcomes, "write_down", write_down)
    slow_server(monkeypatch, 1.0)
    owe(person("kavya"))
    assert deliver_all() == {"sent": 1}
    assert seen == ["", "The mail server takes long to answer, or does not.", ""]


def test_case_25_no_more_a_minute_than_the_provider_allows(person, owe, monkeypatch, settings):
    settings.EMAIL_RATE = 240
    times = slow_server(monkeypatch, 0)
    for n in range(9):
        owe(person(f"p{n}x"))
    assert deliver_all() == {"sent": 9}
    assert times[-1] - times[0] > 8 * 0.25 - 0.1


def test_a_reminder_overtakes_thousands_of_invitations_while_they_are_sent(person, owe, monkeypatch, settings):
    settings.EMAIL_CONNECTIONS = 1
    monkeypatch.setattr(mail_run, "LOOK_EVERY_S", 0.2)
    order, owed = [], []

    def send(self, message) -> None:
        order.append(message.to[0].partition("<")[2].partition("@")[0])
        time.sleep(0.1)

    monkeypatch.setattr(Postman, "send", send)
    for n in range(30):
        owe(person(f"mass{n}x"), urgency=Urgency.MASS)
    real = mail_run.MailRun.outcome

    def outcome(run, flight, done):
        if not owed:
            owed.append(owe(person("urgent"), urgency=Urgency.FIRST))
        return real(run, flight, done)

    monkeypatch.setattr(mail_run.MailRun, "outcome", outcome)
    assert deliver_all() == {"sent": 31}
    assert order.index("urgent") < 10


def test_all_workers_together_have_no_more_connections_than_allowed(db, settings):
    settings.EMAIL_CONNECTIONS = 3
    now, one, other = timezone.now(), mail_lines.Lines(), mail_lines.Lines()
    assert [one.take(now), one.take(now), other.take(now), other.take(now)] == [True, True, True, False]
    one.give_back()
    assert other.take(now)
    assert mail_lines.Lines().take(now + 2 * mail_lines.HELD_FOR), "those of a dead worker come back"


def test_a_machine_whose_clock_is_wrong_sends_nothing_and_says_so(person, owe, server, monkeypatch):
    monkeypatch.setattr(database_clock, "ask_database", lambda: timezone.now() - dt.timedelta(minutes=2))
    owe(person("kavya"))
    owe(person("maria"), channels=["in_app"])
    assert deliver_all() == {}
    assert sending.plan_due() == {}
    assert (server.taken, Mark.objects.filter(name=SKEWED).exists()) == ([], True)


def test_the_database_is_asked_for_the_time(db):
    there = really_ask_database()
    assert abs(there - timezone.now()) < dt.timedelta(seconds=5)
    assert there.tzinfo is not None, connection.vendor
