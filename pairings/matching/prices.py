"""Prices of places, found from a choice of pairs, that prove it best if it is.

In the linear program of the assignment each place has a price, u for juniors and v for seniors.
A pair that was left out is worth no more than the two places it would take, a pair that was
chosen is worth at least them, and a place that stays free costs nothing. With q = -v these are
difference constraints, so shortest distances in the residual graph of the choice solve them
(Ahuja, Magnanti and Orlin, *Network Flows*, 1993, ch. 9); Bellman and Ford's method finds them,
here over whole rows at once, going back only to rows whose distance fell.

Nothing has to trust these prices: `certify` proves what they are worth.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .solve import Instance
from .table import Cells

_FULL_SCORE: Final = 1000
_ROWS_AT_ONCE: Final = 256

type Amounts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Prices:
    """What one more place of each person would be worth, at `pair_bonus` + score for a pair."""

    juniors: Amounts
    seniors: Amounts


def pair_bonus(instance: Instance) -> int:
    """So much for each pair that one pair more outweighs any difference of scores."""
    return _FULL_SCORE * instance.most_pairs + 1


def find_prices(instance: Instance, chosen: Cells) -> Prices:
    """Prices for a choice; for a choice that is not the best, prices that leave a gap."""
    rows, columns = chosen
    bonus = pair_bonus(instance)
    worth = np.where(instance.score >= 0, instance.score + np.int64(bonus), -1)
    kept = ~np.isin(_flat(instance, chosen), _flat(instance, instance.pinned))
    kept_rows, kept_columns = rows[kept], columns[kept]
    kept_worth = worth[kept_rows, kept_columns]
    worth[rows, columns] = -1  # only what was left out may push a price up
    full = np.bincount(rows, minlength=worth.shape[0]) >= instance.junior_capacity
    junior = np.where(full, bonus + _FULL_SCORE, 0)
    senior = np.zeros(worth.shape[1], dtype=np.int64)
    fallen = np.arange(worth.shape[0])
    for _ in range(sum(worth.shape)):
        np.minimum(senior, _lowest(junior, worth, fallen), out=senior)
        before = junior.copy()
        np.minimum.at(junior, kept_rows, senior[kept_columns] + kept_worth)
        fallen = np.flatnonzero(junior < before)
        if not len(fallen) or junior[fallen].min() < 0:
            break  # settled, or a sign that the choice is not the best
    return Prices(np.maximum(junior, 0), -senior)


def _lowest(junior: Amounts, worth: NDArray[np.int64], fallen: NDArray[np.intp]) -> Amounts:
    """For each senior the least (price of a junior - worth of the pair) over some juniors."""
    lowest = np.zeros(worth.shape[1], dtype=np.int64)
    for first in range(0, len(fallen), _ROWS_AT_ONCE):
        some = fallen[first : first + _ROWS_AT_ONCE]
        left_out = worth[some]
        over = np.where(left_out >= 0, junior[some, None] - left_out, 0)
        np.minimum(lowest, over.min(axis=0), out=lowest)
    return lowest


def _flat(instance: Instance, cells: Cells) -> NDArray[np.intp]:
    return cells[0] * instance.score.shape[1] + cells[1]
