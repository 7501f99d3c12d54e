"""What the engine does not take: it says what is wrong instead of matching people by it."""

from dataclasses import replace

import numpy as np
import pytest

from matchmaker import Policy, propose
from matchmaker.certify import CertificateError, certify
from matchmaker.instance import Instance
from matchmaker.prices import Prices
from matchmaker.problem import ProblemError

from .people import NO_RULES, junior, pairs, problem, senior

SCORE = np.array([[900, 500], [-1, 600]], dtype=np.int16)
ONCE = np.array([1, 1])
NOTHING = np.array([], dtype=np.intp), np.array([], dtype=np.intp)


def cells(*chosen):
    both = np.array(chosen, dtype=np.intp).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def free(capacity=ONCE, pinned=NOTHING):
    return Instance(SCORE, capacity, ONCE, pinned)


@pytest.mark.parametrize("prices", [([-1, 0], [0, 0]), ([0, 0], [0, -5])])
def test_a_negative_price_proves_nothing(prices):
    with pytest.raises(ValueError, match="A price cannot be negative"):
        certify(free(), cells((0, 0), (1, 1)), Prices(*map(np.array, prices)))


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (cells((1, 0)), "A chosen pair is not allowed"),
        (cells((0, 0), (0, 0)), "A pair is chosen twice"),
        (cells((0, 0), (0, 1)), "more pairs than places"),
        (cells((0, 1), (1, 1)), "more pairs than places"),
    ],
)
def test_a_choice_that_breaks_something_gets_no_proof(chosen, words):
    with pytest.raises(CertificateError, match=words):
        certify(free(), chosen, Prices(np.array([0, 0]), np.array([0, 0])))


def test_nor_does_one_without_a_pinned_pair():
    with pytest.raises(CertificateError, match="A pinned pair is missing"):
        certify(free(pinned=cells((0, 1))), cells((1, 1)), Prices(np.array([0, 0]), np.array([0, 0])))


def test_no_pair_at_all_is_a_choice():
    """It proves how little is lost by it."""
    certificate = certify(free(), NOTHING, Prices(np.array([0, 0]), np.array([0, 0])))
    assert certificate.gap > 0


def test_pins_that_need_more_places_than_there_are():
    with pytest.raises(ProblemError, match="more places than there are"):
        assert free(pinned=cells((0, 0), (0, 1))).places_left


def test_pins_leave_the_other_places():
    left = free(capacity=np.array([2, 1]), pinned=cells((0, 1))).places_left
    assert [side.tolist() for side in left] == [[1, 1], [1, 0]]


@pytest.mark.parametrize("rule", ["minimum_level_gap", "reporting_distance", "minimum_overlap_hours"])
def test_a_rule_has_no_negative_measure(rule):
    with pytest.raises(ProblemError, match="cannot be negative"):
        replace(Policy(), **{rule: -1})


def test_nor_has_a_weight():
    with pytest.raises(ProblemError, match="A weight cannot be negative"):
        Policy(weights={"topics": 100, "wish": -5})


@pytest.mark.parametrize("sides", [([], [senior()]), ([junior()], []), ([], [])])
def test_a_side_without_anybody_is_no_error(sides):
    assert pairs(propose(problem(*sides, policy=NO_RULES))) == set()


def test_what_is_not_known_satisfies_no_rule_that_is_on():
    people = problem([junior(level=None)], [senior()], policy=NO_RULES)
    assert pairs(propose(people)) == {("kavya", "jack")}
    assert pairs(propose(replace(people, policy=replace(NO_RULES, minimum_level_gap=1)))) == set()


@pytest.mark.parametrize("pinned", [[("kavya", "nobody")], [("jack", "kavya")]])
def test_somebody_who_takes_no_part_is_not_pinned(pinned):
    with pytest.raises(ProblemError, match="takes no part"):
        propose(problem(pinned=frozenset(pinned), policy=NO_RULES))
