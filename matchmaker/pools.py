"""How many people could be mentor or leader under the rules, before anybody is matched."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from .encoding import build_table
from .hard_rules import broken_block, sparse_rules
from .problem import Problem
from .table import Indices, Table

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
    juniors, seniors = _within_levels(table)
    return Pools(
        len(juniors) - without_partner(juniors, columns, waiting_are_rows=True),
        len(seniors) - without_partner(seniors, rows, waiting_are_rows=False),
    )


def _within_levels(table: Table) -> tuple[Indices, Indices]:
    """The people who have anybody far enough above or below them.

    Finding no partner takes the longest, and in a whole company most cannot be leaders.
    """
    juniors, seniors, gap = table.juniors, table.seniors, table.problem.policy.minimum_level_gap
    if not gap:
        return np.arange(len(juniors.ids)), np.arange(len(seniors.ids))
    highest = seniors.level[seniors.has_level].max(initial=np.iinfo(np.int32).min)
    lowest = juniors.level[juniors.has_level].min(initial=np.iinfo(np.int32).max)
    return (
        np.flatnonzero(juniors.has_level & (juniors.level + gap <= highest)),
        np.flatnonzero(seniors.has_level & (seniors.level - gap >= lowest)),
    )
