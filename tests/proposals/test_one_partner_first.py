"""One partner for everybody before anyone has two: a rule of the match, on unless a program turns it off."""

import pytest
from django.urls import reverse

from pairings.models import Pairing
from programs.models import TopicChoice
from proposals.match_tab import certificate_words
from proposals.models import MatchPolicy, MatchRun
from proposals.outcome import FewerPlaces, Outcome, WithoutPair
from proposals.proposal_diff import rows_of
from proposals.quality_report import proof_words, quality_of
from proposals.services.runs import start_run
from proposals.services.solve_run import solve_run
from proposals.services.versions import keep_version, policy_of, rules_of
from proposals.unmatched_people import left_over
from proposals.withheld_from_team import NOBODY, Withheld
from tests import factories as make
from tests.proposals.posted import RULES


@pytest.fixture
def unequal(four):
    """Anybody could be with anybody. Ana has two places and fits both leaders best; Ben has one."""
    TopicChoice.objects.filter(participant=four.ana).update(rating=5)
    TopicChoice.objects.filter(participant=four.ben).update(rating=1)
    four.ana.capacity = 2
    four.ana.save()
    return four


def solved(cast, cycle, *, is_on):
    policy_of(cast.program)
    MatchPolicy.objects.filter(program=cast.program).update(one_partner_first=is_on)
    run = start_run(cycle=cycle, by=cast.priya)
    solve_run(run_id=run.pk)
    return MatchRun.objects.get(pk=run.pk)


def mentors_of(run):
    return sorted(proposal.junior.user.first_name for proposal in run.proposals.all())


def test_it_is_on_for_a_new_program(cast):
    assert policy_of(cast.program).one_partner_first


def test_turned_off_the_better_scores_count_whoever_has_them(cast, unequal):
    together, apart = (solved(cast, unequal.cycle, is_on=is_on) for is_on in (True, False))
    assert (mentors_of(together), mentors_of(apart)) == (["Ana", "Ben"], ["Ana", "Ana"])
    assert (together.outcome.figures.people, apart.outcome.figures.people) == (4, 3)
    assert (together.outcome.proven.most_people, apart.outcome.proven.most_people) == (4, None)
    assert together.outcome.proven.is_optimal
    assert apart.outcome.proven.is_optimal
    assert together.outcome.figures.total < apart.outcome.figures.total
    assert (together.policy["one_partner_first"], apart.policy["one_partner_first"]) == (True, False)
    assert together.input_digest != apart.input_digest
    assert [row.participant for row in apart.details.without_pair] == [str(unequal.ben.pk)]


def test_whoever_has_a_partner_in_this_cycle_gets_no_first_one(cast, unequal):
    """Ben is paired already and has a place left: now nobody goes without, and the scores decide."""
    other = make.ParticipantFactory(cycle=unequal.cycle, side="senior", state="approved")
    make.PairingFactory(cycle=unequal.cycle, junior=unequal.ben, senior=other, state=Pairing.State.ACTIVE)
    unequal.ben.capacity = 2
    unequal.ben.save()
    assert mentors_of(solved(cast, unequal.cycle, is_on=True)) == ["Ana", "Ana"]


def test_the_words_of_the_proof_name_the_people_where_somebody_has_two(cast, unequal):
    third = make.ParticipantFactory(cycle=unequal.cycle, side="senior", state="approved")
    third.user.level = 7
    third.user.save()
    TopicChoice.objects.create(participant=third, topic=unequal.posts, rating=3)
    run = solved(cast, unequal.cycle, is_on=True)
    assert (run.outcome.figures.pairs, run.outcome.figures.people) == (3, 5)
    assert "more pairs than 3 or more people with a partner than 5" in certificate_words(run)
    assert "more people with a partner than these 5" in proof_words(run)
    (line,) = [line for line in quality_of(run).lines if line.label == "People with a partner"]
    assert line.values == ["5", *[str(figures.people) for figures in run.outcome.comparisons.values()]]


def test_two_sets_are_compared_by_their_people_where_pairs_do_not_tell(cast, unequal):
    together, apart = (solved(cast, unequal.cycle, is_on=is_on) for is_on in (True, False))
    (row,) = [row for row in rows_of(apart.outcome.figures, together.outcome.figures) if "partner" in row.label]
    assert (row.before, row.after, row.is_better) == ("3", "4", True)


