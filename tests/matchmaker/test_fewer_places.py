"""Whose places to lower, so that somebody without a pair has one: always true, and said where it is the reason."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from matchmaker import FewerPlaces, Policy, propose

from .people import junior, problem, senior
from .strategies import problems

OFF = Policy(one_partner_first=False)
STRONG, WEAK = {"ai": 5, "law": 5}, {"ai": 1}
BOTH = {"ai": 5, "law": 5}


def advice(case):
    return {left.person: left.fewer_places for left in propose(case).unmatched}


@pytest.mark.parametrize(("policy", "expected"), [(OFF, FewerPlaces("a", 1)), (Policy(), None)])
def test_the_second_place_of_another_is_named(policy, expected):
    juniors = [junior("a", capacity=3, topics=STRONG), junior("b", topics=WEAK)]
    case = problem(juniors, [senior("x", topics=BOTH), senior("y", topics=BOTH)], policy=policy)
    assert advice(case).get("b") == expected


def test_a_leader_with_several_mentors_is_named_to_another_leader():
    seniors = [senior("x", capacity=2, topics={"ai": 5}), senior("y", topics={"ai": 1, "law": 5, "x": 5})]
    case = problem([junior("a"), junior("b")], seniors, policy=OFF)
    assert advice(case) == {"y": FewerPlaces("x", 1)}


def test_over_several_pairs_the_way_leads_to_whoever_has_two():
    """c fits x alone, whom b has; b could be with y or z, whom a has both."""
    juniors = [
        junior("a", capacity=2, topics={"law": 5}),
        junior("b", topics={"ai": 3, "law": 1}),
        junior("c", topics={"ai": 1}),
    ]
    seniors = [senior("x", topics={"ai": 5}), senior("y", topics={"law": 5}), senior("z", topics={"law": 5})]
    assert advice(problem(juniors, seniors, policy=OFF)) == {"c": FewerPlaces("a", 1)}


def test_whoever_holds_both_by_pins_is_not_named():
    juniors = [junior("a", capacity=2, topics=STRONG), junior("b", topics=WEAK)]
    case = problem(juniors, [senior("x", topics=BOTH), senior("y", topics=BOTH)], policy=OFF)
    pinned = replace(case, pinned=frozenset({("a", "x"), ("a", "y")}))
    assert advice(pinned) == {"b": None}


@settings(max_examples=100, deadline=None)
@given(problems)
def test_advice_that_is_taken_gives_them_a_partner(case):
    case = replace(case, policy=replace(case.policy, one_partner_first=False))
    result = propose(case)
    for left in result.unmatched:
        if left.fewer_places is None:
            continue
        giver, places = left.fewer_places.person, left.fewer_places.places
        lowered = {
            side: tuple(replace(one, capacity=places) if one.id == giver else one for one in getattr(case, side))
            for side in ("juniors", "seniors")
        }
        after = propose(replace(case, **lowered))
        assert left.person in {person for pair in after.pairs for person in (pair.junior, pair.senior)}
        assert len(after.pairs) == len(result.pairs)
        assert places < sum(giver in (pair.junior, pair.senior) for pair in result.pairs)
