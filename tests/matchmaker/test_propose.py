import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker import PinError, Policy, ProblemError, Reason, Side, find_best, propose

from . import oracle
from .people import NO_RULES, junior, pairs, problem, senior
from .strategies import problems


@settings(max_examples=200, deadline=None)
@given(problems)
def test_it_is_the_best_permitted_set(case):
    scores = {
        (row, column): sum(oracle.score(case, one, other).values())
        for row, one in enumerate(case.juniors)
        for column, other in enumerate(case.seniors)
        if oracle.is_allowed(case, one, other)
    }
    sides = case.juniors, case.seniors
    places = [[person.capacity for person in side] for side in sides]
    for one_partner_first in (True, False):
        result = propose(replace(case, policy=replace(case.policy, one_partner_first=one_partner_first)))
        counted = [[k for k, one in enumerate(side) if one_partner_first and not one.has_partner] for side in sides]
        people, pairs, total = oracle.best(scores, *places, counted=counted)
        assert (len(result.pairs), result.total) == (pairs, total)
        assert not one_partner_first or result.figures.people == people
        assert result.certificate.is_optimal


@settings(max_examples=60, deadline=None)
@given(problems)
def test_one_partner_for_everybody_costs_no_pair_and_leaves_nobody_out(case):
    together, apart = (
        propose(replace(case, policy=replace(case.policy, one_partner_first=on))) for on in (True, False)
    )
    assert len(together.pairs) == len(apart.pairs)
    assert together.people >= apart.people
    assert case.policy.is_fair or together.people > apart.people or together.total == apart.total


def test_nobody_has_two_while_somebody_who_could_be_paired_has_none():
    juniors = [junior("a", capacity=2, topics={"ai": 5}), junior("b", topics={"ai": 1})]
    seniors = [senior("x"), senior("y")]
    together = propose(problem(juniors, seniors))
    apart = propose(problem(juniors, seniors, policy=Policy(one_partner_first=False)))
    assert (together.people, together.most_people, len(together.pairs)) == (4, 4, 2)
    assert (pairs(apart), apart.people, apart.most_people) == ({("a", "x"), ("a", "y")}, 3, None)
    has_one = [juniors[0], replace(juniors[1], has_partner=True)]
    assert pairs(propose(problem(has_one, seniors))) == pairs(apart)


@settings(max_examples=60, deadline=None)
@given(problems)
def test_the_best_set_alone_is_that_of_the_proposal(case):
    whole, best = propose(case), find_best(case)
    assert (best.pairs, best.proof, best.fairness) == (whole.pairs, whole.proof, whole.fairness)
    assert best.total == whole.total


@settings(max_examples=60, deadline=None)
@given(problems)
def test_every_pair_keeps_the_rules_and_shows_its_parts(case):
    people = {person.id: person for person in case.juniors + case.seniors}
    for pair in propose(case).pairs:
        two = people[pair.junior], people[pair.senior]
        assert oracle.is_allowed(case, *two)
        assert pair.parts == oracle.score(case, *two)


@settings(max_examples=40, deadline=None)
@given(problems, st.randoms())
def test_the_order_of_the_input_changes_nothing(case, random):
    mixed = {
        "juniors": tuple(random.sample(case.juniors, len(case.juniors))),
        "seniors": tuple(random.sample(case.seniors, len(case.seniors))),
        "managers": dict(random.sample(list(case.managers.items()), len(case.managers))),
    }
    assert propose(replace(case, **mixed)) == propose(case)


def test_equal_scores_give_the_same_pairs_in_any_order():
    juniors = [junior(f"j{k}") for k in range(8)]
    seniors = [senior(f"s{k}") for k in range(8)]
    forwards = propose(problem(juniors, seniors))
    assert propose(problem(juniors[::-1], seniors[::-1])) == forwards
    assert len(forwards.pairs) == 8


def test_many_people_are_scored_like_few():
    juniors = [
        junior(f"j{k:03}", level=1 + k % 6, topics={"ai": 1 + k % 5}, wishes=("b",) * (k % 2)) for k in range(700)
    ]
    seniors = [senior("a", capacity=0), senior("b", capacity=2), senior("c", topics={"law": 1})]
    case = problem(juniors, seniors)
    others = propose(case).alternatives[Side.JUNIOR]
    paired = {pair.junior for pair in propose(case).pairs}
    for one in juniors:
        is_free = oracle.is_allowed(case, one, seniors[1]) and one.id not in paired
        expected = [sum(oracle.score(case, one, seniors[1]).values())] * is_free
        assert [other.score for other in others[one.id]] == expected


def test_a_pin_is_kept_and_shown_as_pinned():
    juniors = [junior("a", wishes=("x",)), junior("b", wishes=("y",))]
    case = problem(juniors, [senior("x"), senior("y")], pinned=frozenset({("a", "y")}))
    result = propose(case)
    assert pairs(result) == {("a", "y"), ("b", "x")}
    assert [pair.is_pinned for pair in result.pairs] == [True, False]


def test_a_pin_that_breaks_rules_is_refused_with_public_reasons():
    pair = frozenset({("kavya", "jack")})
    with pytest.raises(PinError) as refused:
        propose(problem([junior(level=5)], pinned=pair, declines=pair, protected=pair))
    assert refused.value.reasons == (Reason.LEVEL_GAP, Reason.DECLINED, Reason.PROTECTED)


def test_a_pin_too_many_is_refused_by_name():
    juniors = [junior(name, capacity=2) for name in "ab"]
    with pytest.raises(PinError) as refused:
        propose(problem(juniors, pinned=frozenset({("a", "jack"), ("b", "jack")})))
    assert (refused.value.junior, refused.value.reasons) == ("b", (Reason.NO_FREE_PLACE,))


def test_a_pin_of_somebody_who_takes_no_part_is_refused():
    with pytest.raises(ProblemError, match="takes no part"):
        propose(problem(pinned=frozenset({("kavya", "nobody")})))


def test_nobody_is_a_proposal_without_pairs():
    result = propose(problem([], []))
    assert (result.pairs, result.total, result.lowest, result.unmatched) == ((), 0, None, ())


def test_it_reports_the_lowest_score():
    juniors = [junior("a", wishes=("x",)), junior("b")]
    result = propose(problem(juniors, [senior("x"), senior("y")], policy=NO_RULES))
    assert result.lowest == min(pair.score for pair in result.pairs) < result.total / 2


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: junior(capacity=-1),
        lambda: junior(topics={"ai": 6}),
        lambda: problem([junior("a"), junior("a")]),
        lambda: propose(problem([junior(time_zone="Mars/Olympus")])),
        lambda: replace(NO_RULES, minimum_level_gap=-1),
    ],
)
def test_contradictory_input_is_refused(wrong):
    with pytest.raises(ProblemError):
        wrong()


def test_the_package_needs_no_framework():
    code = "import sys, matchmaker; print('django' in sys.modules)"
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
