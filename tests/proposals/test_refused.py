"""What is refused of versions and scenarios: a sentence, and the proposal stays."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Conflict, Refused
from programs.models import Cycle
from proposals.models import MatchRun
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import (
    discard_version,
    keep_version,
    name_scenario,
    present_version,
    refuse_ending,
)


def refused(words):
    return pytest.raises(Refused, match=words)


@pytest.fixture
def second(cast, matching, run) -> MatchRun:
    """A result that waits beside the proposal."""
    waiting = start_run(cycle=matching.cycle, by=cast.priya)
    solve_run(run_id=waiting.pk)
    waiting.refresh_from_db()
    return waiting


@pytest.mark.parametrize("state", ["queued", "running", "failed", "published"])
def test_only_what_is_finished_and_not_published_gets_a_name(run, state):
    MatchRun.objects.filter(pk=run.pk).update(state=state)
    with refused("Only a finished, unpublished version"):
        name_scenario(run=run, name="Calm")
    assert MatchRun.objects.get(pk=run.pk).name == ""


def test_a_scenario_keeps_its_last_name(second):
    for name in ("Calm", "Bold"):
        name_scenario(run=second, name=name)
    assert MatchRun.objects.get(pk=second.pk).name == "Bold"


def test_what_waits_is_thrown_away_and_the_proposal_never_is(matching, run, second):
    name_scenario(run=run, name="Calm")
    for version in (second, run):
        discard_version(run=version)
    assert present_version(matching.cycle) == run
    assert list(MatchRun.objects.values_list("pk", "name")) == [(run.pk, "")]


def test_what_was_published_is_not_kept_again(cast, run, second):
    MatchRun.objects.filter(pk=second.pk).update(state="published")
    with refused("cannot be kept"):
        keep_version(run=second, by=cast.priya, seen=None)
    assert present_version(run.cycle) == run


def test_nor_what_is_older_than_the_last_publishing(cast, matching, run, second):
    """Its people have been asked by now."""
    MatchRun.objects.filter(pk=run.pk).update(state="published", published_at=timezone.now() + dt.timedelta(minutes=1))
    with refused("older than the last publishing"):
        keep_version(run=second, by=cast.priya, seen=None)
    assert MatchRun.objects.get(pk=second.pk).kept_at is None


def test_whoever_looks_at_an_older_proposal_does_not_replace_the_present_one(cast, run, second):
    with pytest.raises(Conflict):
        keep_version(run=second, by=cast.priya, seen=str(second.pk))
    assert present_version(run.cycle) == run


def test_keeping_the_present_one_changes_nothing(cast, run):
    kept_at = run.kept_at
    assert keep_version(run=run, by=cast.priya, seen=None).kept_at == kept_at


@pytest.mark.parametrize("state", ["closing", "closed"])
def test_an_ending_cycle_gets_no_new_pairs(matching, state):
    Cycle.objects.filter(pk=matching.cycle.pk).update(state=state)
    with refused("ending, so nobody new is matched"):
        refuse_ending(Cycle.objects.get(pk=matching.cycle.pk))


@pytest.mark.parametrize("who", ["kavya", "lena", "igor", "noor"])
def test_nobody_else_starts_a_match(cast, sign_in, matching, who):
    answer = sign_in(cast.people[who]).post(
        reverse("match_start", args=[cast.program.pk]), {"cycle": matching.cycle.pk}
    )
    assert answer.status_code in (403, 404)
    assert not MatchRun.objects.exists()
