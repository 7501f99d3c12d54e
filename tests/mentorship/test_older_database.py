"""A database of an earlier layout: the demo starts anew beside it, every other one is refused and left as it is."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.mentorship.test_refusals import STRONG

ROOT = Path(__file__).resolve().parents[2]
OF_THE_DEMO = [("Omar", "Haddad"), ("Priya", "Raman"), ("Kavya", "Nair"), ("Jack", "Whitfield"), ("Maria", "Santos")]


def old_database(folder: Path, people: list[tuple[str, str]]) -> Path:
    """As an earlier state of Turnabout laid it: migrations of the same names, the roster's tables within people."""
    file = folder / "turnabout.sqlite3"
    database = sqlite3.connect(file)
    database.executescript(
        """
        PRAGMA journal_mode=WAL;
        CREATE TABLE django_migrations (id integer PRIMARY KEY, app varchar(255), name varchar(255), applied datetime);
        INSERT INTO django_migrations (app, name, applied) VALUES
            ('contenttypes', '0001_initial', '2026-11-01'), ('people', '0001_initial', '2026-11-01'),
            ('pairings', '0001_initial', '2026-11-01'), ('pairings', '0003_matching_engine', '2026-11-02');
        CREATE TABLE people_user (id char(32) PRIMARY KEY, first_name varchar(80), last_name varchar(80));
        CREATE TABLE people_rosterimport (id integer PRIMARY KEY);
        """
    )
    rows = [(f"{number:032}", first, last) for number, (first, last) in enumerate(people)]
    database.executemany("INSERT INTO people_user VALUES (?, ?, ?)", rows)
    database.commit()
    database.close()
    return file


def contents(file: Path) -> list[str]:
    database = sqlite3.connect(file)
    lines = list(database.iterdump())
    database.close()
    return lines


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    base = {"PATH": os.environ["PATH"], "VAR_DIR": str(folder), "LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env={**base, **environment}, capture_output=True, text=True
    )


def prepare(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(["-m", "mentorship.launch.database"], folder, **{"ENVIRONMENT": "demo", **environment})


def test_an_old_demo_is_kept_beside_the_new_one(tmp_path):
    before = contents(old_database(tmp_path, OF_THE_DEMO))
    stale = tmp_path / "broker" / "queue" / "job.msg"
    stale.parent.mkdir(parents=True)
    stale.write_text("{}")
    done = prepare(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    [kept] = tmp_path.glob("turnabout-before-*.sqlite3")
    assert done.stdout.splitlines()[0] == (
        f"The demo was made by another version of Turnabout, so it starts anew; the old one is kept in {kept}."
    )
    assert contents(kept) == before
    assert not stale.exists()
    new = sqlite3.connect(tmp_path / "turnabout.sqlite3")
    assert new.execute("SELECT count(*) FROM people_user WHERE last_name = 'Haddad'").fetchone() == (1,)
    again = prepare(tmp_path)
    assert (again.returncode, again.stdout) == (0, "")


@pytest.mark.parametrize(
    ("people", "environment"),
    [([("Omar", "Haddad"), ("Ada", "Byron")], "demo"), (OF_THE_DEMO, "development")],
)
def test_an_old_database_that_is_not_the_demos_is_refused_and_left_as_it_is(tmp_path, people, environment):
    file = old_database(tmp_path, people)
    before = contents(file)
    done = prepare(tmp_path, ENVIRONMENT=environment)
    [line] = done.stderr.splitlines()
    assert done.returncode == 3
    assert line.startswith("This database was made by another version of Turnabout")
    assert contents(file) == before
    assert not list(tmp_path.glob("turnabout-before-*"))


def test_in_production_migrate_refuses_it_before_it_changes_anything(tmp_path):
    file = old_database(tmp_path, OF_THE_DEMO)
    before = contents(file)
    done = run(["manage.py", "migrate", "--no-input"], tmp_path, **STRONG)
    assert done.returncode == 1
    assert "This database was made by another version of Turnabout" in done.stderr
    assert "start anew with an empty database" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(file) == before


def test_a_database_whose_columns_are_of_another_layout_is_refused_too(tmp_path):
    assert run(["manage.py", "migrate", "-v0"], tmp_path, ENVIRONMENT="development").returncode == 0
    database = sqlite3.connect(tmp_path / "turnabout.sqlite3")
    database.execute("ALTER TABLE people_department RENAME COLUMN name TO title")
    database.close()
    done = run(["manage.py", "migrate"], tmp_path, ENVIRONMENT="development")
    assert "the table people_department has no column name" in done.stderr


def test_a_database_of_this_version_is_migrated_as_often_as_one_likes(tmp_path):
    for _ in range(2):
        done = run(["manage.py", "migrate"], tmp_path, ENVIRONMENT="development")
        assert (done.returncode, done.stderr) == (0, "")
    assert "No migrations to apply." in done.stdout


def test_a_database_is_migrated_up_from_the_middle(tmp_path):
    for target in (["people"], []):
        done = run(["manage.py", "migrate", *target], tmp_path, ENVIRONMENT="development")
        assert (done.returncode, done.stderr) == (0, "")
