"""Places and pairs as units that go round: from outside to a junior, over a pair to a senior, and out again."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from .instance import Amounts, Instance
from .policy import FULL_SCORE
from .prices import Prices
from .table import Cells, Indices


@dataclass(slots=True)
class Circulation:
    """Rows, columns and outside are nodes, numbered in this order.

    `partners` of every row and `mates` of every column are the chosen free pairs, `pinned` the columns of a row's
    pinned ones. `entered` and `left` are the units that go into rows and out of columns, at most `room` and
    `other_room`. `u` and `v` are prices; `over` holds for each node the units that came and do not go on, below 0
    those that are missing.
    """

    instance: Instance
    room: Amounts
    other_room: Amounts
    u: Amounts
    v: Amounts
    partners: list[set[int]]
    mates: list[set[int]]
    pinned: list[set[int]]
    entered: Amounts
    left: Amounts
    over: Amounts

    @classmethod
    def of(cls, instance: Instance, chosen: Cells, prices: Prices) -> "Circulation":
        """Whatever of `chosen` is still allowed; a place that is not there has a price that no pair is worth."""
        rows, columns = instance.shape
        (room, other_room), (first, other_first) = instance.places_left, instance.first_left
        nowhere = 2 * instance.bonus + FULL_SCORE + 1
        kept, other_kept = _allowed(instance, chosen)
        made = cls(
            instance,
            room,
            other_room,
            u=np.where(room > 0, np.maximum(prices.juniors, -first), nowhere),
            v=np.where(other_room > 0, np.maximum(prices.seniors, -other_first), nowhere),
            partners=[set() for _ in range(rows)],
            mates=[set() for _ in range(columns)],
            pinned=[set() for _ in range(rows)],
            entered=np.minimum(np.bincount(kept, minlength=rows), room),
            left=np.minimum(np.bincount(other_kept, minlength=columns), other_room),
            over=np.zeros(rows + columns + 1, dtype=np.int64),
        )
        for row, column in zip(kept.tolist(), other_kept.tolist(), strict=True):
            made.choose(row, column)
        for row, column in zip(*(side.tolist() for side in instance.pinned), strict=True):
            made.pinned[row].add(column)
        return made

    def barred(self, row: int) -> list[int]:
        """The columns that a way from this row may not enter: its pairs are chosen already, or pinned."""
        return [*self.partners[row], *self.pinned[row]]

    def choose(self, row: int, column: int) -> None:
        self.partners[row].add(column)
        self.mates[column].add(row)

    def drop(self, row: int, column: int) -> None:
        self.partners[row].discard(column)
        self.mates[column].discard(row)

    def worth(self, rows: Indices | int, columns: Indices | int) -> Amounts:
        worth: Amounts = self.instance.score[rows, columns] + np.int64(self.instance.bonus)
        return worth

    def chosen(self) -> Cells:
        """The chosen free cells, by row and column."""
        cells = [(row, column) for row, columns in enumerate(self.partners) for column in sorted(columns)]
        both = np.array(cells, dtype=np.intp).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def prices(self) -> Prices:
        """The prices of the places; one that nobody takes costs nothing, or less by what a first partner brings."""
        first, other_first = self.instance.first_left
        return Prices(np.maximum(self.u, -first), np.maximum(self.v, -other_first))

    def fit(self, paying: Cells) -> None:
        """Move whatever does not fit the prices: the pairs that are worth less than they cost, free places that cost
        something, and taken ones that cost less than nothing. `paying` are free cells outside the choice that are
        worth more than their prices."""
        rows, columns = paying
        np.maximum.at(self.u, rows, self.worth(rows, columns) - self.v[columns])
        rows, columns = self.chosen()
        too_dear = self.worth(rows, columns) < self.u[rows] + self.v[columns]
        for row, column in zip(rows[too_dear].tolist(), columns[too_dear].tolist(), strict=True):
            self.drop(row, column)
        first, other_first = self.instance.first_left
        self.entered = _fitting(self.entered, self.room, self.u, first)
        self.left = _fitting(self.left, self.other_room, self.v, other_first)
        self._count()

    def _count(self) -> None:
        rows, columns = self.instance.shape
        self.over[:rows] = self.entered - np.fromiter(map(len, self.partners), np.int64, rows)
        self.over[rows:-1] = np.fromiter(map(len, self.mates), np.int64, columns) - self.left
        self.over[-1] = self.left.sum() - self.entered.sum()

    def to_send(self) -> int:
        """The units that are somewhere too many."""
        return int(np.maximum(self.over, 0).sum())

    def send(self, way: list[int]) -> None:
        """Send one unit along a way of nodes."""
        for node, following in pairwise(way):
            self._step(node, following)
        self.over[way[0]] -= 1
        self.over[way[-1]] += 1

    def _step(self, node: int, following: int) -> None:
        rows, outside = self.instance.shape[0], len(self.over) - 1
        if node == outside and following < rows:
            self.entered[following] += 1
        elif node == outside:
            self.left[following - rows] -= 1
        elif following == outside and node < rows:
            self.entered[node] -= 1
        elif following == outside:
            self.left[node - rows] += 1
        elif node < rows:
            self.choose(node, following - rows)
        else:
            self.drop(following, node - rows)

    def raise_prices(self, by: Amounts) -> None:
        """Let the prices follow the distances `by` of all nodes."""
        rows = self.instance.shape[0]
        self.u += by[:rows] - by[-1]
        self.v -= by[rows:-1] - by[-1]


def _fitting(taken: Amounts, room: Amounts, price: Amounts, first: Amounts) -> Amounts:
    """As many places as taken, or the nearest number that the price calls for: all of those that cost something, one
    where only a first partner is worth the price."""
    least = np.where(price > 0, room, np.minimum(price > -first, room))
    return np.clip(taken, least, np.where(price < 0, np.minimum(1, room), room))


def _allowed(instance: Instance, chosen: Cells) -> Cells:
    """The chosen cells that are free to choose: neither closed by now nor pinned."""
    width = max(1, instance.shape[1])
    rows, columns = chosen
    is_pinned = np.isin(rows * width + columns, instance.pinned[0] * width + instance.pinned[1])
    free = (instance.score[rows, columns] >= 0) & ~is_pinned
    return rows[free], columns[free]
