"""The fair option: the lowest pair first, and the proof of it."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given, settings

from matchmaker import CRITERIA, Policy, propose
from matchmaker.fair import find_fairness
from matchmaker.solve import solve

from .people import NO_RULES, junior, pairs, problem, senior
from .strategies import best_of, fair_policies, instances, problems


@settings(max_examples=120, deadline=None)
@given(instances())
def test_the_floor_is_the_highest_that_keeps_every_pair(instance):
    most = best_of(instance)[:2]
    fairness = find_fairness(instance, solve(instance).chosen)
    for floor, reachable in ((fairness.floor, True), (fairness.next_floor, False)):
        if floor is not None:
            score = np.where(instance.score >= floor, instance.score, -1).astype(np.int16)
            score[instance.pinned] = instance.score[instance.pinned]
            there = best_of(replace(instance, score=score))[:2]
            assert (there == most) == reachable
            assert reachable or there[1] == fairness.most_pairs_there


@settings(max_examples=60, deadline=None)
@given(problems, fair_policies)
def test_no_pair_is_lost_and_none_is_lower(case, policy):
    usual = propose(replace(case, policy=replace(policy, is_fair=False)))
    fair = propose(replace(case, policy=policy))
    assert len(fair.pairs) == len(usual.pairs)
    assert fair.figures.people == usual.figures.people or not policy.one_partner_first
    assert (fair.lowest or 0) >= (usual.lowest or 0)
    assert fair.total <= usual.total
    assert fair.certificate.is_optimal
    assert fair.lowest is None or fair.lowest >= fair.fairness.floor


WISHES = {one.code: int(one.code == "wishes") for one in CRITERIA}


def test_one_bad_pair_is_avoided_at_the_cost_of_the_total():
    # a and x want each other most of all, which leaves b with y, whom nobody wants.
    juniors = [junior("a", wishes=("x", "y")), junior("b", wishes=("x",))]
    seniors = [senior("x", wishes=("a",)), senior("y")]
    rules = replace(NO_RULES, weights=WISHES)
    best = propose(problem(juniors, seniors, policy=rules))
    assert pairs(best) == {("a", "x"), ("b", "y")}
    assert best.fairness is None
    fair = propose(problem(juniors, seniors, policy=replace(rules, is_fair=True)))
    assert pairs(fair) == {("a", "y"), ("b", "x")}
    assert (best.lowest, fair.lowest, fair.fairness.floor) == (0, 400, 400)
    assert fair.fairness.most_pairs_there == 1


def test_a_pin_stays_whatever_it_scores():
    people = [junior("a", wishes=("x",)), junior("b")], [senior("x"), senior("y")]
    policy = Policy(weights=WISHES, is_fair=True)
    result = propose(problem(*people, policy=policy, pinned=frozenset({("b", "y")})))
    assert (pairs(result), result.fairness.floor) == ({("a", "x"), ("b", "y")}, 500)


def test_the_floor_never_falls_when_a_pair_gets_better():
    floors = []
    for rating in range(1, 6):
        juniors = [junior("a", topics={"ai": 5}), junior("b", topics={"ai": rating})]
        case = problem(juniors, [senior("x"), senior("y")], policy=Policy(is_fair=True))
        floors.append(propose(case).fairness.floor)
    assert all(one <= other for one, other in pairwise(floors))
    assert floors[0] < floors[-1]


def test_without_a_higher_score_there_is_nothing_to_prove():
    assert propose(problem(policy=Policy(is_fair=True))).fairness.next_floor is None
