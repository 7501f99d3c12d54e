"""Every main page on 20,000 people, 5,000 pairings and 250,000 meetings, and the memory of who serves them.

The pages come from one web worker over HTTP; each is asked for in turns with the bare view, so that both meet the
same machine. Caches are warm, as they are for all but the first reader. Before, the same on a tenth of the data: a page
must not become slower as a company grows.
"""

import statistics
import time

from django.conf import settings
from django.test import Client
from django.urls import reverse

from pairings.models import Pairing
from people.models import User
from programs.models import Program
from sessions.models import Meeting
from tests.benchmarks import _crowd
from tests.benchmarks._serve import get, peak_mb_of, server
from tests.benchmarks.result import Result

ROUNDS, ROUNDS_OF_TENTH, WARM_UP = 60, 30, 3
GOALS = {"p50": 4.0, "p95": 6.0}
FLAT = 1.3
MEMORY_MB = 250

Times = dict[str, list[float]]


def main_pages() -> list[tuple[str, User, str]]:
    """(what, who, path); a role's own pages are read by somebody of that role."""
    program = Program.objects.select_related("sponsor").order_by("name")[0]
    hr = User.objects.hr_admins()[0]
    pairing = Pairing.objects.filter(cycle__program=program).select_related("junior__user").order_by("pk")[0]
    mentor, meeting = pairing.junior.user, Meeting.objects.filter(pairing=pairing).order_by("-starts_at")[0]
    sponsor = program.sponsor
    assert sponsor is not None
    return [
        ("home of a mentor", mentor, reverse("home")),
        ("home of HR", hr, reverse("home")),
        ("my pairings", mentor, reverse("pairing_list")),
        ("a pairing", mentor, reverse("pairing_detail", args=[pairing.pk])),
        ("a meeting", mentor, reverse("meeting_detail", args=[meeting.pk])),
        ("inbox", mentor, reverse("inbox")),
        ("programs", hr, reverse("program_list")),
        ("a program", hr, reverse("program_detail", args=[program.pk])),
        ("people of a program", hr, reverse("participant_list", args=[program.pk])),
        ("match board", hr, reverse("match_board", args=[program.pk])),
        ("how the pairs meet", hr, reverse("program_run", args=[program.pk])),
        ("health", hr, reverse("program_health", args=[program.pk])),
        ("reviews of a program", hr, reverse("program_reviews", args=[program.pk])),
        ("people", hr, reverse("people_list")),
        ("people, searched", hr, reverse("people_list", query={"q": "ana"})),
        ("outbox", hr, reverse("outbox")),
        ("insights", sponsor, reverse("insights")),
        ("a dashboard", sponsor, reverse("program_dashboard", args=[program.pk])),
    ]


def cookie_of(user: User) -> str:
    """The session of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


def seconds(port: int, path: str, cookie: str) -> float:
    start = time.perf_counter()
    status = get(port, path, cookie)
    took = time.perf_counter() - start
    assert status == 200, f"{path}: {status}"
    return took


def times_of(port: int, path: str, cookie: str, rounds: int) -> Times:
    """Seconds of the page and of the bare view, in turns."""
    for _ in range(WARM_UP):
        seconds(port, path, cookie), seconds(port, "/bare/", cookie)
    pairs = [(seconds(port, path, cookie), seconds(port, "/bare/", cookie)) for _ in range(rounds)]
    return {"page": [page for page, _ in pairs], "bare": [bare for _, bare in pairs]}


def served(rounds: int) -> tuple[dict[str, Times], float]:
    """Times of all pages, and the most megabytes that the worker has held in the end."""
    with server() as port:
        times = {name: times_of(port, path, cookie_of(user), rounds) for name, user, path in main_pages()}
        return times, peak_mb_of(port, cookie_of(User.objects.hr_admins()[0]))


def percentile(times: list[float], name: str) -> float:
    return statistics.median(times) if name == "p50" else statistics.quantiles(times, n=20)[-1]


def results(times: dict[str, Times], memory_mb: float) -> list[Result]:
    where = f"of {ROUNDS} requests, against a bare view with the same user, on {_crowd.database_name()}"
    found = [
        Result(
            name=f"page: {page}, {name}",
            value_s=percentile(taken["page"], name),
            baseline_s=percentile(taken["bare"], name),
            goal=goal,
            what=f"{name} {where}",
            peak_mb=memory_mb,
        )
        for page, taken in times.items()
        for name, goal in GOALS.items()
    ]
    what = "megabytes (not seconds) of the web worker after serving all these pages, against the limit"
    return [*found, Result("memory of a web worker", memory_mb, MEMORY_MB, 1.0, what, peak_mb=memory_mb)]


def growth(tenth: dict[str, Times], times: dict[str, Times]) -> list[Result]:
    """The median of each page against that on a tenth of the data, both in bare views of their own time: the machine
    may have been busier with the one than with the other."""
    what = f"p50 in bare views, on a tenth of {_crowd.SIZE['people']} people and on all of them"
    return [
        Result(
            name=f"page: {page}, tenfold",
            value_s=in_bare_views(times[page]),
            baseline_s=in_bare_views(tenth[page]),
            goal=FLAT,
            what=what,
        )
        for page in times
    ]


def in_bare_views(taken: Times) -> float:
    return statistics.median(taken["page"]) / statistics.median(taken["bare"])


def run() -> list[Result]:
    _crowd.prepare(_crowd.TENTH)
    tenth, _ = served(ROUNDS_OF_TENTH)
    _crowd.prepare()
    times, memory_mb = served(ROUNDS)
    return results(times, memory_mb) + growth(tenth, times)
