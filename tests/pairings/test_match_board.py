"""The Match tab: look, change, undo, run again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pairings import services
from pairings.models import MatchConstraint, MatchRun, Proposal
from people.models import ConflictOfInterest
from programs.models import Participant
from tests import factories as make


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.priya)


@pytest.fixture
def url(cast, matching):
    return reverse("match_board", args=[cast.program.pk]) + f"?cycle={matching.cycle.pk}"


def proposal_of(run, name):
    return run.proposals.get(junior__user__first_name=name)


def press(client, program, proposal, act):
    return client.post(reverse("match_change", args=[program.pk, proposal.pk, act]), follow=True)


def undo(client, program, constraint):
    return client.post(reverse("match_undo", args=[program.pk, constraint.pk]), follow=True)


def test_before_a_run_it_says_who_is_ready(client, url, matching):
    text = client.get(url).text
    assert "Run the match" in text
    assert "The proposal" not in text


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
    started = services.start_run(cycle=matching.cycle, by=cast.priya)
    assert "Waiting for the worker" in client.get(progress, headers={"HX-Request": "true"}).text
    services.solve_run(run_id=started.pk)
    answer = client.get(progress, headers={"HX-Request": "true"})
    assert f"cycle={matching.cycle.pk}" in answer.headers["HX-Redirect"]


def test_taking_out_keeps_two_apart_over_runs_and_undo_brings_them_back(client, cast, matching, run):
    text = press(client, cast.program, proposal_of(run, "Ana"), "out").text
    assert "Taken out" in text
    constraint = MatchConstraint.objects.get(kind="forbid")
    assert reverse("match_undo", args=[cast.program.pk, constraint.pk]) in text
    undo(client, cast.program, constraint)
    back = proposal_of(run, "Ana")
    assert (back.senior, back.is_manual) == (matching.lea, False)
    assert not MatchConstraint.objects.exists()


def test_who_was_taken_out_stands_among_those_without_a_pair(client, cast, url, run):
    press(client, cast.program, proposal_of(run, "Ana"), "out")
    text = client.get(f"{url}&show=unmatched").text
    assert "Ana Test" in text
    assert "You took out their pair" in text
    assert "Ben Test" not in text


def test_a_pin_stays_over_runs_until_it_is_taken_back(client, cast, matching, run):
    press(client, cast.program, proposal_of(run, "Ana"), "pin")
    assert proposal_of(run, "Ana").is_pinned
    text = press(client, cast.program, proposal_of(run, "Ana"), "unpin").text
    assert "The next match decides again" in text
    assert not MatchConstraint.objects.exists()


def test_a_second_click_on_take_out_is_harmless(client, cast, run):
    gone = proposal_of(run, "Ana")
    for _ in range(2):
        assert press(client, cast.program, gone, "out").status_code == 200
    assert MatchConstraint.objects.count() == 1


def test_pairing_by_hand_pins_and_can_be_undone(client, cast, matching, run):
    Participant.objects.filter(pk=matching.lea.pk).update(capacity=2)
    hand = reverse("match_pair", args=[cast.program.pk])
    press(client, cast.program, proposal_of(run, "Ben"), "out")
    text = client.post(
        hand, {"cycle": matching.cycle.pk, "junior": matching.ben.pk, "senior": matching.lea.pk}, follow=True
    ).text
    assert "Paired by hand" in text
    made = run.proposals.get(junior=matching.ben)
    assert (made.senior, made.is_manual, made.is_pinned) == (matching.lea, True, True)
    undo(client, cast.program, MatchConstraint.objects.get(kind="pin"))
    assert not run.proposals.filter(junior=matching.ben).exists()


@pytest.mark.parametrize("is_private", [False, True])
def test_a_pair_by_hand_that_breaks_a_rule_is_refused_by_its_name(client, cast, matching, run, is_private):
    press(client, cast.program, proposal_of(run, "Ana"), "out")
    MatchConstraint.objects.all().delete()
    owner = matching.lea.user if is_private else None
    ConflictOfInterest.objects.create(person=matching.ana.user, other=matching.lea.user, owner=owner, note="Old story")
    fields = {"cycle": matching.cycle.pk, "junior": matching.ana.pk, "senior": matching.lea.pk}
    answer = client.post(reverse("match_pair", args=[cast.program.pk]), fields)
    assert answer.status_code == 422
    assert ("protected" in answer.text, "HR has noted a conflict" in answer.text) == (is_private, not is_private)
    assert "Old story" not in answer.text
    assert not run.proposals.filter(junior=matching.ana).exists()


def test_a_full_person_is_refused_by_hand(client, cast, matching, run):
    fields = {"cycle": matching.cycle.pk, "junior": matching.ben.pk, "senior": matching.lea.pk}
    answer = client.post(reverse("match_pair", args=[cast.program.pk]), fields)
    assert answer.status_code == 422
    assert "has no free place left" in answer.text


def test_everybody_without_a_pair_reads_the_rule_and_what_would_help(client, cast, matching, url):
    make.ParticipantFactory(cycle=matching.cycle, state="approved", user__first_name="Zoe", user__level=5)
    services.solve_run(run_id=services.start_run(cycle=matching.cycle, by=cast.priya).pk)
    text = client.get(f"{url}&show=unmatched").text
    assert "The rules allow none of the 2 people on the other side." in text
    assert "level gap: 2 of 2" in text


def test_a_published_proposal_can_no_longer_be_changed(client, cast, matching, run):
    MatchRun.objects.update(state="published", published_at=timezone.now())
    text = press(client, cast.program, proposal_of(run, "Ana"), "out").text
    assert "can no longer be changed" in text
    assert run.proposals.count() == 2


@pytest.mark.parametrize("name", ["kavya", "jack", "lena", "sam", "noor", "igor"])
def test_proposals_are_private_to_those_who_match(cast, sign_in, url, run, name):
    outsider = sign_in(cast.people[name])
    assert outsider.get(url).status_code == 403
    pair = reverse("match_change", args=[cast.program.pk, run.proposals.first().pk, "out"])
    assert outsider.post(pair).status_code == 403
    assert run.proposals.count() == 2


def test_another_programs_coordinator_changes_nothing(cast, sign_in, url, run):
    stranger = sign_in(make.CoordinatorFactory().user)
    assert stranger.get(url).status_code == 404
    pair = reverse("match_change", args=[cast.program.pk, run.proposals.first().pk, "out"])
    assert stranger.post(pair).status_code == 404


@pytest.mark.parametrize("show", ["pairs", "unmatched", "changes"])
@pytest.mark.parametrize("more", [0, 15])
def test_the_board_costs_the_same_however_many(
    client, cast, matching, url, run, django_assert_max_num_queries, show, more
):
    for _ in range(more):
        pair = [
            make.ParticipantFactory(cycle=matching.cycle, side=side, state="approved") for side in ("junior", "senior")
        ]
        Proposal.objects.create(run=run, junior=pair[0], senior=pair[1], score=1)
    with django_assert_max_num_queries(12):
        client.get(f"{url}&show={show}")
