"""The best set of pairs, exactly: as many as can be, if asked for with as many people as can be who have a partner, and
among those the highest total. Small ones by a flow of least cost."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from .augment import repair
from .blocks import Watch, nobody
from .candidates import find_candidates
from .instance import Instance, merged
from .prices import Prices, find_prices, paying_cells
from .table import Cells

_MOST_FLOWS: Final = 12
_FEW: Final = 0.004


"""Augmenting is quicker than another flow when no more than this share of the people is concerned."""


@dataclass(frozen=True, slots=True)
class Solution:
    """The chosen cells, pinned ones among them, by row and column, and prices that prove them best."""

    chosen: Cells
    prices: Prices


def solve(instance: Instance, start: Solution | None = None, watch: Watch = nobody) -> Solution:
    """The best choice. From a `start` (a solution of an instance of the same people that differs in anything else) it
    goes on by augmenting paths alone.

    Raises ProblemError when the pinned pairs take more places than there are; whatever `watch` raises ends it.
    """
    start = start or _by_flows(instance, watch)
    free, prices = repair(instance, start.chosen, start.prices, watch=watch)
    return Solution(_with_pins(instance, free), prices)


def resolve(instance: Instance, before: Solution, suspects: Cells) -> Solution:
    """The best choice after a change that closed cells or took places, and opened at most the cells `suspects`;
    `before` solved the instance as it was, at the same bonus. Looks at nothing else, so that it takes as long as the
    change is large."""
    free, prices = repair(instance, before.chosen, before.prices, suspects=suspects)
    return Solution(_with_pins(instance, free), prices)


def _by_flows(instance: Instance, watch: Watch) -> Solution:
    """A solution that is best, or nearly."""
    cells = find_candidates(instance, watch=watch)
    solution = _nothing(instance)
    for number in range(1, _MOST_FLOWS + 1):
        watch("solving", number, 0)
        try:
            free = best_flow(instance, cells)
        except SolverError:
            return solution
        chosen = _with_pins(instance, free)
        solution = Solution(chosen, find_prices(instance, chosen, cells))
        paying = paying_cells(instance, solution.prices, free, watch)
        if len(np.unique(paying[0])) <= 1 + _FEW * instance.shape[0]:
            break
        cells = merged(cells, paying, instance.shape[1])
    return solution


def _nothing(instance: Instance) -> Solution:
    juniors, seniors = (np.zeros(length, dtype=np.int64) for length in instance.shape)
    return Solution(instance.pinned, Prices(juniors, seniors))


def _with_pins(instance: Instance, free: Cells) -> Cells:
    rows, columns = (np.append(pinned, unpinned) for pinned, unpinned in zip(instance.pinned, free, strict=True))
    order = np.lexsort((columns, rows))
    return rows[order], columns[order]


class SolverError(RuntimeError):
    """The flow solver gave no answer; its status is in the message."""


def best_flow(instance: Instance, cells: Cells) -> Cells:
    """The best choice among free `cells`, within the places that the pins leave."""
    rows, columns = cells
    if not len(rows):
        return cells
    juniors, people = instance.shape[0], sum(instance.shape)
    left, first = np.concatenate(instance.places_left), np.concatenate(instance.first_left)
    # Whoever has one place has its worth in each of their pairs; of several places, one is a node that has it.
    only = np.where(left == 1, first, 0)
    worth = instance.score[rows, columns] + only[rows] + only[columns + juniors]
    several = np.flatnonzero((left > 1) & (first > 0))
    nodes, is_junior = people + np.arange(len(several)), several < juniors
    supplies = np.where(np.arange(people) < juniors, left, -left)
    supplies[several] -= np.where(is_junior, 1, -1)
    flow = SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(rows, columns + juniors, np.ones_like(rows), -worth)
    flow.add_arcs_with_capacity_and_unit_cost(
        np.where(is_junior, nodes, several), np.where(is_junior, several, nodes), np.ones_like(nodes), -first[several]
    )
    supplies = np.append(supplies, np.where(is_junior, 1, -1))
    flow.set_nodes_supplies(np.arange(len(supplies)), supplies)
    status = flow.solve_max_flow_with_min_cost()
    if status != flow.OPTIMAL:
        raise SolverError(f"The flow solver stopped with status {status}.")
    used = flow.flows(arcs) > 0
    return rows[used], columns[used]
