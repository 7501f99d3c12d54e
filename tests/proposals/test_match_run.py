"""Running a match: what is found, one at a time, and what a crash leaves behind."""

import datetime as dt

import pytest
from django.utils import timezone

from frame.errors import Refused
from pairings import services
from pairings.models import Pairing
from people.models import ConflictOfInterest, Organization, User
from proposals.models import MatchPolicy, MatchRun
from proposals.services.publishing import publish_run
from proposals.services.runs import cancel_run, start_run, tend_runs
from proposals.services.solve_run import solve_run
from proposals.services.versions import present_version
from tests import factories as make


def pairs_of(run):
    return {(one.junior.user.first_name, one.senior.user.first_name) for one in run.proposals.all()}


def run_again(cast, matching):
    run = start_run(cycle=matching.cycle, by=cast.priya)
    solve_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def test_the_best_pairs_are_found_and_proven(run):
    assert run.state == "done"
    assert pairs_of(run) == {("Ana", "Lea"), ("Ben", "Max")}
    assert run.outcome.proven.is_optimal
    assert run.outcome.figures.covered == 2
    assert run.details.without_pair == ()


def test_a_second_run_at_the_same_time_is_refused(cast, matching):
    start_run(cycle=matching.cycle, by=cast.priya)
    with pytest.raises(Refused, match="running already"):
        start_run(cycle=matching.cycle, by=cast.omar)
    assert MatchRun.objects.count() == 1


def test_the_same_message_twice_solves_once(cast, run):
    solve_run(run_id=run.pk)
    assert run.proposals.count() == 2


def test_without_leaders_there_is_nothing_to_run(cast, matching):
    matching.cycle.participants.filter(side="senior").update(state="applied")
    with pytest.raises(Refused, match="one approved leader"):
        start_run(cycle=matching.cycle, by=cast.priya)


def test_the_same_people_give_the_same_fingerprint(cast, matching, run):
    assert run_again(cast, matching).input_digest == run.input_digest


def test_a_pin_that_breaks_a_rule_fails_with_names_and_leaves_the_earlier_proposal(cast, matching, run):
    MatchRun.objects.update(pins=[[str(matching.ana.pk), str(matching.max.pk)]])
    later = run_again(cast, matching)
    assert later.state == "failed"
    assert "Ana Test and Max Test are pinned, but: the leader wants no topic" in later.message
    assert pairs_of(run) == {("Ana", "Lea"), ("Ben", "Max")}


def test_a_crash_ends_in_a_message_and_frees_the_way(cast, matching, run):
    matching.ana.user.time_zone = "Nowhere/City"
    matching.ana.user.save()
    assert run_again(cast, matching).state == "failed"
    User.objects.update(time_zone="Europe/Berlin")
    assert run_again(cast, matching).state == "done"


def test_a_cancelled_run_stops_at_once_and_leaves_the_proposal(cast, matching, run):
    later = start_run(cycle=matching.cycle, by=cast.priya)
    assert cancel_run(run=later, by=cast.omar)
    solve_run(run_id=later.pk)
    later.refresh_from_db()
    assert (later.state, later.proposals.count()) == ("cancelled", 0)
    assert "Omar Haddad cancelled the match" in later.message
    assert present_version(matching.cycle) == run
    assert not cancel_run(run=later, by=cast.omar)


def test_a_run_whose_worker_died_is_given_up_by_itself(cast, matching):
    run = start_run(cycle=matching.cycle, by=cast.priya)
    MatchRun.objects.update(state="running")
    tend_runs(now=timezone.now() + dt.timedelta(minutes=40))
    run.refresh_from_db()
    assert run.state == "failed"


def test_late_joiners_get_the_free_places_and_open_pairings_stay(cast, matching):
    open_one = make.PairingFactory(cycle=matching.cycle, junior=matching.ana, senior=matching.lea)
    assert pairs_of(run_again(cast, matching)) == {("Ben", "Max")}
    open_one.refresh_from_db()
    assert open_one.state == "active"


@pytest.mark.parametrize("owner", [None, "ana"])
def test_a_conflict_keeps_two_apart_and_a_private_one_is_called_protected(cast, matching, owner):
    ConflictOfInterest.objects.create(
        person=matching.ana.user, other=matching.lea.user, owner=matching.ana.user if owner else None, note="Old story"
    )
    run = run_again(cast, matching)
    assert ("Ana", "Lea") not in pairs_of(run)
    reasons = {row.reason for one in run.details.without_pair for row in one.removals}
    assert ("protected" in reasons, "conflict" in reasons) == (bool(owner), not owner)


def test_a_decline_in_another_program_keeps_two_apart_for_good(cast, matching):
    other = make.CycleFactory()
    before = make.PairingFactory(
        cycle=other, junior__user=matching.ana.user, senior__user=matching.lea.user, state="proposed",
        agreed_at=None, opened_at=None,
    )  # fmt: skip
    services.decline_pairing(pairing=before, by=matching.ana.user, reason="Never again")
    assert ("Ana", "Lea") not in pairs_of(run_again(cast, matching))


def test_an_earlier_pair_is_repeated_only_when_the_program_allows_it(cast, matching):
    make.PairingFactory(junior__user=matching.ana.user, senior__user=matching.lea.user, state="ended")
    assert ("Ana", "Lea") not in pairs_of(run_again(cast, matching))
    MatchPolicy.objects.update(forbids_repeats=False)
    assert ("Ana", "Lea") in pairs_of(run_again(cast, matching))


def test_the_reporting_line_keeps_two_apart_up_to_the_programs_distance(cast, matching):
    between = make.UserFactory(manager=matching.lea.user)
    User.objects.filter(pk=matching.ana.user.pk).update(manager=between)
    assert ("Ana", "Lea") not in pairs_of(run_again(cast, matching))
    MatchPolicy.objects.update(reporting_distance=1)
    assert ("Ana", "Lea") in pairs_of(run_again(cast, matching))


def test_levels_of_two_scales_are_never_compared(cast, matching):
    User.objects.filter(pk=matching.lea.user.pk).update(level_source="derived")
    assert pairs_of(run_again(cast, matching)) == {("Ben", "Max")}


@pytest.mark.parametrize("more", [0, 20])
def test_a_problem_is_read_with_the_same_number_of_queries(matching, django_assert_num_queries, more):
    from proposals.read_problem import read_problem

    for _ in range(more):
        make.ParticipantFactory(cycle=matching.cycle, state="approved")
    policy = MatchPolicy(program=matching.cycle.program)
    Organization.objects.current()
    with django_assert_num_queries(10):
        read_problem(matching.cycle, policy)


def test_publishing_asks_the_mentors_and_starts_the_cycle(cast, matching, run):
    tomorrow = timezone.now().date() + dt.timedelta(days=2)
    assert publish_run(run=run, by=cast.priya, answer_on=tomorrow) == 2
    made = Pairing.objects.filter(cycle=matching.cycle)
    assert {one.state for one in made} == {"proposed"}
    matching.cycle.refresh_from_db()
    assert matching.cycle.state == "running"
    assert publish_run(run=run, by=cast.priya, answer_on=tomorrow) == 0
    assert made.count() == 2