def test_it_is_tried_before_it_is_turned_off(cast, sign_in, unequal):
    run = solved(cast, unequal.cycle, is_on=True)
    keep_version(run=run, by=cast.priya, seen=None)
    url = reverse("match_try", args=[cast.program.pk]) + f"?cycle={unequal.cycle.pk}"
    page = sign_in(cast.priya).post(url, {name: value for name, value in RULES.items() if name != "one_partner_first"})
    assert "People with a partner" in page.text
    assert MatchPolicy.objects.get(program=cast.program).one_partner_first


def test_a_version_from_before_the_rule_was_made_without_it(cast, unequal):
    solved(cast, unequal.cycle, is_on=True)
    run = solved(cast, unequal.cycle, is_on=False)
    before = {name: value for name, value in run.policy.items() if name != "one_partner_first"}
    MatchRun.objects.filter(pk=run.pk).update(policy=before)
    run.refresh_from_db()
    assert not MatchPolicy.of_version(run).one_partner_first
    MatchPolicy.objects.update(one_partner_first=True)
    keep_version(run=run, by=cast.priya, seen=None, takes_rules=True)
    assert not rules_of(MatchPolicy.objects.get(program=cast.program))["one_partner_first"]


def test_figures_from_before_the_rule_are_read():
    stored = Outcome().to_json()
    del stored["figures"]["people"], stored["proven"]["most_people"]
    assert Outcome.from_json(stored) == Outcome()


def test_whose_places_to_lower_is_said_with_the_way_there(cast, sign_in, unequal):
    run = solved(cast, unequal.cycle, is_on=False)
    (row,) = run.details.without_pair
    assert row.fewer_places == FewerPlaces(str(unequal.ana.pk), 2, 1)
    (ben,) = left_over(run, NOBODY)
    place = reverse("participant_detail", args=[cast.program.pk, unequal.ana.pk])
    assert [(help.text, help.url) for help in ben.helps[:2]] == [
        (
            "Lower the places of Ana Test from 2 to 1: then they have a partner, and no pair is lost.",
            f"{place}#id_capacity",
        ),
        (
            "Or turn on “One partner for everybody before anyone has two”.",
            reverse("setup_matching", args=[cast.program.pk]) + "#id_one_partner_first",
        ),
    ]
    board = reverse("match_board", args=[cast.program.pk]) + f"?cycle={unequal.cycle.pk}&show=unmatched"
    assert "To their places" in sign_in(cast.priya).get(board).text
    assert 'id="id_capacity"' in sign_in(cast.priya).get(place).text
    unequal.ana.capacity = 1
    unequal.ana.save()
    assert mentors_of(solved(cast, unequal.cycle, is_on=False)) == ["Ana", "Ben"]


def test_whoever_is_near_somebody_is_not_told_whose_places_to_lower(cast, unequal):
    run = solved(cast, unequal.cycle, is_on=False)
    (ben,) = left_over(run, Withheld(unequal.ana.user, unequal.cycle))
    assert [help.text for help in ben.helps] == [
        "Ask whether somebody would take one more partner. This alone would allow 2 partners."
    ]


def test_advice_counts_the_places_that_are_taken_already(cast, unequal):
    """Ana has a partner beside her two free places: three places in all."""
    other = make.ParticipantFactory(cycle=unequal.cycle, side="senior", state="approved")
    make.PairingFactory(cycle=unequal.cycle, junior=unequal.ana, senior=other, state=Pairing.State.ACTIVE)
    unequal.ana.capacity = 3
    unequal.ana.save()
    (row,) = solved(cast, unequal.cycle, is_on=False).details.without_pair
    assert row.fewer_places == FewerPlaces(str(unequal.ana.pk), 3, 2)


def test_why_somebody_has_no_pair_is_read_as_it_was_stored_before():
    row = {"participant": "p", "candidates": 1, "allowed": 1, "free": 0, "removals": [], "helps": []}
    assert WithoutPair.from_json(row).fewer_places is None
