"""Proof that a choice of pairs is the best, by code that shares nothing with the solver.

Weak duality: for any prices u, v ≥ 0, no permitted choice is worth more than

    Σ capacity·u + Σ capacity·v + Σ over free pairs of max(0, w - u - v) + Σ over pinned of (w - u - v)

where w is the pair bonus plus the score. Where a first partner counts, it is worth another bonus b, and instead of
capacity·u somebody with a place adds u + b + (capacity - 1)·max(0, u), with u ≥ -b: the most that their places can
bring. When a choice reaches that bound, it has the most pairs and the most people with a partner (see
`Instance.bonus` for why both at once), and among such choices the highest total. One pass over all allowed pairs;
whole numbers only.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .blocks import Watch, in_blocks, nobody
from .instance import Amounts, Instance
from .policy import FULL_SCORE
from .prices import Prices
from .table import Cells, Indices


class CertificateError(ValueError):
    """The choice is not permitted at all, so there is nothing to prove."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was reached and what cannot be exceeded, each as (pairs + firsts) * bonus + total score. `firsts` are the
    people of the choice who have a partner, of those whose first partner counts."""

    value: int
    bound: int
    bonus: int
    pairs: int
    firsts: int

    @property
    def gap(self) -> int:
        """0 proves the choice best."""
        return self.bound - self.value

    @property
    def is_optimal(self) -> bool:
        return self.gap == 0

    @property
    def most_pairs(self) -> int:
        """No permitted choice has more pairs: the one with the most can have as many firsts as this one."""
        return self.bound // self.bonus - self.firsts

    @property
    def most_firsts(self) -> int:
        """In no permitted choice do more of the people whose first partner counts have one."""
        return self.bound // self.bonus - self.pairs

    @property
    def highest_total(self) -> int:
        """No permitted choice of `most_pairs` pairs and `most_firsts` has a higher total score."""
        return self.bound % self.bonus


def certify(instance: Instance, chosen: Cells, prices: Prices, watch: Watch = nobody) -> Certificate:
    """The certificate of a choice under given prices.

    Raises CertificateError when the choice breaks a rule, a capacity or a pin, or takes a pair
    twice; ValueError when a price is so low that no place can have it. Prices that are merely bad leave a gap.
    """
    _check_permitted(instance, chosen)
    first, other_first = instance.first_bonus
    if (prices.juniors < -first).any() or (prices.seniors < -other_first).any():
        raise ValueError("A price cannot be negative by more than a first partner is worth.")
    pairs, firsts = len(chosen[0]), _firsts(chosen[0], first) + _firsts(chosen[1], other_first)
    value = int(instance.score[chosen].sum(dtype=np.int64)) + instance.bonus * (pairs + firsts)
    places = _places_at(prices.juniors, instance.junior_capacity, first)
    places += _places_at(prices.seniors, instance.senior_capacity, other_first)
    bound = places + _pinned_over_prices(instance, prices) + _free_over_prices(instance, prices, watch)
    return Certificate(value, bound, instance.bonus, pairs, firsts)


def _firsts(paired: Indices, first: Amounts) -> int:
    return int((first[np.unique(paired)] > 0).sum())


def _places_at(prices: Amounts, capacity: Amounts, first: Amounts) -> int:
    """The most that places can bring at their prices, with what a first partner is worth."""
    ones, more = np.minimum(capacity, 1), np.maximum(capacity - 1, 0)
    return int(ones @ (prices + first) + more @ np.maximum(prices, 0))


def _pinned_over_prices(instance: Instance, prices: Prices) -> int:
    rows, columns = instance.pinned
    paid = prices.juniors[rows] + prices.seniors[columns]
    return int((instance.score[rows, columns] + np.int64(instance.bonus) - paid).sum())


def _free_over_prices(instance: Instance, prices: Prices, watch: Watch) -> int:
    # A score is worth more than its prices when it exceeds u + v - bonus. Cut to what a score can be, that fits
    # the scores' own small type, so that almost all pairs are dismissed by one quick comparison.
    enough = prices.juniors - instance.bonus
    small, other_small = _narrow(enough, instance.bonus), _narrow(prices.seniors, instance.bonus)

    def over(block: slice) -> int:
        free = instance.free(block)
        needed = np.clip(small[block, None] + other_small, -1, FULL_SCORE).astype(np.int16)
        rows, columns = np.divmod(np.flatnonzero(free > needed), free.shape[1])
        paid = enough[block][rows] + prices.seniors[columns]
        return int(np.maximum(free[rows, columns] - paid, 0).sum())

    return sum(in_blocks(instance.shape[0], over, watch, "proving"))


def _narrow(prices: Amounts, bonus: int) -> NDArray[np.signedinteger]:
    """Prices in half the bits where the sum of two fits; one of 2**29 is more than any pair is worth."""
    return np.minimum(prices, 2**29).astype(np.int32) if bonus < 2**27 else prices


def _check_permitted(instance: Instance, chosen: Cells) -> None:
    rows, columns = chosen
    if len({*zip(rows.tolist(), columns.tolist(), strict=True)}) < len(rows):
        raise CertificateError("A pair is chosen twice.")
    if (instance.score[chosen] < 0).any():
        raise CertificateError("A chosen pair is not allowed.")
    if _is_over(rows, instance.junior_capacity) or _is_over(columns, instance.senior_capacity):
        raise CertificateError("Somebody has more pairs than places.")
    if {*zip(*instance.pinned, strict=True)} - {*zip(rows, columns, strict=True)}:
        raise CertificateError("A pinned pair is missing.")


def _is_over(taken: NDArray[np.intp], capacity: NDArray[np.int64]) -> bool:
    return bool((np.bincount(taken, minlength=len(capacity)) > capacity).any())
