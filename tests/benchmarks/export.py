"""All meetings of a program of 5,000 pairs as a file: 250,000 rows over HTTP, against a bare COPY of the same rows.

Before, the same on a tenth of them: what the worker holds in memory must not grow with the file. Both as CSV and as a
workbook; the workbook is held against the CSV of the same run.
"""

import time
from http.client import HTTPConnection

from django.db import connection
from django.urls import reverse

from people.models import User
from programs.models import Cycle
from sessions.activity_files import meeting_rows
from sessions.pair_activity import overseen_pairs
from tests.benchmarks import _crowd
from tests.benchmarks._serve import cookie_of, peak_mb_of, server
from tests.benchmarks.result import Result

SIZE = {"people": 20_000, "pairings": 5_000, "meetings": 250_000, "per_program": 5_000}
TENTH = SIZE | {"meetings": 25_000}
GOAL, ROUNDS = 8.0, 5
#: Of the memory of the worker with a tenth of the rows.
FLAT = 1.2
#: A workbook is XML, zipped: so many times the CSV.
BOOKS_GOAL = 8.0
PIECE, PATIENCE_S = 1 << 16, 600


def run() -> list[Result]:
    _crowd.prepare(TENTH)
    peak_of_a_tenth, _seconds, _bare = measured(rounds=1)
    books_peak_of_a_tenth, _seconds, _bare = measured(rounds=1, kind="xlsx")
    _crowd.prepare(SIZE)
    peak_mb, seconds, bare = measured(rounds=ROUNDS)
    books_peak_mb, books_seconds, _bare = measured(rounds=1, kind="xlsx")
    what = f"{SIZE['meetings']:,} meetings as CSV, against a bare read of the rows, on " + _crowd.database_name()
    return [
        Result("export", seconds, bare, GOAL, what, peak_mb=peak_mb),
        Result(
            "export: memory", peak_mb, peak_of_a_tenth, FLAT,
            "megabytes (not seconds) of the worker, against those for a tenth of the meetings", peak_mb=peak_mb,
        ),
        Result(
            "export: workbook", books_seconds, seconds, BOOKS_GOAL, "the same as XLSX, against the CSV",
            peak_mb=books_peak_mb,
        ),
        Result(
            "export: workbook's memory", books_peak_mb, books_peak_of_a_tenth, FLAT,
            "megabytes of the worker, against those for a tenth of the meetings", peak_mb=books_peak_mb,
        ),
    ]  # fmt: skip


def measured(rounds: int, kind: str = "csv") -> tuple[float, float, float]:
    """The most megabytes that a fresh worker held, and the seconds of the file and of the bare read, in turns."""
    hr = User.objects.hr_admins()[0]
    cycle = Cycle.objects.order_by("program__name").select_related("program")[0]
    path = reverse("program_run", args=[cycle.program_id], query={"download": kind, "of": "meetings"})
    with server() as port:
        cookie = cookie_of(hr)
        turns = [(took(port, path, cookie), bare_read(cycle, hr)) for _ in range(rounds)]
        peak_mb = peak_mb_of(port, cookie)
    return peak_mb, sorted(one for one, _ in turns)[rounds // 2], sorted(bare for _, bare in turns)[rounds // 2]


def took(port: int, path: str, cookie: str) -> float:
    """How long the download takes to its last byte; nothing of it is kept."""
    asked = HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    start = time.perf_counter()
    asked.request("GET", path, headers={"Cookie": cookie, "Host": "localhost"})
    answer = asked.getresponse()
    assert answer.status == 200, f"{path}: {answer.status}"
    while answer.read(PIECE):
        pass
    asked.close()
    return time.perf_counter() - start


class Nowhere:
    """A file that keeps nothing."""

    def write(self, piece: bytes) -> int:
        return len(piece)


def bare_read(cycle: Cycle, reader: User) -> float:
    """COPY of the same rows; where the database has none, reading them with a plain cursor."""
    sql, values = meeting_rows(overseen_pairs(cycle, reader)).query.sql_with_params()
    start = time.perf_counter()
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            rows_sql = cursor.cursor.mogrify(sql, values).decode()
            cursor.cursor.copy_expert(f"COPY ({rows_sql}) TO STDOUT (FORMAT csv)", Nowhere())
        else:
            cursor.execute(sql, values)
            cursor.fetchall()
    return time.perf_counter() - start
