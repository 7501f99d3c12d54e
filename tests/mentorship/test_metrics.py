"""What the machines that watch are told, and whom they tell it to."""

import datetime as dt
import re
from io import StringIO
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from mentorship import heartbeat, queues
from notifications import marks, outcomes
from notifications.models import Delivery
from notifications.outbox_state import PLANNED

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a-token-of-this-test"


@pytest.fixture
def alive(db):
    """Clock, worker and planner are at work, and mail went a moment ago."""
    for name in (heartbeat.CLOCK, *map(heartbeat.worker_of, queues.names()), PLANNED, outcomes.SENT):
        marks.mark(name)


@pytest.fixture
def scrape(settings):
    settings.METRICS_TOKEN = TOKEN

    def ask() -> dict[tuple[str, str], float]:
        answer = Client().get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 200
        return {
            (sample.name, next(iter(sample.labels.values()), "")): sample.value
            for family in text_string_to_metric_families(answer.content.decode())
            for sample in family.samples
        }

    return ask


def owe(user, number: int, **fields) -> None:
    due = timezone.now() - dt.timedelta(minutes=20)
    Delivery.objects.create(key=f"{number}", recipient=user, channel="email", **{"due_at": due, **fields})


@pytest.mark.django_db
def test_without_a_token_in_the_settings_there_is_no_such_page(settings):
    settings.METRICS_TOKEN = ""
    assert Client().get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}"])
def test_whoever_has_no_token_learns_nothing(settings, header):
    settings.METRICS_TOKEN = TOKEN
    answer = Client().get("/metrics", headers={"authorization": header})
    assert (answer.status_code, answer.content) == (401, b"401\n")


def test_all_is_well(alive, scrape):
    found = scrape()
    assert {sign: value for (name, sign), value in found.items() if name == "turnabout_well"} == dict.fromkeys(
        [
            "clock", "worker_heavy", "worker_mail", "worker_quick", "planner", "owed", "mail",
            "dead", "uncertain", "unseen", "redis", "erased",
            "review_secret",
        ],
        1.0,
    )  # fmt: skip
    assert found["turnabout_silence_seconds", "clock"] < 5
    assert found["turnabout_planner_lag_seconds", ""] < 5


def test_what_is_owed_is_told_by_kind_and_of_reviews_only_roughly(alive, scrape, cast):
    owe(cast.kavya, 1, kind="invitation")
    owe(cast.jack, 2, kind="review_prompt", state="retry", next_attempt_at=timezone.now() + dt.timedelta(hours=1))
    found = scrape()
    assert (found["turnabout_owed", "invitation"], found["turnabout_owed", "other"]) == (1, 10)
    assert 1190 < found["turnabout_oldest_owed_seconds", "email"] < 1300
    assert found["turnabout_well", "owed"] == 0
    assert not any("review_prompt" in label for _name, label in found)


def test_failures_are_told_by_why(alive, scrape):
    outcomes.note(outcomes.UNREACHABLE)
    outcomes.write_down(at_once=True)
    found = scrape()
    assert (found["turnabout_failures_total", "unreachable"], found["turnabout_well", "mail"]) == (1, 0)


def said() -> str:
    out = StringIO()
    call_command("check_outbox", stdout=out)
    return out.getvalue()


def test_the_command_is_content_when_all_is_well(alive):
    assert "ALARM" not in said()


def test_the_command_fails_while_mail_is_dead_and_says_what_to_do(alive):
    outcomes.note(outcomes.UNREACHABLE)
    outcomes.write_down(at_once=True)
    out = StringIO()
    with pytest.raises(CommandError, match="Needs you: mail"):
        call_command("check_outbox", stdout=out)
    assert out.getvalue().startswith("ALARM  Mail: The mail server could not be reached, or broke off. Last sent: ")
    assert "check_mail" in out.getvalue()


@pytest.mark.django_db
def test_the_command_fails_where_nobody_works():
    with pytest.raises(CommandError, match="clock, worker_heavy, worker_mail, worker_quick, planner"):
        said()


def test_the_rules_for_prometheus_ask_for_figures_that_are_there(alive, scrape, cast):
    owe(cast.kavya, 1, kind="invitation")
    names = {name for name, _label in scrape()}
    rules = yaml.safe_load((ROOT / "deploy" / "prometheus-rules.yml").read_text())["groups"][0]["rules"]
    asked = {word for rule in rules for word in _names_in(rule["expr"])}
    assert asked <= names
    assert all(rule["annotations"]["summary"] for rule in rules)
    guide = (ROOT / "docs" / "reminders.md").read_text()
    assert all(rule["alert"] in guide for rule in rules)


def _names_in(expression: str) -> set[str]:
    return set(re.findall(r"turnabout_\w+", re.sub(r'"[^"]*"', "", expression)))
