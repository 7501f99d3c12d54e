"""Every main page on 20,000 people, 5,000 pairings and 250,000 meetings, and the memory of who serves them.

The pages are asked in a process of its own that has made no data, as a web worker would be; each time with the bare
view right after it, so that both meet the same machine. Caches are warm, as they are for all but the first reader.
"""

import json
import statistics
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from pairings.models import Pairing
from people.models import User
from programs.models import Program
from sessions.models import Meeting
from tests.benchmarks import _crowd
from tests.benchmarks.result import Result, peak_mb

ROUNDS, WARM_UP = 60, 3
GOALS = {"p50": 4.0, "p95": 6.0}
MEMORY_MB = 250


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


def seconds(client: Client, path: str) -> float:
    start = time.perf_counter()
    response = client.get(path)
    took = time.perf_counter() - start
    assert response.status_code == 200, f"{path}: {response.status_code}"
    return took


def times_of(user: User, path: str) -> dict[str, list[float]]:
    """Seconds of the page and of the bare view, in turns."""
    client = Client()
    client.force_login(user)
    for _ in range(WARM_UP):
        seconds(client, path), seconds(client, "/bare/")
    pairs = [(seconds(client, path), seconds(client, "/bare/")) for _ in range(ROUNDS)]
    return {"page": [page for page, _ in pairs], "bare": [bare for _, bare in pairs]}


def serve() -> dict[str, Any]:
    """Times of all pages, and the memory it took to serve them."""
    with override_settings(ROOT_URLCONF="tests.benchmarks._bare", ALLOWED_HOSTS=["*"]):
        times = {name: times_of(user, path) for name, user, path in main_pages()}
    return {"times": times, "peak_mb": peak_mb()}


def percentile(times: list[float], name: str) -> float:
    return statistics.median(times) if name == "p50" else statistics.quantiles(times, n=20)[-1]


def results(served: dict[str, Any]) -> list[Result]:
    where = f"of {ROUNDS} requests, against a bare view with the same user, on {_crowd.database_name()}"
    found = [
        Result(
            name=f"page: {page}, {name}",
            value_s=percentile(times["page"], name),
            baseline_s=percentile(times["bare"], name),
            goal=goal,
            what=f"{name} {where}",
            peak_mb=served["peak_mb"],
        )
        for page, times in served["times"].items()
        for name, goal in GOALS.items()
    ]
    memory = Result(
        name="memory of a web worker",
        value_s=served["peak_mb"],
        baseline_s=MEMORY_MB,
        goal=1.0,
        what="megabytes (not seconds) at the most after serving all these pages, against the limit",
        peak_mb=served["peak_mb"],
    )
    return [*found, memory]


def run() -> list[Result]:
    _crowd.prepare()
    command = [sys.executable, "-m", "tests.benchmarks._serve", str(settings.VAR_DIR)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return results(json.loads(done.stdout.splitlines()[-1]))
