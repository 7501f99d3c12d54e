"""Signs of life of the clock and of the workers.

Each minute the clock sends one small job; its mark is set where that is sent. A worker's mark is set by the process
that hands jobs out, not by those that do them: a worker that is busy for long is alive.
"""

import logging
import threading
import time
from datetime import datetime, timedelta
from typing import Any

from celery import shared_task
from celery.signals import beat_init, before_task_publish, heartbeat_sent, worker_ready
from django.db import DatabaseError, connection

from notifications import marks

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=1)
LATE_AFTER = timedelta(minutes=3)
MARKED_EVERY_S = 20.0
CLOCK, WORKER = "clock", "worker"
TASK = "mentorship.heartbeat"

#: Of this process: the queues that it takes jobs from, and when it said so last (monotonic seconds).
_queues: list[str] = []
_said_at = [0.0]


def worker_of(queue: str) -> str:
    """The name of the mark of workers that take jobs from `queue`."""
    return f"{WORKER}:{queue}"


@shared_task(name=TASK)
def beat() -> None:
    """Says that a job is done."""
    mark(WORKER)


@worker_ready.connect
def worker_is_alive(sender: Any = None, **kwargs: object) -> None:
    """Says that a worker has started, and notes what it takes jobs from."""
    if sender is not None:
        _queues[:] = sorted(sender.app.amqp.queues.consume_from)
        if sender.pool is not None and sender.pool.__module__.endswith(".solo"):
            threading.Thread(target=go_on_beside, daemon=True).start()
    say_so()


def go_on_beside() -> None:
    """In a worker of one process, which does the jobs itself and is deaf meanwhile."""
    while True:
        time.sleep(MARKED_EVERY_S)
        say_so()


@heartbeat_sent.connect
def worker_goes_on(**kwargs: object) -> None:
    """Runs every two seconds in a worker's first process, however busy those are that do its jobs."""
    if time.monotonic() - _said_at[0] >= MARKED_EVERY_S:
        say_so()


def say_so() -> None:
    _said_at[0] = time.monotonic()
    for name in (WORKER, *map(worker_of, _queues)):
        mark(name)


@beat_init.connect
@before_task_publish.connect(sender=TASK)
def clock_is_alive(**kwargs: object) -> None:
    """Says that the clock has started, and that it sends jobs; runs in the clock's process."""
    mark(CLOCK)


def mark(name: str) -> None:
    """A database that is away stops neither clock nor worker. The connection is given back: others are forked."""
    try:
        marks.mark(name)
    except DatabaseError as error:
        log.warning("no_sign_of_life", extra={"error": type(error).__name__})
    finally:
        if not connection.in_atomic_block:
            connection.close()


def last_seen(name: str) -> datetime | None:
    """When the clock or a worker last gave a sign (aware, UTC); None when it never did."""
    return marks.last(name)


def is_late(seen: datetime | None, now: datetime) -> bool:
    return seen is None or now - seen > LATE_AFTER
