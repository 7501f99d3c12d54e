"""Waking up: tasks, the hint after a commit, the command."""

import time
import uuid
from io import StringIO

import pytest
from django.conf import settings as configured
from django.core.management import call_command
from django.db import transaction

from mentorship.celery import app
from notifications import clock_jobs, services, tasks, wake_worker
from notifications.models import Delivery
from tests.mail import deliver_all


@pytest.fixture
def asked(monkeypatch, settings):
    """How often a worker was asked to deliver."""
    calls = []
    for task in (tasks.deliver_in_app, tasks.deliver_mail):
        monkeypatch.setattr(task, "apply_async", lambda task=task, **options: calls.append(task.name))
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
    tasks.plan()
    assert mailoutbox == []
    tasks.deliver_mail()
    assert len(mailoutbox) == 1


def test_the_clock_knows_the_tasks(db):
    app.loader.import_default_modules()
    known = {entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()}
    assert {"notifications.plan", "notifications.deliver_mail", "people.apply_retention"} <= known <= set(app.tasks)


def test_nothing_is_planned_for_a_local_time_or_with_a_countdown():
    entries = configured.CELERY_BEAT_SCHEDULE.values()
    assert all(isinstance(entry["schedule"], float) for entry in entries)


def test_after_a_commit_a_worker_is_asked_once(reader, asked, commit):
    with commit(execute=True), transaction.atomic():
        owe_to(reader)
        owe_to(reader)
    assert asked == ["notifications.deliver_in_app", "notifications.deliver_mail"]


def test_without_a_commit_nobody_is_asked(reader, asked, commit):
    with commit() as callbacks:
        owe_to(reader)
    assert (len(callbacks), asked) == (1, [])


def test_a_broker_that_is_down_fails_nothing(reader, asked, monkeypatch, mailoutbox, commit):
    def down(**options):
        raise ConnectionError

    monkeypatch.setattr(tasks.deliver_in_app, "apply_async", down)
    with commit(execute=True):
        owe_to(reader)
    assert Delivery.objects.count() == 2
    assert deliver_all() == {"sent": 2}


def test_a_broker_that_hangs_costs_a_second_and_then_nothing(reader, asked, monkeypatch):
    monkeypatch.setattr(wake_worker, "LONGEST_S", 0.2)
    monkeypatch.setattr(tasks.deliver_in_app, "apply_async", lambda **options: time.sleep(1))
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


def test_from_cron_the_command_does_the_clocks_other_jobs_once_in_their_time(db, monkeypatch):
    done = []
    monkeypatch.setattr(clock_jobs, "task_named", lambda name: lambda: done.append(name))
    call_command("deliver", stdout=StringIO())
    call_command("deliver", stdout=StringIO())
    everything = {entry["task"] for entry in configured.CELERY_BEAT_SCHEDULE.values()}
    assert sorted(done) == sorted(everything - set(clock_jobs.NOT_HERE))


def test_one_job_that_fails_stops_no_other(db, monkeypatch):
    def task_named(name):
        return lambda: 1 / (name != "people.apply_retention")

    monkeypatch.setattr(clock_jobs, "task_named", task_named)
    assert len(clock_jobs.do_due_jobs()) == len(configured.CELERY_BEAT_SCHEDULE) - len(clock_jobs.NOT_HERE) - 1


def test_the_command_says_when_there_is_nothing_to_do(db):
    out = StringIO()
    call_command("deliver", "--no-plan", stdout=out)
    assert out.getvalue() == "planned: 0\nnothing was due\n"
