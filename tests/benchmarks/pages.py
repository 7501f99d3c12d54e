"""Every main page on 20,000 people, 5,000 pairings and 250,000 meetings, and the memory of who serves them.

The pages come from one web worker over HTTP; each is asked for in turns with the plain view of `_bare`, so that both
meet the same machine. Caches are warm, as they are for all but the first reader. Before, the same on a tenth of the
data: a page must not become slower as a company grows.
"""

import re
import statistics
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pairings.models import Pairing
from people.models import User
from programs.models import Program
from proposals.models import MatchRun
from sessions.models import Meeting
from tests.benchmarks import _crowd
from tests.benchmarks._serve import cookie_of, page, peak_mb_of, seconds, server
from tests.benchmarks.result import Result

ROUNDS, ROUNDS_OF_TENTH, WARM_UP = 40, 20, 3
GOAL = 1.6
FLAT = 1.2
MOST_QUERIES = 14
#: At one user, on a machine that does nothing else.
PROMISED_S = 0.15
MEMORY_MB = 250
#: What a page lists: rows of a table, entries of a list, terms of a summary.
ROW = re.compile(rb"<(?:tr|li|dt)[ >]")
MAIN = re.compile(rb"<main.*?</main>", re.DOTALL)

type Visit = tuple[str, User, str]


@dataclass(frozen=True)
class Times:
    """Seconds of a page, of the plain view with as many rows of the same size, and of the one that is made of the same
    parts, in turns; and how often the page asks the database."""

    page: list[float]
    plain: list[float]
    parts: list[float]
    queries: int

    @property
    def in_plain_views(self) -> float:
        return statistics.median(self.page) / statistics.median(self.plain)


def main_pages() -> list[Visit]:
    """(what, who, path); a role's own pages are read by somebody of that role."""
    program = Program.objects.select_related("sponsor").order_by("name")[0]
    hr = User.objects.hr_admins()[0]
    pairing = Pairing.objects.filter(cycle__program=program).select_related("junior__user").order_by("pk")[0]
    mentor, meeting = pairing.junior.user, Meeting.objects.filter(pairing=pairing).order_by("-starts_at")[0]
    sponsor = program.sponsor
    assert sponsor is not None
    return [
        *_of_a_match(),
        ("home of a mentor", mentor, reverse("home")),
        ("home of HR", hr, reverse("home")),
        ("my pairings", mentor, reverse("pairing_list")),
        ("a pairing", mentor, reverse("pairing_detail", args=[pairing.pk])),
        ("a meeting", mentor, reverse("meeting_detail", args=[meeting.pk])),
        ("inbox", mentor, reverse("inbox")),
        ("programs", hr, reverse("program_list")),
        ("a program", hr, reverse("program_detail", args=[program.pk])),
        ("people of a program", hr, reverse("participant_list", args=[program.pk])),
        ("pairs of a program", hr, reverse("oversight_list", args=[program.pk])),
        ("a pair, for the team", hr, reverse("oversight_detail", args=[pairing.pk])),
        ("how the pairs meet", hr, reverse("program_run", args=[program.pk])),
        ("health", hr, reverse("program_health", args=[program.pk])),
        ("reviews of a program", hr, reverse("program_reviews", args=[program.pk])),
        ("people", hr, reverse("people_list")),
        ("people, searched", hr, reverse("people_list", query={"q": "ana"})),
        ("outbox", hr, reverse("outbox")),
        ("insights", sponsor, reverse("insights")),
        ("a dashboard", sponsor, reverse("program_dashboard", args=[program.pk])),
    ]


def _of_a_match() -> list[Visit]:
    """The pages of a program whose proposal is being worked on, for its coordinator."""
    program = Program.objects.get(name=_crowd.WAITING)
    coordinator, runs = program.coordinators.get().user, MatchRun.objects.filter(cycle__program=program)
    one, other = runs.order_by("created_at")
    proposal = one.proposals[0]
    versions = {"a": one.pk, "b": other.pk}
    return [
        ("match board", coordinator, reverse("match_board", args=[program.pk])),
        ("a person in a match", coordinator, reverse("match_person", args=[program.pk, proposal.junior_id])),
        ("two versions of a match", coordinator, reverse("match_compare", args=[program.pk], query=versions)),
        ("pair by hand", coordinator, reverse("match_pair", args=[program.pk])),
    ]


