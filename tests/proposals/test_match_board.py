"""The Match tab: run, look, run again."""

import re

import pytest
from django.urls import reverse

from programs.models import Participant
from proposals.forms.changes import FLAGS
from proposals.match_tab import Readiness, readiness
from proposals.models import MatchRun, Proposal
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from tests import factories as make


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.priya)


@pytest.fixture
def url(cast, matching):
    return reverse("match_board", args=[cast.program.pk]) + f"?cycle={matching.cycle.pk}"


def proposal_of(run, name):
    return run.proposals.get(junior__user__first_name=name)


def test_before_a_run_it_says_who_is_ready(client, url, matching):
    text = client.get(url).text
    assert "Run the match" in text
    assert "The proposal" not in text


def test_free_places_are_what_open_pairings_leave(matching):
    ana, ben, lea, max_ = matching.ana, matching.ben, matching.lea, matching.max
    Participant.objects.filter(pk=max_.pk).update(capacity=3)
    Participant.objects.filter(pk=ben.pk).update(is_paused=True)
    for junior, senior, state in ((ana, lea, "active"), (ana, max_, "paused"), (ben, max_, "ended")):
        make.PairingFactory(cycle=matching.cycle, junior=junior, senior=senior, state=state)
    assert readiness(matching.cycle) == Readiness(1, 2, mentor_places=0, leader_places=2, pairs_now=2)


def test_pairs_go_on_where_nobody_can_be_matched(matching):
    make.PairingFactory(cycle=matching.cycle, junior=matching.ana, senior=matching.lea)
    Participant.objects.filter(cycle=matching.cycle).update(is_paused=True)
    assert readiness(matching.cycle) == Readiness(0, 0, mentor_places=0, leader_places=0, pairs_now=1)


def test_whoever_still_waits_for_approval_is_named_before_a_match(client, url, matching):
    assert "to be approved" not in client.get(url).text
    for side, state in (("junior", "applied"), ("senior", "applied"), ("senior", "waitlisted"), ("senior", "invited")):
        make.ParticipantFactory(cycle=matching.cycle, side=side, state=state)
    assert readiness(matching.cycle) == Readiness(2, 2, 2, 2, pairs_now=0, waiting=2)
    assert "2 people still wait to be approved" in client.get(url).text


def test_the_figures_of_the_proposal_stand_above_its_pairs(client, url, run):
    figures = run.outcome.figures
    above = re.sub(r"<[^>]*>|\s+", " ", client.get(url).text.partition("Proven best")[2].partition("Search by name")[0])
    words = f"Lowest score {figures.lowest} of 1000 Topics covered {figures.covered} of {figures.wanted} wanted"
    assert f"{words} Across departments {figures.across} pairs" in " ".join(above.split())


def test_a_cycle_without_people_is_ready_for_nothing(db):
    assert readiness(make.CycleFactory()) == Readiness(0, 0, 0, 0, pairs_now=0)


def test_the_button_runs_the_match_in_the_worker(client, cast, matching, url, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("match_start", args=[cast.program.pk]) + f"?cycle={matching.cycle.pk}")
    assert MatchRun.objects.get().state == "done"
    assert "Proven best: no other choice under your rules has more than 2 pairs" in client.get(url).text


def test_each_pair_shows_its_score_its_parts_and_the_topics(client, url, run):
    text = client.get(url).text
    best = proposal_of(run, "Ben")
    assert f">{best.score}</span>" in text
    assert "Shares what is wanted: Films." in text
    assert "Working hours in common" in text


def test_a_second_run_says_that_one_is_under_way(client, cast, matching, url):
    start = reverse("match_start", args=[cast.program.pk]) + f"?cycle={matching.cycle.pk}"
    client.post(start)
    assert "running already" in client.post(start, follow=True).text
    assert "Waiting for the worker" in client.get(url).text


def test_progress_is_polled_and_ends_with_the_whole_page(client, cast, matching):
    progress = reverse("match_progress", args=[cast.program.pk]) + f"?cycle={matching.cycle.pk}"
    started = start_run(cycle=matching.cycle, by=cast.priya)
    assert "Waiting for the worker" in client.get(progress, headers={"HX-Request": "true"}).text
    solve_run(run_id=started.pk)
    answer = client.get(progress, headers={"HX-Request": "true"})
    assert f"cycle={matching.cycle.pk}" in answer.headers["HX-Redirect"]


def test_everybody_without_a_pair_reads_the_rule_and_what_would_help(client, cast, matching, url):
    make.ParticipantFactory(cycle=matching.cycle, state="approved", user__first_name="Zoe", user__level=5)
    solve_run(run_id=start_run(cycle=matching.cycle, by=cast.priya).pk)
    text = client.get(f"{url}&show=unmatched").text
    assert "The rules allow none of the 2 people on the other side." in text
    assert "level gap: 2 of 2" in text


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "sam", "noor", "igor"])
def test_proposals_are_private_to_those_who_match(cast, sign_in, url, run, name):
    outsider = sign_in(cast.people[name])
    assert outsider.get(url).status_code == 403


def test_another_programs_coordinator_finds_nothing(sign_in, url, run):
    stranger = sign_in(make.CoordinatorFactory().user)
    assert stranger.get(url).status_code == 404


SHOWN = ["show=unmatched", "show=changes", "show=scenarios", "", "q=an", "below=900", "sort=flags", "sort=department"]


@pytest.mark.parametrize("asked", [*SHOWN, *(f"flag={flag}" for flag, _words in FLAGS[1:])])
@pytest.mark.parametrize("is_near", [False, True])
def test_the_board_costs_the_same_however_many(
    client, cast, matching, url, run, django_assert_max_num_queries, asked, is_near
):
    """Of a reader who has somebody close in the cycle as of one who has not."""
    if is_near:
        make.ParticipantFactory(cycle=matching.cycle, state="approved", user__manager=cast.priya)
    there = 1
    for wanted in (1, 3, 30):
        for _ in range(wanted - there):
            pair = [
                make.ParticipantFactory(cycle=matching.cycle, side=side, state="approved")
                for side in ("junior", "senior")
            ]
            Proposal.objects.create(run=run, junior=pair[0], senior=pair[1], score=1)
        there = wanted
        with django_assert_max_num_queries(14):
            client.get(f"{url}&{asked}")
