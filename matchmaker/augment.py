"""From any choice and any prices to the best choice and its proof, by shortest augmenting paths over all pairs.

Whatever does not fit the prices (a pair that is closed by now, one that would pay, a place that stays free at a
price) is moved at once, which leaves people with a unit too many or one too few. Each unit is then sent from where it
is too many to where it is missing, on the cheapest way (Dijkstra's method on reduced costs, which are never
negative), and the prices follow by the distances. When nothing is left to send, the choice is the best: the
successive shortest path method (Ahuja, Magnanti and Orlin, *Network Flows*, 1993, ch. 9.7; for one place each it is
that of Jonker and Volgenant, *Computing* 38, 1987).
"""

import numpy as np
from numpy.typing import NDArray

from .blocks import Watch, nobody
from .circulation import Circulation
from .instance import Amounts, Instance
from .prices import Prices, paying_cells
from .table import Cells, Indices

type Distances = NDArray[np.signedinteger]


def repair(
    instance: Instance, chosen: Cells, prices: Prices, *, suspects: Cells | None = None, watch: Watch = nobody
) -> tuple[Cells, Prices]:
    """The best choice of free cells with prices that prove it, from `chosen` and `prices`, which may be anything.

    `suspects` names the cells outside the choice that may be worth more than their prices where that is known;
    without it all are looked at.
    """
    round_trip = Circulation.of(instance, chosen, prices)
    if suspects is None:
        suspects = paying_cells(instance, round_trip.prices(), round_trip.chosen(), watch)
    round_trip.fit(suspects)
    total = round_trip.to_send()
    for sent in range(total):
        watch("augmenting", sent, total)
        way, distances = _Search(round_trip).cheapest_way()
        round_trip.send(way)
        round_trip.raise_prices(distances)
    return round_trip.chosen(), round_trip.prices()


class _Search:
    """The cheapest way from a node with a unit too many to one where it is missing.

    `at` holds the distance of every node found so far, `came_from` the node before it, `waiting` the distances of
    those not passed yet. All nodes at one distance are passed together. Distances stay below ten times the bonus, so
    half the bits are enough unless the instance is huge. The first place of somebody whose first partner counts is
    worth that much when it is taken, and costs as much when it is given up as the last.
    """

    def __init__(self, round_trip: Circulation) -> None:
        self.trip, self.bonus = round_trip, round_trip.instance.bonus
        self.rows, self.columns = round_trip.instance.shape
        self.outside = self.rows + self.columns
        kind: type[np.signedinteger]
        kind, self.far = (np.int32, 2**30) if self.bonus < 2**26 else (np.int64, 2**62)
        self.u: Distances = round_trip.u.astype(kind)
        self.v: Distances = round_trip.v.astype(kind)
        self.first, self.other_first = (side.astype(kind) for side in round_trip.instance.first_left)
        self.at: Distances = np.where(round_trip.over > 0, 0, self.far).astype(kind)
        self.waiting = self.at.copy()
        self.came_from = np.full(self.outside + 1, -1, dtype=np.intp)

    def cheapest_way(self) -> tuple[list[int], Amounts]:
        """The nodes of the way, and how far every node is, at most as far as its end."""
        while True:
            distance = int(self.waiting.min())
            level = np.flatnonzero(self.waiting == distance)
            ends = level[self.trip.over[level] < 0]
            if len(ends):
                return self._way_to(int(ends[0])), np.minimum(self.at, distance).astype(np.int64)
            self.waiting[level] = self.far
            for node in level.tolist():
                self._pass(node, distance)

    def _way_to(self, node: int) -> list[int]:
        way = [node]
        while self.came_from[way[-1]] >= 0:
            way.append(int(self.came_from[way[-1]]))
        return way[::-1]

    def _pass(self, node: int, distance: int) -> None:
        if node < self.rows:
            self._pass_row(node, distance)
        elif node < self.outside:
            self._pass_column(node - self.rows, distance)
        else:
            self._pass_outside(distance)

    def _pass_row(self, row: int, distance: int) -> None:
        """Over pairs that are not chosen to seniors, and out by giving up a place."""
        score, price = self.trip.instance.score[row], int(self.u[row])
        reached = self.v - score
        reached += distance + price - self.bonus
        reached[self.trip.barred(row)] = self.far
        nearer = reached < self.at[self.rows : self.outside]
        nearer &= score >= 0
        self._reach(self.rows, nearer.nonzero()[0], reached, row)
        if entered := self.trip.entered[row]:
            last = int(self.first[row]) if entered == 1 else 0
            self._reach_one(self.outside, distance + price + last, row)

    def _pass_column(self, column: int, distance: int) -> None:
        """Back over chosen pairs to juniors, and out by a free place."""
        trip, price = self.trip, int(self.v[column])
        for row in sorted(trip.mates[column]):
            worth = int(trip.instance.score[row, column]) + self.bonus
            self._reach_one(row, distance + worth - int(self.u[row]) - price, self.rows + column)
        if trip.left[column] < trip.other_room[column]:
            first = 0 if trip.left[column] else int(self.other_first[column])
            self._reach_one(self.outside, distance - price - first, self.rows + column)

    def _pass_outside(self, distance: int) -> None:
        """Into juniors with a free place, and back into seniors who would give one up."""
        into: Distances = distance - self.u - np.where(self.trip.entered == 0, self.first, 0)
        back: Distances = distance + self.v + np.where(self.trip.left == 1, self.other_first, 0)
        has_place = self.trip.entered < self.trip.room
        self._reach(0, np.flatnonzero(has_place & (into < self.at[: self.rows])), into, self.outside)
        is_nearer = back < self.at[self.rows : self.outside]
        self._reach(self.rows, np.flatnonzero((self.trip.left > 0) & is_nearer), back, self.outside)

    def _reach(self, first: int, places: Indices, distances: Distances, came_from: int) -> None:
        """Note a shorter way to some nodes, counted from the node `first`."""
        nodes = places + first
        self.at[nodes] = self.waiting[nodes] = distances[places]
        self.came_from[nodes] = came_from

    def _reach_one(self, node: int, distance: int, came_from: int) -> None:
        if distance < self.at[node]:
            self.at[node] = self.waiting[node] = distance
            self.came_from[node] = came_from
