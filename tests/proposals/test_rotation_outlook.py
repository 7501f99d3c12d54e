"""How many more changes of partners are possible: one proven match after another, with no pair twice."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from matchmaker import Person, Policy, Problem
from notifications.models import Delivery
from proposals.models import RotationOutlook
from proposals.rotation_outlook import MOST_CHANGES, look_ahead
from proposals.services.runs import ask_for_outlook, tend_runs
from tests import factories as make

NO_RULES = {"minimum_level_gap": 0, "reporting_distance": 0, "needs_shared_topic": False, "minimum_overlap_hours": 0}


def people(side, number, **fields):
    return tuple(Person(id=f"{side}{one}", **fields) for one in range(number))


def problem(mentors, leaders, **policy):
    return Problem(
        juniors=people("m", mentors), seniors=people("l", leaders), on=dt.date(2026, 11, 23),
        policy=Policy(**NO_RULES | policy),
    )  # fmt: skip


@pytest.mark.parametrize("number", [1, 2, 5])
def test_as_many_changes_as_there_are_people_on_the_other_side(number):
    found = look_ahead(problem(number, number))
    assert [one["pairs"] for one in found["rounds"]] == [number] * number + [0]
    assert all(one["is_proven"] for one in found["rounds"])
    assert len(found["first_without"]) == 2 * number
    assert found["rules"] == {}


def test_nobody_plans_further_than_a_dozen():
    found = look_ahead(problem(13, 13))
    assert len(found["rounds"]) == MOST_CHANGES
    assert found["first_without"] == []


def test_the_rule_in_the_way_is_named():
    found = look_ahead(problem(2, 2, minimum_level_gap=2))
    assert [one["pairs"] for one in found["rounds"]] == [0]
    assert found["rules"] == {"level_gap": 8}


@pytest.fixture
def url(cast):
    return reverse("rotation_detail", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}"


@pytest.fixture
def all_fit(cast):
    cast.program.match_policy.needs_shared_topic = False
    cast.program.match_policy.save()


def test_the_page_says_it_with_the_time_and_nobody_hears(
    cast, sign_in, url, all_fit, django_capture_on_commit_callbacks
):
    client = sign_in(cast.priya)
    assert "Have it worked out" in client.get(url).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("rotation_look_ahead", args=[cast.program.pk]), {"cycle": cast.cycle.pk})
    outlook = RotationOutlook.objects.get()
    assert [one["pairs"] for one in outlook.rounds] == [2, 0]
    text = client.get(url).text
    assert "1 more change is possible" in text
    assert "Worked out" in text
    assert "Kavya Nair, mentor" in text
    assert not Delivery.objects.exists()


def test_whoever_is_near_reads_no_figures(cast, sign_in, url, all_fit):
    make.CoordinatorFactory(program=cast.program, user=cast.jack)
    RotationOutlook.objects.create(
        cycle=cast.cycle, computed_at=timezone.now(), rounds=[{"pairs": 2, "without": 0}, {"pairs": 0, "without": 4}],
        first_without=[str(cast.pairing.junior_id)],
    )  # fmt: skip
    text = sign_in(cast.jack).get(url).text.partition("<main")[2]
    assert "Kavya" not in text
    assert "more change is possible" not in text
    assert "colleagues who are close to nobody" in text


def test_what_no_worker_took_is_handed_out_again(cast, all_fit):
    ask_for_outlook(cycle=cast.cycle)
    tend_runs(now=timezone.now() + dt.timedelta(minutes=2))
    assert RotationOutlook.objects.get().computed_at
