"""Workers as operators start them, with a Redis of their own that is killed, and a signal to end."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

import pytest
from celery import Celery
from celery.exceptions import OperationalError
from django.db import connection
from django.utils import timezone

from mentorship.schedule import HEAVY, MAIL, QUICK
from notifications import marks
from notifications.models import Delivery
from notifications.outbox_state import PLANNED
from tests.notifications.smtp import free_port
from tests.notifications.test_many_at_once import database_url

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not shutil.which("redis-server"), reason="there is no redis-server"),
]
PATIENCE_S = 90


@pytest.fixture
def started():
    """Starts processes, and ends them with the test."""
    running = []

    def start(command: list[str], **environment: str) -> subprocess.Popen:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        running.append(subprocess.Popen(command, env={**os.environ, **environment}, **quiet))
        return running[-1]

    yield start
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def redis_url():
    return f"redis://127.0.0.1:{free_port()}/0"


@pytest.fixture
def start_redis(started, redis_url, tmp_path):
    port = redis_url.rpartition(":")[2].partition("/")[0]
    return lambda: started(["redis-server", "--port", port, "--save", "", "--dir", str(tmp_path)])


@pytest.fixture
def start_worker(started, redis_url, server, settings, tmp_path):
    if connection.vendor != "postgresql":
        pytest.skip("a worker and the test write at the same time")
    there = settings.MAILERS["default"]["OPTIONS"]["port"]
    worker = [sys.executable, "-m", "celery", "--quiet", "--app", "mentorship", "worker", "--pool", "solo"]
    return lambda queue, mail_port=there: started(
        [*worker, "--queues", queue, "--without-gossip", "--without-mingle"],
        DJANGO_SETTINGS_MODULE="mentorship.settings", ENVIRONMENT="test", DATABASE_URL=database_url(tmp_path),
        REDIS_URL=redis_url, VAR_DIR=str(tmp_path), MAIL_ALLOW_LIST="@example.com", EMAIL_CONNECTIONS="1",
        EMAIL_URL=f"smtp://127.0.0.1:{mail_port}",
    )  # fmt: skip


@pytest.fixture
def ask(redis_url):
    """Send a worker a job, as often as it takes for Redis to be there."""

    def send(task: str, queue: str) -> None:
        with suppress(OperationalError):
            Celery(broker=redis_url, set_as_current=False).send_task(task, queue=queue, retry=False)

    return send


def wait_until(is_so: Callable[[], bool], meanwhile: Callable[[], None] = lambda: None) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends, "it did not come to that"
        meanwhile()
        time.sleep(0.5)


def test_a_worker_comes_back_by_itself_when_redis_does(start_redis, start_worker, ask):
    first = start_redis()
    start_worker(QUICK)
    wait_until(lambda: marks.last(PLANNED) is not None, lambda: ask("notifications.plan", QUICK))
    first.kill()
    first.wait()
    time.sleep(3)
    before = timezone.now()
    start_redis()
    wait_until(lambda: marks.last(PLANNED) > before, lambda: ask("notifications.plan", QUICK))


def test_a_worker_that_is_told_to_end_leaves_nothing_stuck(start_redis, start_worker, ask, server, person):
    """Each message takes the server two seconds, and the worker is stopped at the first of ten."""
    patient, extra = person("stall"), {"kind": "meeting_reminder"}
    Delivery.objects.bulk_create(
        Delivery(key=str(n), kind="message_trial", recipient=patient, subject_id=patient.pk, channel="email",
                 due_at=timezone.now(), extra=extra)
        for n in range(10)
    )  # fmt: skip
    start_redis()
    worker = start_worker(MAIL)
    wait_until(
        lambda: Delivery.objects.filter(state="sending").exists(), lambda: ask("notifications.deliver_mail", MAIL)
    )
    worker.send_signal(signal.SIGTERM)
    worker.wait(30)
    found = Counter(Delivery.objects.values_list("state", "claims", "claim_token"))
    assert set(found) == {("sent", 0, None), ("pending", 0, None)}
    assert found["sent", 0, None] == len(server.taken) <= 3


def owed(reader, channel: str) -> Delivery:
    return Delivery.objects.create(
        key=channel, kind="message_trial", recipient=reader, subject_id=reader.pk, channel=channel,
        due_at=timezone.now(), extra={"kind": "meeting_reminder"},
    )  # fmt: skip


def state_of(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def test_what_is_read_in_the_app_is_there_within_a_minute_while_mail_waits_for_a_server_that_never_answers(
    start_redis, start_worker, ask, person
):
    with socket.create_server(("127.0.0.1", 0)) as mute:
        reader, port = person("kavya"), mute.getsockname()[1]
        mail = owed(reader, "email")
        start_redis()
        start_worker(MAIL, port)
        start_worker(QUICK, port)
        wait_until(lambda: state_of(mail) == "sending", lambda: ask("notifications.deliver_mail", MAIL))
        note = owed(reader, "in_app")
        wait_until(lambda: state_of(note) == "sent", lambda: ask("notifications.plan", QUICK))
        note.refresh_from_db()
        assert (note.sent_at - note.due_at).total_seconds() < 60
        assert state_of(mail) == "sending"


def test_long_jobs_hold_no_reminder_up(start_redis, start_worker, ask, server, person):
    """The worker for matches, imports and reports is at one without end (it is stopped in its tracks), and more of
    them wait."""
    start_redis()
    busy = start_worker(HEAVY)
    start_worker(QUICK)
    start_worker(MAIL)
    wait_until(lambda: marks.last(PLANNED) is not None, lambda: ask("notifications.plan", QUICK))
    busy.send_signal(signal.SIGSTOP)
    for _ in range(50):
        ask("proposals.tend", HEAVY)
    reminder = owed(person("kavya"), "email")
    wait_until(lambda: state_of(reminder) == "sent", lambda: ask("notifications.deliver_mail", MAIL))
    reminder.refresh_from_db()
    assert (reminder.sent_at - reminder.due_at).total_seconds() < 60
