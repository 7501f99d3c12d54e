"""Versions of a proposal: beside each other, kept, named, thrown away, and cleared."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from frame.errors import Refused
from people.models import User
from proposals.manual_decisions import Change
from proposals.models import MatchRun, Proposal
from proposals.services.edit_proposal import change_proposal
from proposals.services.publishing import publish_run
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import (
    KEPT_VERSIONS,
    discard_version,
    keep_version,
    name_scenario,
    present_version,
    prune,
)
from tests import factories as make


@pytest.fixture
def client(cast, sign_in):
    return sign_in(cast.priya)


@pytest.fixture
def later(cast, matching, run):
    """Another match, with Ana and Lea taken out since: it waits beside the present proposal."""
    run_again = start_run(cycle=matching.cycle, by=cast.omar, change=out(matching))
    solve_run(run_id=run_again.pk)
    run_again.refresh_from_db()
    return run_again


def out(matching):
    return Change("out", (str(matching.ana.pk), str(matching.lea.pk)))


def url(name, *args):
    return reverse(name, args=args)


def compare(client, cast, one, other, **asked):
    versions = {"cycle": one.cycle_id, "a": one.pk, "b": other.pk}
    return client.get(url("match_compare", cast.program.pk), versions | asked)


def test_the_first_result_counts_at_once(matching, run):
    assert present_version(matching.cycle) == run


def test_a_new_result_waits_until_the_two_are_compared(client, cast, matching, run, later):
    assert present_version(matching.cycle) == run
    board = client.get(url("match_board", cast.program.pk), {"cycle": matching.cycle.pk}).text
    assert "A new result waits beside the present proposal" in board
    assert f"a={run.pk}&amp;b={later.pk}" in board


def test_after_a_publishing_the_new_result_counts_at_once(cast, matching, run):
    publish_run(run=run, by=cast.priya, answer_on=timezone.now().date() + dt.timedelta(days=9))
    make.ParticipantFactory(cycle=matching.cycle, state="approved", user__level=1)
    make.ParticipantFactory(cycle=matching.cycle, state="approved", side="senior", user__level=6)
    newer = start_run(cycle=matching.cycle, by=cast.priya)
    solve_run(run_id=newer.pk)
    assert present_version(matching.cycle) == newer


def test_two_versions_side_by_side_say_all_that_differs(client, cast, matching, run, later):
    text = compare(client, cast, run, later).text
    assert "1 pair goes, 0 new pairs come." in text
    assert "Pairs taken out" in text
    assert "Now: Matched" in text
    assert f'action="{url("match_keep", cast.program.pk, later.pk)}"' in text
    assert f'action="{url("match_keep", cast.program.pk, run.pk)}"' not in text


def test_under_other_weights_each_is_measured_by_both(client, cast, run, later):
    MatchRun.objects.filter(pk=later.pk).update(
        policy={**later.policy, "weights": {**later.policy["weights"], "topics": 90}}
    )
    text = compare(client, cast, run, later).text
    assert "Total score" not in text, "points of different weights are different points"
    assert "check=1" in text
    text = compare(client, cast, run, later, check=1).text
    assert "Total score, by the weights of the first" in text
    assert "Wanted topics covered" in text


def test_pairs_that_no_longer_fit_are_counted(client, cast, matching, run, later):
    assert "All pairs of the second one fit" in compare(client, cast, run, later, check=1).text
    User.objects.filter(pk=matching.max.user_id).update(level=1)
    assert "1 pair of the second one no longer fits the rules" in compare(client, cast, run, later, check=1).text


def test_comparing_costs_the_same_however_many(client, cast, matching, run, later, django_assert_max_num_queries):
    for more in (0, 2, 27):
        for _ in range(more):
            pair = [
                make.ParticipantFactory(cycle=matching.cycle, side=side, state="approved")
                for side in ("junior", "senior")
            ]
            Proposal.objects.create(run=later, junior=pair[0], senior=pair[1], score=1)
        with django_assert_max_num_queries(14):
            compare(client, cast, run, later)


def test_keeping_the_new_result_and_going_back(client, cast, matching, run, later):
    keep = url("match_keep", cast.program.pk, later.pk)
    client.post(keep, {"version": run.pk, "follow": "1"})
    assert present_version(matching.cycle) == later
    text = client.get(url("match_board", cast.program.pk), {"cycle": matching.cycle.pk, "show": "changes"}).text
    assert "Go back to this" in text
    assert "Taken out: no match of this cycle puts the two together." in text
    client.post(url("match_keep", cast.program.pk, run.pk), {"version": later.pk})
    assert present_version(matching.cycle) == run


def test_keeping_over_what_somebody_else_has_kept_is_a_conflict(client, cast, matching, run, later):
    change_proposal(run=run, change=out(matching), is_best=False, by=cast.omar)
    answer = client.post(url("match_keep", cast.program.pk, later.pk), {"version": run.pk})
    assert answer.status_code == 409
    assert "Omar Haddad" in answer.text
    assert present_version(matching.cycle) != later


def test_what_is_older_than_a_publishing_stays_where_it_is(cast, matching, run, later):
    publish_run(run=run, by=cast.priya, answer_on=timezone.now().date() + dt.timedelta(days=9))
    with pytest.raises(Refused, match="older than the last publishing"):
        keep_version(run=later, by=cast.priya, seen=None)


def test_a_name_makes_a_scenario_that_can_be_renamed_and_discarded(client, cast, matching, run, later):
    name = url("match_name", cast.program.pk, later.pk)
    assert client.post(name, {"name": ""}).status_code == 422
    assert client.post(name, {"name": "x" * 81}).status_code == 422
    client.post(name, {"name": "Without Ana"})
    listed = client.get(url("match_board", cast.program.pk), {"cycle": matching.cycle.pk, "show": "scenarios"}).text
    assert "Without Ana" in listed
    discard = url("match_discard", cast.program.pk, later.pk)
    assert "Discard “Without Ana”?" in client.get(discard).text
    for _ in range(2):
        assert client.post(discard).status_code == 302
    assert not MatchRun.objects.filter(pk=later.pk).exists()


def test_a_discarded_version_that_was_the_proposal_stays_in_the_history(cast, matching, run):
    name_scenario(run=run, name="First")
    discard_version(run=run)
    assert [one.name for one in MatchRun.objects.filter(pk=run.pk)] == [""]


def test_published_ones_are_neither_named_nor_discarded(client, cast, run):
    MatchRun.objects.update(state="published", published_at=timezone.now())
    assert client.post(url("match_name", cast.program.pk, run.pk), {"name": "No"}).status_code == 422
    client.post(url("match_discard", cast.program.pk, run.pk))
    assert MatchRun.objects.filter(pk=run.pk, state="published", name="").exists()


def test_old_versions_are_cleared_but_not_the_present_the_named_or_the_published(cast, matching, run):
    before = timezone.now() - dt.timedelta(days=3)
    kept = {"cycle": matching.cycle, "kept_at": before, "created_at": before}
    MatchRun.objects.bulk_create(MatchRun(state="done", **kept) for _ in range(KEPT_VERSIONS + 5))
    named = MatchRun.objects.create(state="done", name="Dear", **kept)
    published = MatchRun.objects.create(state="published", published_at=before, **kept)
    prune(matching.cycle)
    left = set(MatchRun.objects.values_list("pk", flat=True))
    assert {run.pk, named.pk, published.pk} < left
    assert len(left) == KEPT_VERSIONS + 3


@pytest.mark.parametrize("page", ["match_keep", "match_name", "match_discard", "match_cancel"])
def test_only_those_who_match_touch_a_version(cast, sign_in, run, page):
    address = url(page, cast.program.pk, run.pk)
    for name in ("kavya", "jack", "lena", "sam", "noor", "igor"):
        assert sign_in(cast.people[name]).post(address, {"name": "Mine"}).status_code == 403
    stranger = make.CoordinatorFactory()
    assert sign_in(stranger.user).post(address, {"name": "Mine"}).status_code == 404
    own = url(page, stranger.program.pk, run.pk)
    assert sign_in(stranger.user).post(own, {"name": "Mine"}).status_code in (302, 404)
    assert MatchRun.objects.filter(pk=run.pk, name="", state="done").exists()


@pytest.mark.parametrize("ids", [{}, {"a": "x", "b": "y"}, {"a": "00000000-0000-4000-8000-000000000000"}])
def test_comparing_nothing_asks_to_choose(client, cast, run, ids):
    answer = client.get(url("match_compare", cast.program.pk), {"cycle": run.cycle_id, **ids})
    assert answer.status_code == 200
    assert "What changes from" not in answer.text