def plain_path(body: bytes) -> str:
    """The plain view that renders as many rows as a page, of the same size."""
    main = MAIN.search(body)
    assert main, "every page has a main part"
    rows = max(1, len(ROW.findall(main[0])))
    return f"/plain/?rows={rows}&bytes={len(main[0]) // rows}"


def queries_of(user: User, path: str) -> int:
    """How often the page asks the database, for a reader who has opened it before."""
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    return len(asked)


def times_of(port: int, visit: Visit, rounds: int) -> Times:
    _name, user, path = visit
    cookie, queries = cookie_of(user), queries_of(user, path)
    plain = plain_path(page(port, path, cookie))
    paths = path, plain, f"{plain.replace('/plain/', '/same-parts/')}&queries={queries}"
    for _ in range(WARM_UP):
        [seconds(port, one, cookie) for one in paths]
    turns = [[seconds(port, one, cookie) for one in paths] for _ in range(rounds)]
    return Times(*(list(took) for took in zip(*turns, strict=True)), queries=queries)


def served(rounds: int) -> tuple[dict[str, Times], float]:
    """Times of all pages, and the most megabytes that the worker has held in the end."""
    with server() as port:
        times = {visit[0]: times_of(port, visit, rounds) for visit in main_pages()}
        return times, peak_mb_of(port, cookie_of(User.objects.hr_admins()[0]))


def results(times: dict[str, Times], memory_mb: float) -> list[Result]:
    what = (
        f"p50 of {ROUNDS} requests, against a plain view of as many rows of the same size for the same user, on "
        f"{_crowd.database_name()}"
    )
    pages = [
        Result(
            name=f"page: {name}",
            value_s=statistics.median(taken.page),
            baseline_s=statistics.median(taken.plain),
            goal=GOAL,
            what=what,
            peak_mb=memory_mb,
        )
        for name, taken in times.items()
    ]
    what = f"p50 of {ROUNDS} requests, against a view that asks as often and draws its rows with the same tags"
    parts = [
        Result(f"page: {name}, same parts", statistics.median(taken.page), statistics.median(taken.parts), GOAL, what)
        for name, taken in times.items()
    ]
    what = f"the quickest of {ROUNDS} requests, against what is promised of every page"
    promised = [
        Result(f"page: {name}, at most", min(taken.page), PROMISED_S, 1.0, what) for name, taken in times.items()
    ]
    what = "queries (not seconds) of the page, against the most that a page may ask"
    queries = [
        Result(f"page: {name}, queries", taken.queries, MOST_QUERIES, 1.0, what) for name, taken in times.items()
    ]
    what = "megabytes (not seconds) of the web worker after serving all these pages, against the limit"
    return [
        *pages,
        *parts,
        *promised,
        *queries,
        Result("memory of a web worker", memory_mb, MEMORY_MB, 1.0, what, peak_mb=memory_mb),
    ]


def growth(tenth: dict[str, Times], times: dict[str, Times]) -> list[Result]:
    """The median of each page against that on a tenth of the data, both in plain views of their own time: the machine
    may have been busier with the one than with the other."""
    what = f"p50 in plain views, on a tenth of {_crowd.SIZE['people']} people and on all of them"
    return [
        Result(
            name=f"page: {name}, tenfold",
            value_s=times[name].in_plain_views,
            baseline_s=tenth[name].in_plain_views,
            goal=FLAT,
            what=what,
        )
        for name in times
    ]


def run() -> list[Result]:
    _crowd.prepare(_crowd.TENTH)
    tenth, _ = served(ROUNDS_OF_TENTH)
    _crowd.prepare()
    times, memory_mb = served(ROUNDS)
    return results(times, memory_mb) + growth(tenth, times)
