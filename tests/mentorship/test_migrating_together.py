"""Several nodes start at once and all of them migrate: each ends well, and the migrations are applied once."""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest
from django.db import connection

from mentorship.migrating import KEY, WAITING

ROOT = Path(__file__).resolve().parents[2]


def start(url: str, folder: Path) -> subprocess.Popen[str]:
    environment = {**os.environ, "ENVIRONMENT": "development", "DATABASE_URL": url, "VAR_DIR": str(folder)}
    environment |= {"REDIS_URL": "", "PYTHONUNBUFFERED": "1", "DJANGO_SETTINGS_MODULE": "mentorship.settings"}
    return subprocess.Popen(
        [sys.executable, "manage.py", "migrate"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def results(nodes: list[subprocess.Popen[str]]) -> list[str]:
    said = [node.communicate(timeout=300)[0] for node in nodes]
    assert [node.returncode for node in nodes] == [0] * len(nodes), said
    return said


def assert_applied_once(said: list[str]) -> None:
    assert sum("Applying people.0001_initial" in words for words in said) == 1
    assert sum("No migrations to apply." in words for words in said) == len(said) - 1


@pytest.fixture
def empty_database(db) -> Iterator[str]:
    """The address of a new database on the tests' PostgreSQL."""
    if connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    ours = connection.settings_dict
    name = f"{ours['NAME']}_together"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    password = f":{ours['PASSWORD']}" if ours["PASSWORD"] else ""
    yield f"postgresql://{ours['USER']}{password}@{ours['HOST']}:{ours['PORT'] or 5432}/{name}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


def test_on_postgresql(empty_database, tmp_path):
    assert_applied_once(results([start(empty_database, tmp_path / name) for name in ("one", "two")]))


def test_on_a_file(tmp_path):
    url = f"sqlite:///{tmp_path}/site.sqlite3"
    assert_applied_once(results([start(url, tmp_path / name) for name in ("one", "two")]))


def test_whoever_comes_second_says_that_it_waits(tmp_path):
    url = f"sqlite:///{tmp_path}/site.sqlite3"
    with (tmp_path / "site.sqlite3.migrating").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        node = start(url, tmp_path / "one")
        assert node.stdout
        assert node.stdout.readline().strip() == WAITING
        assert node.poll() is None
    results([node])


def test_on_postgresql_the_second_says_so_too_and_goes_on_when_the_first_has_died(empty_database, tmp_path):

    first = psycopg2.connect(empty_database)
    first.cursor().execute("SELECT pg_advisory_xact_lock(%s)", [KEY])
    node = start(empty_database, tmp_path / "one")
    assert node.stdout
    assert node.stdout.readline().strip() == WAITING
    first.close()
    results([node])
