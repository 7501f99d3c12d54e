"""The best set of pairs, exactly: as many as can be, and among those the highest total.

A bipartite flow in which each allowed pair is an edge of capacity 1, so that nobody is paired
with the same person twice however many places both have. The maximum flow of least cost is the
largest set of pairs of highest total; with whole capacities it is whole (Ahuja, Magnanti and
Orlin, *Network Flows*, 1993, ch. 9). Pairs that are not allowed have no edge at all.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from .policy import ProblemError
from .table import Cells


class SolverError(RuntimeError):
    """The flow solver gave no answer; its status is in the message."""


@dataclass(frozen=True, slots=True)
class Instance:
    """What there is to solve, in numbers alone.

    `score` is juniors by seniors, 0 to 1000, and -1 where the pair is not allowed. `pinned` are
    allowed cells that must be chosen; the capacities include the places that these take.
    """

    score: NDArray[np.int16]
    junior_capacity: NDArray[np.int64]
    senior_capacity: NDArray[np.int64]
    pinned: Cells

    @property
    def most_pairs(self) -> int:
        """No choice has more pairs than this; a bound, not always reached."""
        return min(int(self.junior_capacity.sum()), int(self.senior_capacity.sum()), self.score.size)


def solve(instance: Instance) -> Cells:
    """The chosen cells, pinned ones among them, by row and column.

    Raises ProblemError when the pinned pairs take more places than there are.
    """
    rows, columns = instance.pinned
    free = instance.score >= 0
    free[instance.pinned] = False
    left = _places_left(instance.junior_capacity, rows)
    other_left = _places_left(instance.senior_capacity, columns)
    free &= (left > 0)[:, None] & (other_left > 0)
    found_rows, found_columns = _best_flow(instance.score, free, left, other_left)
    rows, columns = np.append(rows, found_rows), np.append(columns, found_columns)
    order = np.lexsort((columns, rows))
    return rows[order], columns[order]


def _places_left(capacity: NDArray[np.int64], taken: NDArray[np.intp]) -> NDArray[np.int64]:
    left = capacity - np.bincount(taken, minlength=len(capacity))
    if (left < 0).any():
        raise ProblemError("The pinned pairs take more places than there are.")
    return left


def _best_flow(
    score: NDArray[np.int16],
    free: NDArray[np.bool_],
    left: NDArray[np.int64],
    other_left: NDArray[np.int64],
) -> Cells:
    rows, columns = np.nonzero(free)
    if not len(rows):
        return rows, columns
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        rows, columns + len(left), np.ones_like(rows), -score[rows, columns].astype(np.int64)
    )
    flow.set_nodes_supplies(np.arange(free.shape[0] + free.shape[1]), np.append(left, -other_left))
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise SolverError(f"The flow solver stopped with status {status}.")
    used = flow.flows(arcs) > 0
    return rows[used], columns[used]
