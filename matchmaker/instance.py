"""What there is to solve, in numbers alone: scores, places, pins."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .policy import FULL_SCORE, ProblemError
from .table import Cells, Indices

CLOSED: Final = -1
type Amounts = NDArray[np.int64]
type Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Instance:
    """`score` is juniors by seniors, 0 to 1000, and CLOSED (-1) where the pair is not allowed. `pinned` are
    allowed cells that must be chosen; the capacities include the places that these take. `least_bonus` keeps the bonus
    of an earlier instance, so that its prices still mean the same. `counts_first` names the juniors and the seniors
    whose first partner is worth a bonus of its own, as in "one partner for everybody before anyone has two"; None
    where only pairs count."""

    score: NDArray[np.int16]
    junior_capacity: Amounts
    senior_capacity: Amounts
    pinned: Cells
    least_bonus: int = 0
    counts_first: tuple[Flags, Flags] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        rows, columns = self.score.shape
        return rows, columns

    @property
    def most_pairs(self) -> int:
        """No choice has more pairs than this; a bound, not always reached."""
        return min(int(self.junior_capacity.sum()), int(self.senior_capacity.sum()), self.score.size)

    @cached_property
    def bonus(self) -> int:
        """So much for each pair that one pair more outweighs any difference of scores; more does no harm. A first
        partner is worth as much again: any choice can be made larger by ways that take nobody's last partner, so the
        most pairs and the most people with a partner are reached together, and neither has to outweigh the other."""
        return max(FULL_SCORE * self.most_pairs + 1, self.least_bonus)

    @cached_property
    def places_left(self) -> tuple[Amounts, Amounts]:
        """The places of juniors and of seniors that the pins leave; ProblemError when pins take too many."""
        rows, columns = self.pinned
        return _left(self.junior_capacity, rows), _left(self.senior_capacity, columns)

    @cached_property
    def first_bonus(self) -> tuple[Amounts, Amounts]:
        """What the first partner of each junior and senior is worth besides: the bonus or nothing."""
        rows, columns = self.counts_first or (np.zeros(length, dtype=bool) for length in self.shape)
        return rows * np.int64(self.bonus), columns * np.int64(self.bonus)

    @cached_property
    def first_left(self) -> tuple[Amounts, Amounts]:
        """What the first of the places that the pins leave is worth besides; nothing where a pin gives a partner."""
        left = self.first_bonus[0].copy(), self.first_bonus[1].copy()
        for worth, people in zip(left, self.pinned, strict=True):
            worth[people] = 0
        return left

    def firsts(self, chosen: Cells) -> int:
        """How many of those whose first partner counts have one in a choice."""
        if self.counts_first is None:
            return 0
        return sum(int(flags[np.unique(people)].sum()) for flags, people in zip(self.counts_first, chosen, strict=True))

    def free(self, some: slice | Indices) -> NDArray[np.int16]:
        """The scores of some rows, as a copy, with pinned cells closed: what is left to choose from."""
        block = self.score[some].copy()
        close(block, some, self.pinned, self.shape[0])
        return block

    def transposed(self) -> "Instance":
        """This instance with the sides exchanged; the scores are a view."""
        counts_first = self.counts_first[::-1] if self.counts_first else None
        places = self.senior_capacity, self.junior_capacity
        return Instance(self.score.T, *places, self.pinned[::-1], self.bonus, counts_first)


def close(block: NDArray[np.int16], some: slice | Indices, cells: Cells, rows: int) -> None:
    """Close those of `cells` that lie in a block, which holds `some` of all `rows`."""
    if not len(cells[0]):
        return
    position = np.full(rows, -1, dtype=np.intp)
    position[some] = np.arange(len(block))
    inside = position[cells[0]]
    block[inside[inside >= 0], cells[1][inside >= 0]] = CLOSED


def _left(capacity: Amounts, taken: Indices) -> Amounts:
    left = capacity - np.bincount(taken, minlength=len(capacity))
    if (left < 0).any():
        raise ProblemError("The pinned pairs take more places than there are.")
    return left


def merged(some: Cells, others: Cells, width: int) -> Cells:
    """Two sets of cells of a matrix with `width` columns as one, ordered by row and column, none twice."""
    flat = np.concatenate([some[0] * width + some[1], others[0] * width + others[1]])
    flat.sort()
    flat = flat[np.append(True, flat[1:] != flat[:-1])] if len(flat) else flat
    return flat // max(1, width), flat % max(1, width)
