"""Signs of life of the clock and of the worker, kept in the shared cache.

Each minute the clock sends one small job. The mark of the clock is set where it is sent, the mark of the worker
where it runs, so that it can be told which of the two has stopped.
"""

from datetime import datetime, timedelta

from celery import shared_task
from celery.signals import beat_init, before_task_publish, worker_ready
from django.core.cache import cache
from django.utils import timezone

EVERY = timedelta(minutes=1)
LATE_AFTER = timedelta(minutes=3)
KEPT_FOR = timedelta(days=30)
CLOCK, WORKER = "heartbeat:clock", "heartbeat:worker"
TASK = "mentorship.heartbeat"


@shared_task(name=TASK)
def beat() -> None:
    """Says that a worker takes jobs."""
    mark(WORKER)


@worker_ready.connect
def worker_is_alive(**kwargs: object) -> None:
    """Says that a worker has started, so that nobody waits for the first minute's job."""
    mark(WORKER)


@beat_init.connect
@before_task_publish.connect(sender=TASK)
def clock_is_alive(**kwargs: object) -> None:
    """Says that the clock has started, and that it sends jobs; runs in the clock's process."""
    mark(CLOCK)


def mark(name: str) -> None:
    cache.set(name, timezone.now(), timeout=KEPT_FOR.total_seconds())


def last_seen(name: str) -> datetime | None:
    """When the clock or a worker last gave a sign (aware, UTC); None when it never did."""
    seen_at: datetime | None = cache.get(name)
    return seen_at


def is_late(seen: datetime | None, now: datetime) -> bool:
    return seen is None or now - seen > LATE_AFTER
