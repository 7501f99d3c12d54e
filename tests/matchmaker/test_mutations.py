"""A certifier is worth what it rejects: faults seeded into solutions, and faults seeded into the certifier itself."""

import importlib
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.instance import Instance
from matchmaker.prices import Prices
from matchmaker.solve import Solution, solve

from .strategies import instances

certifier = importlib.import_module("matchmaker.certify")


def cells(*pairs):
    both = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return both[:, 0], both[:, 1]


SCORE = np.array(
    [[900, 500, 10, -1], [800, 600, 20, 7], [-1, 300, 1000, 1000], [5, -1, 0, 450]],
    dtype=np.int16,
)
INSTANCE = Instance(SCORE, np.array([2, 1, 1, 0]), np.array([1, 1, 2, 1]), cells((0, 2)))
FIRSTS = np.array([True, True, False, True]), np.array([True, False, True, True])
COUNTED = replace(INSTANCE, counts_first=FIRSTS)
BEST = cells((0, 0), (0, 2), (1, 1), (2, 3))


def bound_by_hand(instance, prices):
    """Weak duality once more, pair by pair."""
    pinned = {*zip(*(side.tolist() for side in instance.pinned), strict=True)}
    bound = 0
    sides = (prices.juniors, instance.junior_capacity), (prices.seniors, instance.senior_capacity)
    for (of_side, capacities), flags in zip(sides, instance.counts_first or ([False] * 9, [False] * 9), strict=True):
        for price, capacity, is_counted in zip(of_side.tolist(), capacities.tolist(), flags, strict=False):
            bound += max(price * taken + instance.bonus * (is_counted and taken > 0) for taken in (0, 1, capacity)
                         if taken <= capacity)  # fmt: skip
    for row, column in product(*map(range, instance.shape)):
        over = int(instance.score[row, column]) + instance.bonus - int(prices.juniors[row] + prices.seniors[column])
        if (row, column) in pinned:
            bound += over
        elif instance.score[row, column] >= 0:
            bound += max(0, over)
    return bound


def raises(error, call, *arguments):
    try:
        call(*arguments)
    except error:
        return True
    except Exception:
        return False
    return False


def sound(module: ModuleType) -> Iterator[bool]:
    """What a certifier must get right, one check after the other."""
    certify, error = module.certify, module.CertificateError
    best = solve(INSTANCE)
    proof = certify(INSTANCE, BEST, best.prices)
    yield (proof.gap, proof.is_optimal, proof.most_pairs, proof.highest_total) == (0, True, 4, 2510)
    counted = certify(COUNTED, BEST, solve(COUNTED).prices)
    yield (counted.gap, counted.most_firsts, counted.most_pairs, counted.highest_total) == (0, 5, 4, 2510)
    few = certify(COUNTED, cells((0, 2)), solve(COUNTED).prices)
    yield (few.gap, few.most_firsts, few.most_pairs) == (6 * COUNTED.bonus + 2500, 8, 7)
    for chosen in (
        cells((0, 2), (0, 2)),  # twice
        cells((0, 2), (1, 3), (2, 0)),  # closed
        cells((0, 0), (0, 1), (0, 2)),  # a row too full
        cells((0, 2), (3, 3)),  # a row without a place
        cells((0, 2), (1, 3), (2, 3)),  # a column too full
        cells((0, 0), (1, 1), (2, 3)),  # no pin
    ):
        yield raises(error, certify, INSTANCE, chosen, best.prices)
    for side in ("juniors", "seniors"):
        wrong = {"juniors": best.prices.juniors.copy(), "seniors": best.prices.seniors.copy()}
        wrong[side][1] = -1
        yield raises(ValueError, certify, INSTANCE, BEST, Prices(**wrong))
        yield not raises(ValueError, certify, COUNTED, BEST, Prices(**wrong)) or side == "seniors"
        wrong[side][:2] = -COUNTED.bonus - 1, 0
        yield raises(ValueError, certify, COUNTED, BEST, Prices(**wrong))
    worse = certify(INSTANCE, cells((0, 0), (0, 2), (1, 1)), best.prices)
    yield (worse.gap, worse.is_optimal) == (INSTANCE.bonus + 1000, False)
    random = np.random.default_rng(5)
    for instance in (INSTANCE, COUNTED, Instance(SCORE, np.ones(4, int), np.ones(4, int), cells())):
        for reach in (3, instance.bonus + 500, 2 * instance.bonus, 2**33):
            prices = Prices(*(random.integers(-first, reach, 4) for first in instance.first_bonus))
            found = certify(instance, instance.pinned, prices)
            yield found.bound == bound_by_hand(instance, prices)
    huge = Instance(SCORE, np.full(4, 300_000), np.full(4, 300_000), cells(), 2**40, FIRSTS)
    for price in (0, 2**40):
        far = Prices(np.full(4, price), np.arange(4) * 300)
        yield certify(huge, cells(), far).bound == bound_by_hand(huge, far)
    for price in (2**29, 2**30, 2**31 - 1):
        far = Prices(np.full(4, price), np.full(4, price))
        for instance in (INSTANCE, COUNTED):
            yield certify(instance, instance.pinned, far).bound == bound_by_hand(instance, far)


def test_the_certifier_is_sound():
    assert all(sound(certifier))


