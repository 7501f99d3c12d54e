"""Waking up: tasks, the hint after a commit, the command."""

import time
import uuid
from io import StringIO

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db import transaction

from mentorship.celery import app
from notifications import services, tasks, wake_worker
from notifications.models import Delivery
from tests.mail import deliver_all


@pytest.fixture
def asked(monkeypatch, settings):
    """How often a worker was asked to deliver."""
    calls = []
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda **options: calls.append(options))
    settings.CELERY_TASK_ALWAYS_EAGER = False
    return calls


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """What happens after a commit: `with commit(execute=True): …`."""
    return django_capture_on_commit_callbacks


def owe_to(person) -> None:
    services.owe(kind="greeting", recipients=[person.pk], subject_id=uuid.uuid4())


def test_each_minute_what_is_due_is_planned_and_sent(reader, owe, mailoutbox):
    owe(reader)
    tasks.plan_and_deliver()
    assert len(mailoutbox) == 1


def test_the_clock_knows_the_tasks():
    app.loader.import_default_modules()
    known = {entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()}
    assert {"notifications.plan_and_deliver", "notifications.purge"} <= known <= set(app.tasks)


def test_nothing_is_planned_for_a_local_time_or_with_a_countdown():
    entries = configured.CELERY_BEAT_SCHEDULE.values()
    assert all(isinstance(entry["schedule"], float) for entry in entries)


def test_after_a_commit_a_worker_is_asked_once(reader, asked, commit):
    with commit(execute=True), transaction.atomic():
        owe_to(reader)
        owe_to(reader)
    assert len(asked) == 1


def test_without_a_commit_nobody_is_asked(reader, asked, commit):
    with commit() as callbacks:
        owe_to(reader)
    assert (len(callbacks), asked) == (1, [])


def test_a_broker_that_is_down_fails_nothing(reader, asked, monkeypatch, mailoutbox, commit):
    def down(**options):
        raise ConnectionError

    monkeypatch.setattr(tasks.deliver, "apply_async", down)
    with commit(execute=True):
        owe_to(reader)
    assert Delivery.objects.count() == 2
    assert deliver_all() == {"sent": 2}


def test_a_broker_that_hangs_costs_a_second_and_then_nothing(reader, asked, monkeypatch):
    monkeypatch.setattr(wake_worker, "LONGEST_S", 0.2)
    monkeypatch.setattr(tasks.deliver, "apply_async", lambda **options: time.sleep(1))
    started = time.monotonic()
    wake_worker.wake_for_delivery()
    wake_worker.wake_for_delivery()
    assert 0.2 <= time.monotonic() - started < 0.8
    time.sleep(1)


def test_the_command_does_what_the_worker_does(reader, owe, mailoutbox):
    owe(reader)
    out = StringIO()
    call_command("deliver", stdout=out)
    assert out.getvalue() == "planned: 0\nsent: 1\n"
    assert len(mailoutbox) == 1


def test_the_command_says_when_there_is_nothing_to_do(db):
    out = StringIO()
    call_command("deliver", "--no-plan", stdout=out)
    assert out.getvalue() == "planned: 0\nnothing was due\n"
