"""What counts messages, at a million of them: the outbox, the operators' page, what Prometheus and `check_outbox` ask.

Promised is an answer within 200 ms on a machine that does nothing else, on PostgreSQL and SQLite. So the best of some
rounds counts; beside it stands how the outbox compares with counting every message once, whatever the machine is at.
"""

import datetime as dt
import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship.demo.crowd import fill
from mentorship.metrics import look
from pairings.models import Pairing
from people.models import Role, RoleGrant, User
from programs.models import Coordinator, Program
from tests.benchmarks import _crowd
from tests.benchmarks._outbox_rows import fill_outbox
from tests.benchmarks.result import Result

SIZE = {"people": 20_000, "pairings": 5_000, "meetings": 50_000}
ROUNDS = 7
PROMISED_S = 0.2
#: The page beside counting every message once.
GOAL = 1.5
#: What the outbox is narrowed to.
ASKED: list[dict[str, str]] = [
    {},
    {"state": "dead"},
    {"state": "sent", "page": "400"},
    {"q": "ana"},
    {"channel": "email"},
]


def run() -> list[Result]:
    call_command("migrate", verbosity=0)
    _crowd.clear()
    fill(**SIZE, seed=1)
    messages = fill_outbox()
    program, (operator, coordinator, mentor) = Program.objects.order_by("name")[0], readers()
    for user in (operator, mentor):
        RoleGrant.objects.create(user=user, role=Role.OPERATOR, granted_at=timezone.now() - dt.timedelta(days=400))
    Coordinator.objects.create(program=program, user=coordinator)
    _crowd.settle()
    pages = [reverse("outbox", query=asked) for asked in [*ASKED, {"program": str(program.pk)}]]
    visits = [(user, path) for user in (operator, mentor) for path in [*pages, reverse("status")]]
    visits.append((coordinator, reverse("outbox")))
    asked = {f"{user.first_name}, {path[:30]}": page_of(user, path) for user, path in visits}
    asked["metrics and check_outbox"] = lambda: look(timezone.now())
    results = [
        Result(f"outbox: {name}", best(act), PROMISED_S, 1, f"at {messages:,} messages, on {_crowd.database_name()}")
        for name, act in asked.items()
    ]
    page = page_of(operator, reverse("outbox"))
    in_turns = [(best(page, 1), best(count_all, 1)) for _ in range(ROUNDS)]
    beside = Result(
        "outbox: beside counting all", min(turn[0] for turn in in_turns), min(turn[1] for turn in in_turns), GOAL,
        "the page of an operator, against one count of every message by its state",
    )  # fmt: skip
    return [*results, beside]


def readers() -> tuple[User, User, User]:
    """One who looks after the machine and one who runs a program, parties of no pairing; and a mentor, of whose pairing
    nothing is to be shown."""
    names = ("Operator", "Coordinator")
    operator, coordinator = (
        User.objects.create(email=f"{name.lower()}@crowd.example", first_name=name, last_name="Ok") for name in names
    )
    return operator, coordinator, Pairing.objects.order_by("pk")[0].junior.user


def page_of(user: User, path: str) -> Callable[[], None]:
    client = Client()
    client.force_login(user)

    def read() -> None:
        response = client.get(path)
        assert response.status_code == 200, f"{path}: {response.status_code}"

    return read


def count_all() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT state, COUNT(kind) FROM notifications_delivery GROUP BY state")
        cursor.fetchall()


def best(act: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the quickest time."""
    took = []
    for _ in range(rounds):
        start = time.perf_counter()
        act()
        took.append(time.perf_counter() - start)
    return min(took)
