"""Proof that a choice of pairs is the best, by code that shares nothing with the solver.

Weak duality: for any prices u, v ≥ 0, no permitted choice is worth more than

    Σ capacity·u + Σ capacity·v + Σ over free pairs of max(0, w - u - v) + Σ over pinned of (w - u - v)

where w is the pair bonus plus the score. When a choice reaches that bound, it has the most pairs
possible and among those the highest total. One pass over all allowed pairs; whole numbers only.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .prices import Prices, pair_bonus
from .solve import Instance
from .table import Cells

_ROWS_AT_ONCE: Final = 256


class CertificateError(ValueError):
    """The choice is not permitted at all, so there is nothing to prove."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was reached and what cannot be exceeded, each as pairs * bonus + total score."""

    value: int
    bound: int
    bonus: int

    @property
    def gap(self) -> int:
        """0 proves the choice best."""
        return self.bound - self.value

    @property
    def is_optimal(self) -> bool:
        return self.gap == 0

    @property
    def most_pairs(self) -> int:
        """No permitted choice has more pairs."""
        return self.bound // self.bonus

    @property
    def highest_total(self) -> int:
        """No permitted choice of `most_pairs` pairs has a higher total score."""
        return self.bound % self.bonus


def certify(instance: Instance, chosen: Cells, prices: Prices) -> Certificate:
    """The certificate of a choice under given prices.

    Raises CertificateError when the choice breaks a rule, a capacity or a pin, or takes a pair
    twice; ValueError when a price is negative. Prices that are merely bad leave a gap.
    """
    _check_permitted(instance, chosen)
    if min(prices.juniors.min(initial=0), prices.seniors.min(initial=0)) < 0:
        raise ValueError("A price cannot be negative.")
    bonus = pair_bonus(instance)
    value = int(instance.score[chosen].sum(dtype=np.int64)) + bonus * len(chosen[0])
    places = instance.junior_capacity @ prices.juniors + instance.senior_capacity @ prices.seniors
    bound = int(places) + _worth_over_prices(instance, prices, bonus)
    return Certificate(value, bound, bonus)


def _worth_over_prices(instance: Instance, prices: Prices, bonus: int) -> int:
    rows, columns = instance.pinned
    is_free = instance.score >= 0
    is_free[instance.pinned] = False
    paid = prices.juniors[rows] + prices.seniors[columns]
    over = int((instance.score[rows, columns] + np.int64(bonus) - paid).sum())
    for first in range(0, len(is_free), _ROWS_AT_ONCE):
        some = slice(first, first + _ROWS_AT_ONCE)
        paid = prices.juniors[some, None] + prices.seniors
        excess = instance.score[some] + np.int64(bonus) - paid
        over += int(np.maximum(excess, 0).sum(where=is_free[some]))
    return over


def _check_permitted(instance: Instance, chosen: Cells) -> None:
    rows, columns = chosen
    if len({*zip(rows.tolist(), columns.tolist(), strict=True)}) < len(rows):
        raise CertificateError("A pair is chosen twice.")
    if (instance.score[chosen] < 0).any():
        raise CertificateError("A chosen pair is not allowed.")
    if _is_over(rows, instance.junior_capacity) or _is_over(columns, instance.senior_capacity):
        raise CertificateError("Somebody has more pairs than places.")
    picked = np.zeros(instance.score.shape, dtype=bool)
    picked[chosen] = True
    if not picked[instance.pinned].all():
        raise CertificateError("A pinned pair is missing.")


def _is_over(taken: NDArray[np.intp], capacity: NDArray[np.int64]) -> bool:
    return bool((np.bincount(taken, minlength=len(capacity)) > capacity).any())
