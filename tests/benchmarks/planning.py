"""Planning 100,000 meeting reminders: 25,000 meetings of tomorrow, two people, two channels."""

import datetime as dt
import statistics
import time

from django.core.management import call_command
from django.utils import timezone

from mentorship.demo.crowd import fill
from notifications import kinds
from notifications.models import Delivery
from notifications.sending import plan_due
from pairings.models import Pairing
from sessions.models import Meeting
from tests.benchmarks.result import Result

PAIRINGS = 500
MEETINGS = 25_000
ROWS = 4 * MEETINGS
ROUNDS = 3
GOAL = 1.5


def prepare(now: dt.datetime) -> None:
    """People, pairings, and meetings that were planned long ago and start within the hour before this time tomorrow."""
    call_command("migrate", verbosity=0)
    fill(people=2000, pairings=PAIRINGS, meetings=0, seed=1)
    pairings = list(Pairing.objects.values_list("pk", flat=True))
    first, long_ago = now + dt.timedelta(hours=23), now - dt.timedelta(days=30)
    Meeting.objects.bulk_create(
        (
            Meeting(
                pairing_id=pairings[n % PAIRINGS],
                starts_at=first + dt.timedelta(minutes=n // PAIRINGS),
                created_at=long_ago,
            )
            for n in range(MEETINGS)
        ),
        batch_size=2000,
    )


def planned(now: dt.datetime) -> float:
    """Seconds that the planner needs for all kinds, reading included."""
    Delivery.objects.all().delete()
    start = time.perf_counter()
    plan_due(now)
    return time.perf_counter() - start


def bare(rows: list[Delivery]) -> float:
    """Seconds to insert the same rows, ready in memory."""
    Delivery.objects.all().delete()
    start = time.perf_counter()
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    return time.perf_counter() - start


def run() -> Result:
    now = timezone.now().replace(second=0, microsecond=0)
    prepare(now)
    kind = kinds.get("meeting_reminder")
    assert kind.plan is not None
    rows = list(kind.plan(now))
    assert len(rows) == ROWS, len(rows)
    took = [(planned(now), bare(rows)) for _ in range(ROUNDS)]
    assert Delivery.objects.count() == ROWS, "another kind planned something too"
    return Result(
        name="planning",
        value_s=statistics.median(value for value, _ in took),
        baseline_s=statistics.median(baseline for _, baseline in took),
        goal=GOAL,
        what=f"planning {ROWS:,} due reminders against one bare bulk_create(ignore_conflicts=True) of the same rows",
    )
