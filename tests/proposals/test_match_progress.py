"""How far a match is: phases with counts, a bar that never goes back, a stop that works, an end in time."""

import pytest

from proposals.matching_words import PHASES
from proposals.models import MatchRun
from proposals.services import run_progress
from proposals.services.run_progress import BEGINS, Stopped, TookTooLong, Watcher, percent_of
from proposals.services.runs import cancel_run, start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import present_version


@pytest.fixture
def running(cast, matching, run):
    later = start_run(cycle=matching.cycle, by=cast.priya)
    MatchRun.objects.filter(pk=later.pk).update(state="running")
    return later


@pytest.fixture
def often(monkeypatch):
    """As if half a second went by between any two calls."""
    monkeypatch.setattr(run_progress, "EVERY_S", -1)


def test_every_phase_has_words():
    assert {*BEGINS} < {*PHASES}


def test_the_page_counts_along(sign_in, cast, running, often):
    Watcher(running.pk)("scoring", 128, 512)
    url = f"/programs/{cast.program.pk}/match/progress/?cycle={running.cycle_id}"
    text = sign_in(cast.priya).get(url, headers={"HX-Request": "true"}).text
    assert "Scoring every mentor with every leader: 128 of 512" in text
    assert 'value="14"' in text


def test_the_bar_never_goes_back(running, often):
    watch = Watcher(running.pk)
    watch("looking", 10, 10)
    watch("augmenting", 1, 10)
    running.refresh_from_db()
    assert (running.phase, running.progress) == ("augmenting", 75)
    assert percent_of("storing", 1, 1) == 100


def test_a_cancelled_run_stops_at_its_next_step(cast, running, often):
    watch = Watcher(running.pk)
    cancel_run(run=running, by=cast.omar)
    with pytest.raises(Stopped):
        watch("augmenting", 1, 10)


def test_a_run_that_takes_too_long_ends_in_a_message(cast, matching, run, often, monkeypatch):
    monkeypatch.setattr(run_progress, "LIMIT_S", -1)
    later = start_run(cycle=matching.cycle, by=cast.priya)
    watch = Watcher(later.pk)
    with pytest.raises(TookTooLong):
        watch("scoring", 0, 1)
    solve_run(run_id=later.pk)
    later.refresh_from_db()
    assert later.state == "failed"
    assert "longer than ten minutes" in later.message
    assert present_version(matching.cycle) == run


def test_the_button_cancels_at_once(sign_in, cast, running):
    client = sign_in(cast.priya)
    answer = client.post(f"/programs/{cast.program.pk}/match/{running.pk}/cancel/", follow=True)
    assert "Priya Raman cancelled the match. The earlier proposal is as it was." in answer.text
    assert "The proposal" in answer.text
