"""Pages over very many rows: the outbox at a million messages, the search for people among 200,000.

Each against the plain counts and the plain indexed query that it cannot do without, so that no page reads more than it
shows.
"""

import datetime as dt
import itertools
import statistics
import time
import uuid
from collections.abc import Callable, Iterator

from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from mentorship.demo.crowd import fill
from notifications.models import Delivery
from people.models import Role, RoleGrant, User
from tests.benchmarks import _crowd
from tests.benchmarks._serve import cookie_of, seconds, server
from tests.benchmarks.result import Result

MESSAGES, PEOPLE, BATCH = 1_000_000, 200_000, 5_000
ROUNDS = 7
GOAL = 3.0
STATES = ("sent",) * 96 + ("pending", "retry", "expired", "dead")


def run() -> list[Result]:
    call_command("migrate", verbosity=0)
    _crowd.clear()
    fill(people=PEOPLE, pairings=0, meetings=0, seed=1)
    operator = User.objects.hr_admins()[0]
    RoleGrant.objects.create(user=operator, role=Role.OPERATOR, granted_at=timezone.now() - dt.timedelta(days=400))
    Delivery.objects.bulk_create(messages(list(User.objects.values_list("pk", flat=True)[:1000])), batch_size=BATCH)
    _crowd.settle()
    with server() as port:
        return [
            compared(port, operator, "outbox", reverse("outbox"), plain_counts, f"of {MESSAGES:,} messages"),
            compared(
                port, operator, "search for people", reverse("people_list", query={"q": "ana"}), plain_search,
                f"among {PEOPLE:,} people",
            ),
        ]  # fmt: skip


def messages(recipients: list[uuid.UUID]) -> Iterator[Delivery]:
    """Two years of them, the states in turn."""
    now = timezone.now()
    for number, recipient, state in zip(
        range(MESSAGES), itertools.cycle(recipients), itertools.cycle(STATES), strict=False
    ):
        due_at = now - dt.timedelta(minutes=number)
        yield Delivery(
            key=f"bench:{number}", kind="meeting_reminder", recipient_id=recipient, channel="email", due_at=due_at,
            state=state, sent_at=due_at if state == "sent" else None, title="Your meeting",
        )  # fmt: skip


def plain_counts() -> None:
    """How many of each state, and the latest page of rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, COUNT(*) FROM notifications_delivery GROUP BY state")
        cursor.fetchall()
        cursor.execute(
            "SELECT d.*, u.* FROM notifications_delivery d JOIN people_user u ON u.id = d.recipient_id "
            "ORDER BY d.due_at DESC, d.id LIMIT 50"
        )
        cursor.fetchall()


def plain_search() -> None:
    """How many match, and the first page of them, by the column that is made for searching."""
    matching = User.objects.search("ana")
    matching.count()
    list(matching.order_by("last_name", "first_name")[:50])


def compared(port: int, user: User, name: str, path: str, plain: Callable[[], None], where: str) -> Result:
    cookie = cookie_of(user)
    seconds(port, path, cookie), took(plain)
    turns = [(seconds(port, path, cookie), took(plain)) for _ in range(ROUNDS)]
    return Result(
        name=f"lookup: {name}",
        value_s=statistics.median(page for page, _ in turns),
        baseline_s=statistics.median(bare for _, bare in turns),
        goal=GOAL,
        what=f"the page {where}, against the plain queries behind it, on {_crowd.database_name()}",
    )


def took(plain: Callable[[], None]) -> float:
    start = time.perf_counter()
    plain()
    return time.perf_counter() - start
