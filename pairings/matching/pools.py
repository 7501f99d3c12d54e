"""How many people could be mentor or leader under the rules, before anybody is matched."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from .hard_rules import broken_block, sparse_rules
from .problem import Problem
from .table import Indices, build_table

_AT_ONCE: Final = 512


@dataclass(frozen=True, slots=True)
class Pools:
    """People with at least one allowed partner on the other side."""

    juniors: int
    seniors: int


def count_possible(problem: Problem) -> Pools:
    """Count the people whom the rules leave at least one partner.

    Works on a whole roster too, with everybody on both sides: a person is done with at the first
    partner found. Before enrolment nobody has topics, so pass a policy without that rule.
    """
    table = build_table(problem)
    sparse = list(sparse_rules(table))

    def without_partner(waiting: Indices, others: int, *, waiting_are_rows: bool) -> int:
        for first in range(0, others, _AT_ONCE):
            some = np.arange(first, min(first + _AT_ONCE, others))
            sides = (waiting, some) if waiting_are_rows else (some, waiting)
            broken = broken_block(table, sparse, *sides)
            waiting = waiting[(broken != 0).all(axis=1 if waiting_are_rows else 0)]
        return len(waiting)

    rows, columns = table.shape
    return Pools(
        rows - without_partner(np.arange(rows), columns, waiting_are_rows=True),
        columns - without_partner(np.arange(columns), rows, waiting_are_rows=False),
    )
