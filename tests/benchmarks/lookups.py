"""The search for people among 200,000, against the plain indexed query that it cannot do without, so that no page reads
more than it shows. What counts messages is in `outbox`."""

import statistics
import time
from collections.abc import Callable

from django.core.management import call_command
from django.urls import reverse

from mentorship.demo.crowd import fill
from people.models import User
from tests.benchmarks import _crowd
from tests.benchmarks._serve import cookie_of, seconds, server
from tests.benchmarks.result import Result

PEOPLE = 200_000
ROUNDS = 7
GOAL = 3.0


def run() -> list[Result]:
    call_command("migrate", verbosity=0)
    _crowd.clear()
    fill(people=PEOPLE, pairings=0, meetings=0, seed=1)
    _crowd.settle()
    path, where = reverse("people_list", query={"q": "ana"}), f"among {PEOPLE:,} people"
    with server() as port:
        return [compared(port, User.objects.hr_admins()[0], "search for people", path, plain_search, where)]


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
