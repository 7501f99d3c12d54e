"""Twenty people at once, two web workers: throughput and the slowest twentieth of a few main pages against the plain
view under the same load."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from tests.benchmarks import _crowd
from tests.benchmarks._serve import cookie_of, page, seconds, server
from tests.benchmarks.pages import main_pages, plain_path
from tests.benchmarks.result import Result

PEOPLE, WORKERS = 20, 2
REQUESTS = 200
PAGES = ("home of a mentor", "a pairing", "people", "people of a program", "a dashboard")
#: The plain view may serve 1 / 0.6 as many requests in the same time.
THROUGHPUT, P95 = 1 / 0.6, 2.0


def under_load(port: int, path: str, cookie: str) -> tuple[float, list[float]]:
    """Seconds until all requests are answered, and those of each."""
    start = time.perf_counter()
    with ThreadPoolExecutor(PEOPLE) as pool:
        took = list(pool.map(lambda _: seconds(port, path, cookie), range(REQUESTS)))
    return time.perf_counter() - start, took


def p95(took: list[float]) -> float:
    return statistics.quantiles(took, n=20)[-1]


def run() -> list[Result]:
    _crowd.prepare()
    results = []
    with server(workers=WORKERS) as port:
        for name, user, path in main_pages():
            if name not in PAGES:
                continue
            cookie = cookie_of(user)
            plain = plain_path(page(port, path, cookie))
            under_load(port, path, cookie)  # warm both workers
            whole, each = under_load(port, path, cookie)
            plain_whole, plain_each = under_load(port, plain, cookie)
            what = f"{REQUESTS} requests by {PEOPLE} people at once, {WORKERS} workers, on {_crowd.database_name()}"
            results.append(Result(f"load: {name}, all", whole, plain_whole, THROUGHPUT, what))
            results.append(Result(f"load: {name}, p95", p95(each), p95(plain_each), P95, what))
    return results
