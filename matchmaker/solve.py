"""The best set of pairs, exactly: as many as can be, and among those the highest total.

Most pairs can never be in the best set, so a flow is solved over the best few of everybody. Its prices then tell
which of all the other pairs would still pay; these come in, and the flow is solved again (column generation: Gilmore
and Gomory, *Operations Research* 9, 1961). As soon as few are left that would pay, shortest augmenting paths over
all pairs finish the work. That step alone is exact from any start, so it also serves where the flow gives no answer,
and to go on from an earlier solution after a change.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from .augment import repair
from .blocks import Watch, nobody
from .candidates import find_candidates
from .flow import SolverError, best_flow
from .instance import Instance, merged
from .prices import Prices, find_prices
from .pricing import paying_cells
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
    found = _nothing(instance)
    for number in range(1, _MOST_FLOWS + 1):
        watch("solving", number, 0)
        try:
            free = best_flow(instance, cells)
        except SolverError:
            return found
        chosen = _with_pins(instance, free)
        found = Solution(chosen, find_prices(instance, chosen, cells))
        paying = paying_cells(instance, found.prices, free, watch)
        if len(np.unique(paying[0])) <= 1 + _FEW * instance.shape[0]:
            break
        cells = merged(cells, paying, instance.shape[1])
    return found


def _nothing(instance: Instance) -> Solution:
    juniors, seniors = (np.zeros(length, dtype=np.int64) for length in instance.shape)
    return Solution(instance.pinned, Prices(juniors, seniors))


def _with_pins(instance: Instance, free: Cells) -> Cells:
    rows, columns = (np.append(pinned, found) for pinned, found in zip(instance.pinned, free, strict=True))
    order = np.lexsort((columns, rows))
    return rows[order], columns[order]