#: What somebody might get wrong, as a change of the text.
MUTANTS = [
    ("self.bound - self.value", "self.value - self.bound"),
    ("self.gap == 0", "self.gap <= 10**9"),
    ("self.bound // self.bonus - self.firsts", "self.bound // self.bonus"),
    ("self.bound // self.bonus - self.pairs", "self.bound // self.bonus"),
    ("self.bound // self.bonus - self.firsts", "self.value // self.bonus - self.firsts"),
    ("self.bound % self.bonus", "self.bound // self.bonus"),
    ("    _check_permitted(instance, chosen)\n", ""),
    ("(prices.juniors < -first).any() or ", ""),
    (" or (prices.seniors < -other_first).any()", ""),
    ("< -other_first).any()", "< 0).any()"),
    ("< -first).any()", "< 0).any()"),
    ("instance.bonus * (pairs + firsts)", "instance.bonus * (pairs + firsts + 1)"),
    ("instance.bonus * (pairs + firsts)", "instance.bonus * pairs"),
    ("_firsts(chosen[0], first) + ", ""),
    (" + _firsts(chosen[1], other_first)", ""),
    ("first[np.unique(paired)]", "first[paired]"),
    ("(prices + first)", "prices"),
    (" + more @ np.maximum(prices, 0)", ""),
    ("more @ np.maximum(prices, 0)", "more @ prices"),
    ("np.minimum(capacity, 1)", "1 + 0 * capacity"),
    ("np.maximum(capacity - 1, 0)", "capacity - 1"),
    ("np.maximum(capacity - 1, 0)", "capacity"),
    ("int(instance.score[chosen].sum(dtype=np.int64)) + ", ""),
    ("places = _places_at(prices.juniors, instance.junior_capacity, first)", "places = 0"),
    ("places += _places_at(prices.seniors, instance.senior_capacity, other_first)", "places += 0"),
    (" + _pinned_over_prices(instance, prices)", ""),
    (" + _free_over_prices(instance, prices, watch)", ""),
    ("paid = prices.juniors[rows] + prices.seniors[columns]\n    return", "paid = prices.juniors[rows]\n    return"),
    ("np.int64(instance.bonus) - paid", "np.int64(instance.bonus) + paid"),
    ("free > needed", "free > needed + 1"),
    ("free > needed", "free < needed"),
    ("free = instance.free(block)", "free = instance.score[block].copy()"),
    ("-1, FULL_SCORE)", "0, FULL_SCORE)"),
    ("-1, FULL_SCORE)", "-2, FULL_SCORE)"),
    ("np.maximum(free[rows, columns] - paid, 0)", "(free[rows, columns] > paid)"),
    ("enough[block][rows] + prices.seniors[columns]", "enough[block][rows]"),
    ("if bonus < 2**27 else prices", "if True else prices"),
    ("< len(rows):", "< 0:"),
    ("(instance.score[chosen] < 0).any()", "(instance.score[chosen] < -1).any()"),
    ("_is_over(rows, instance.junior_capacity) or ", ""),
    (" or _is_over(columns, instance.senior_capacity)", ""),
    ("strict=True)} - {*zip(rows, columns, strict=True)}", "strict=True)} - {*zip(*instance.pinned, strict=True)}"),
    ("> capacity).any()", "> capacity + 1).any()"),
]


def mutant(old, new):
    source = Path(certifier.__file__).read_text(encoding="utf-8")
    assert old in source, "the certifier has changed: so must its mutants"
    module = ModuleType("matchmaker.mutant")
    module.__package__ = "matchmaker"
    sys.modules[module.__name__] = module
    exec(compile(source.replace(old, new), "<mutant>", "exec"), module.__dict__)
    return module


def survives(module):
    try:
        return all(sound(module))
    except Exception:
        return False


@pytest.mark.parametrize(("old", "new"), MUTANTS)
def test_no_fault_in_the_certifier_goes_unnoticed(old, new):
    assert not survives(mutant(old, new))


def faults(instance, solution):
    """Every way of getting one thing wrong in a solution: a pair less, a pair elsewhere, a price too low or high."""
    rows, columns = solution.chosen
    pinned = {*zip(*(side.tolist() for side in instance.pinned), strict=True)}
    for place, cell in enumerate(zip(rows.tolist(), columns.tolist(), strict=True)):
        kept = np.arange(len(rows)) != place
        yield Solution((rows[kept], columns[kept]), solution.prices)
        for other in range(instance.shape[1]):
            if other != cell[1] and cell not in pinned:
                moved = columns.copy()
                moved[place] = other
                yield Solution((rows, moved), solution.prices)
    for side, length in enumerate(instance.shape):
        for place in range(length):
            for change in (-instance.bonus, -1, 1, instance.bonus):
                prices = [solution.prices.juniors.copy(), solution.prices.seniors.copy()]
                prices[side][place] += change
                yield Solution(solution.chosen, Prices(*prices))


@settings(max_examples=60, deadline=None)
@given(instances(), st.data())
def test_a_fault_never_proves_more_than_the_truth(instance, data):
    solution = solve(instance)
    truth = certifier.certify(instance, solution.chosen, solution.prices)
    for fault in data.draw(st.permutations(list(faults(instance, solution))))[:40]:
        try:
            claimed = certifier.certify(instance, fault.chosen, fault.prices)
        except ValueError:
            continue
        assert claimed.bound >= truth.value >= claimed.value
        assert not claimed.is_optimal or claimed.value == truth.value
