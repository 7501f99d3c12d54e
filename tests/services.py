"""What the machine offers beyond Python: PostgreSQL, Redis, a browser.

Without them the tests that need them are skipped with a word about it; with REQUIRE_SERVICES=1 they fail.
"""

import hashlib
import os
import shutil
from pathlib import Path

import psycopg2
import pytest
import redis

REQUIRED = os.environ.get("REQUIRE_SERVICES") == "1"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
POSTGRES = (
    "postgresql://postgres@127.0.0.1:5432/postgres",
    "postgresql://%2Fvar%2Frun%2Fpostgresql/postgres",
)
REDIS = "redis://127.0.0.1:6379/15"
TESTS = Path(__file__).parent
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
#: Folders whose tests start processes of the site, or reach Redis, without a database of their own.
REACH_THEM_OTHERWISE = ("mentorship", "notifications")
#: Modules in there that only read files, or start processes with addresses of their own: what they do on SQLite is what
#: they would do again. A test of theirs that asks for the database is repeated all the same.
SAME_EVERYWHERE = {
    f"test_{name}"
    for name in (
        "bill_of_materials", "cities", "declared", "deployment_files", "environment", "error_reports", "find_python",
        "locks", "logs_of_processes", "network", "older_database", "refusals", "rubbish", "secrets", "starting",
    )
}  # fmt: skip
FOLDER = hashlib.sha256(str(Path(__file__).resolve()).encode()).hexdigest()[:8]


def find_postgres() -> str:
    """The URL of a database of this folder's own on a server where we may create databases; "" without one.

    TEST_DATABASE_URL names the server, else the usual local addresses are tried.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    server = next((url for url in ([given] if given else POSTGRES) if may_create_databases(url)), "")
    return f"{server.rpartition('/')[0]}/turnabout_{FOLDER}" if server else ""


def may_create_databases(url: str) -> bool:
    try:
        connection = psycopg2.connect(url, connect_timeout=3)
    except psycopg2.OperationalError:
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user")
        is_there = bool(cursor.fetchone()[0])
    connection.close()
    return is_there


def find_redis() -> str:
    """The URL of a Redis that answers, "" without one. TEST_REDIS_URL names another than the local one."""
    url = os.environ.get("TEST_REDIS_URL", REDIS)
    try:
        redis.Redis.from_url(url, socket_connect_timeout=3).ping()
    except redis.RedisError:
        return ""
    return url


def find_browser() -> str:
    """The path of a Chromium, "" without one. CHROMIUM names another than the first on the PATH."""
    named = os.environ.get("CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, BROWSERS)), "")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what the run on PostgreSQL and Redis repeats; pytest-django keeps every other test off the database."""
    for item in items:
        if touches_services(item):
            item.add_marker(pytest.mark.database)


def touches_services(item: pytest.Item) -> bool:
    wanted = set(getattr(item, "fixturenames", ()))
    asks_for_database = item.get_closest_marker("django_db") is not None or bool(wanted & DATABASE_FIXTURES)
    reaches_them = item.path.relative_to(TESTS).parts[0] in REACH_THEM_OTHERWISE
    return asks_for_database or (reaches_them and item.path.stem not in SAME_EVERYWHERE)


def what_is_missing(item: pytest.Item) -> str:
    """Why this test cannot run here; "" when it can."""
    if item.get_closest_marker("browser") and not find_browser():
        return "no Chromium on the PATH (CHROMIUM=/path/to/it)"
    return ""


def pytest_runtest_setup(item: pytest.Item) -> None:
    if missing := what_is_missing(item):
        (pytest.fail if REQUIRED else pytest.skip)(missing)
