"""`manage.py apply_retention`: the same as each day, at once, or only told."""

import pytest
from django.core.management import call_command

from people.models import RetentionRun
from tests.people.retention.old_rows import OLD_ROWS, days_ago, reasons

pytestmark = pytest.mark.django_db


def told(capsys, *arguments) -> dict[str, str]:
    """What the command says of each rule."""
    call_command("apply_retention", *arguments)
    lines = capsys.readouterr().out.splitlines()
    return {line.split()[0]: line.partition("days  ")[2] for line in lines if "days  " in line}


def test_a_dry_run_says_what_would_go_and_leaves_it(cast, capsys):
    thing = OLD_ROWS["team_todos"](cast, days_ago(400))
    assert told(capsys, "--dry-run")["team_todos"] == f"1 rows, the oldest of {days_ago(400).date()}"
    assert all(thing().values())
    assert not RetentionRun.objects.exists()


def test_without_it_it_goes(cast, capsys):
    thing = OLD_ROWS["team_todos"](cast, days_ago(400))
    assert told(capsys)["team_todos"].startswith("1 rows")
    assert not any(thing().values())
    assert told(capsys)["team_todos"] == "0 rows"


def test_of_what_is_said_in_confidence_it_gives_no_number(cast, capsys):
    without = told(capsys, "--dry-run")["reasons"]
    reasons(cast, days_ago(2000))
    assert (
        told(capsys, "--dry-run")["reasons"]
        == without
        == "not counted: the number could tell what somebody did in confidence"
    )


def test_what_has_failed_says_so(cast, capsys, monkeypatch):
    def broken(*, before):
        raise RuntimeError("full")

    monkeypatch.setattr("roster.retention.forget_files", broken)
    assert told(capsys)["roster_uploads"] == "failed; the log says why"
