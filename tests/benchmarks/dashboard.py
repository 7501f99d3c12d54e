"""The leaders' dashboard of a program with 1,000 pairs and 50,000 meetings (of 250,000), on a cold cache."""

import datetime as dt
import statistics
import time
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from programs.models import Cycle, Program
from tests.benchmarks import _crowd
from tests.benchmarks.result import Result

ROUNDS = 7
GOAL = 1.3

PAIRS = """
SELECT COUNT(*) FILTER (WHERE p.opened_at IS NOT NULL), COUNT(*) FILTER (WHERE p.state IN ('active', 'closing')),
       COUNT(*) FILTER (WHERE p.state IN ('active', 'closing') AND r.slipping_since IS NOT NULL),
       COUNT(*) FILTER (WHERE p.state = 'completed'), MIN(p.opened_at)
FROM pairings_pairing p LEFT JOIN mentoring_sessions_rhythm r ON r.pairing_id = p.id WHERE p.cycle_id = %s
"""
HELD = """
SELECT m.pairing_id, COUNT(*) FROM mentoring_sessions_meeting m JOIN pairings_pairing p ON p.id = m.pairing_id
WHERE p.cycle_id = %s AND m.state = 'held' AND NOT m.is_disputed GROUP BY 1
"""
MEETINGS = """
SELECT {month}, COUNT(*) FILTER (WHERE m.was_planned), COUNT(*) FILTER (WHERE m.state = 'held'),
       COUNT(DISTINCT m.pairing_id), COUNT(DISTINCT m.pairing_id) FILTER (WHERE m.state = 'held')
FROM mentoring_sessions_meeting m JOIN pairings_pairing p ON p.id = m.pairing_id
WHERE p.cycle_id = %s AND m.starts_at <= %s GROUP BY 1
"""
PROMISES = """
SELECT COUNT(*), COUNT(DISTINCT i.pairing_id), COUNT(*) FILTER (WHERE i.done_at IS NOT NULL),
       COUNT(*) FILTER (WHERE i.seen = 'seen')
FROM mentoring_sessions_actionitem i JOIN pairings_pairing p ON p.id = i.pairing_id
WHERE i.kind = 'commitment' AND p.cycle_id = %s
"""
RESULTS = """
SELECT s.results FROM insights_snapshot s JOIN mentoring_sessions_reviewround r ON r.id = s.round_id
WHERE r.cycle_id = %s ORDER BY r.number DESC
"""
MONTH = {"sqlite": "strftime('%%Y-%%m', m.starts_at)", "postgresql": "date_trunc('month', m.starts_at)"}


def plain_sql(cycle: Cycle, now: dt.datetime) -> float:
    """Seconds of the aggregates behind the dashboard, by hand."""
    key: Any = cycle.pk.hex if connection.vendor == "sqlite" else cycle.pk
    at = now.replace(tzinfo=None).isoformat(" ") if connection.vendor == "sqlite" else now
    start = time.perf_counter()
    with connection.cursor() as cursor:
        for query, values in (
            (PAIRS, [key]),
            (HELD, [key]),
            (MEETINGS.format(month=MONTH[connection.vendor]), [key, at]),
            (PROMISES, [key]),
            (RESULTS, [key]),
        ):
            cursor.execute(query, values)
            assert cursor.fetchall()
    return time.perf_counter() - start


def page(client: Client, path: str) -> float:
    """Seconds of the whole page, sign-in, counting, gate, charts and HTML, with nothing kept."""
    cache.clear()
    start = time.perf_counter()
    response = client.get(path)
    took = time.perf_counter() - start
    assert response.status_code == 200
    assert b'<svg class="chart-' in response.content
    return took


def measure(program: Program) -> Result:
    client = Client()
    assert program.sponsor is not None
    client.force_login(program.sponsor)
    path, cycle, now = f"/insights/programs/{program.pk}/", program.cycles.get(), timezone.now()
    page(client, path), plain_sql(cycle, now)  # warm what is not the cache: imports, templates, pages of the database
    took = [(page(client, path), plain_sql(cycle, now)) for _ in range(ROUNDS)]
    return Result(
        name="dashboard",
        value_s=statistics.median(value for value, _ in took),
        baseline_s=statistics.median(baseline for _, baseline in took),
        goal=GOAL,
        what="the leaders' dashboard of 1,000 pairs and 50,000 meetings (of 250,000) on a cold cache, against the "
        f"plain SQL aggregates behind it, on {_crowd.database_name()}",
    )


def run() -> Result:
    return measure(_crowd.prepare())
