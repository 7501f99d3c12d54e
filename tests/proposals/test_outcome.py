"""What a version keeps: written in one place, read back as it was, and shared with the version it was made from."""

import json

import pytest

from proposals.manual_decisions import Change
from proposals.models import MatchRun, Proposal
from proposals.outcome import Details, Outcome
from proposals.services import store_outcome, versions
from proposals.services.edit_proposal import change_proposal
from proposals.services.versions import present_version


@pytest.fixture
def sharing(monkeypatch):
    """As if two pairs were many."""
    monkeypatch.setattr(store_outcome, "SHARED_FROM", 1)


def changed(cast, run, act, *places):
    about = tuple(str(place.pk) for place in places)
    return change_proposal(run=run, change=Change(act, about), is_best=False, by=cast.priya)


def pairs(run):
    found = MatchRun.objects.get(pk=run.pk).proposals
    return {(pair.junior, pair.senior, pair.is_pinned, pair.is_manual) for pair in found}


def test_what_is_stored_is_read_back_typed(matching, run):
    assert Outcome.from_json(json.loads(json.dumps(run.outcome.to_json()))) == run.outcome
    assert (run.outcome.figures.pairs, run.outcome.proven.gap) == (2, 0)
    assert {*run.outcome.comparisons} == {"first_come", "greedy"}
    assert run.details.prices.bonus > 1000


def test_people_without_a_pair_are_read_back_too(cast, four, run):
    lonely = changed(cast, run, "out", four.ana, four.lea)
    assert len(lonely.details.without_pair) == 2
    assert lonely.details.without_pair[0].removals
    assert Details.from_json(json.loads(json.dumps(lonely.details.to_json()))) == lonely.details


def test_a_version_stores_what_it_changes_and_shares_the_rest(cast, four, run, sharing):
    pinned = changed(cast, run, "pin", four.ana, four.lea)
    assert (pinned.base, len(pinned.dropped), pinned.own_proposals.count()) == (run, 1, 1)
    assert pairs(pinned) == {(four.ana, four.lea, True, False), (four.ben, four.max, False, False)}
    assert pairs(run) == {(four.ana, four.lea, False, False), (four.ben, four.max, False, False)}


def test_the_next_version_shares_with_the_first_one(cast, four, run, sharing):
    pinned = changed(cast, run, "pin", four.ana, four.lea)
    loose = changed(cast, pinned, "unpin", four.ana, four.lea)
    assert (loose.base, loose.dropped, loose.own_proposals.count()) == (run, [], 0)
    assert pairs(loose) == pairs(run)


def test_what_has_little_in_common_is_stored_whole(cast, four, run, sharing):
    swapped = changed(cast, run, "swap", four.ana, four.lea, four.ben, four.max)
    assert (swapped.base, swapped.dropped, swapped.own_proposals.count()) == (None, [], 2)
    assert pairs(swapped) == {(four.ana, four.max, True, True), (four.ben, four.lea, True, True)}


def test_a_version_whose_pairs_are_shared_is_not_cleared_away(cast, four, run, sharing, monkeypatch):
    monkeypatch.setattr(versions, "KEPT_VERSIONS", 0)
    pinned = changed(cast, run, "pin", four.ana, four.lea)
    assert MatchRun.objects.filter(pk=run.pk).exists()
    whole = changed(cast, pinned, "swap", four.ana, four.lea, four.ben, four.max)
    changed(cast, whole, "unpin", four.ana, four.max)
    assert MatchRun.objects.filter(pk__in=[pinned.pk, run.pk]).count() < 2
    assert len(pairs(present_version(four.cycle))) == 2


def test_a_cycle_goes_with_all_its_versions(cast, four, run, sharing):
    changed(cast, run, "pin", four.ana, four.lea)
    four.cycle.delete()
    assert not MatchRun.objects.exists()
    assert not Proposal.objects.exists()


def test_two_versions_that_share_pairs_are_compared(cast, sign_in, four, run, sharing):
    pinned = changed(cast, run, "pin", four.ana, four.lea)
    url = f"/programs/{cast.program.pk}/match/compare/?cycle={four.cycle.pk}&a={run.pk}&b={pinned.pk}"
    assert "No pair changes." in sign_in(cast.priya).get(url).text


def test_a_pair_that_is_shared_can_be_swapped_and_one_that_is_gone_cannot(cast, sign_in, four, run, sharing):
    pinned = changed(cast, run, "pin", four.ana, four.lea)
    client, url = sign_in(cast.priya), f"/programs/{cast.program.pk}/match/{{}}/swap/"
    shared, gone = (run.proposals.get(junior=place) for place in (four.ben, four.ana))
    assert shared in pinned.proposals
    assert client.get(url.format(shared.pk)).status_code == 200
    assert client.get(url.format(gone.pk)).status_code == 302
