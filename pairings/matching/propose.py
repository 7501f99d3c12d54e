"""From a problem to proposed, proven and explained pairs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from .certify import Certificate, certify
from .explain import (
    Alternative,
    Side,
    Unmatched,
    explain_unmatched,
    find_alternatives,
)
from .hard_rules import Broken, broken_rules
from .policy import ProblemError, Reason, reasons
from .pools import Pools
from .prices import find_prices
from .problem import Problem
from .score import score_parts, soft_score
from .solve import Instance, solve
from .table import Cells, Table, build_table


class PinError(ProblemError):
    """A pinned pair breaks hard rules or takes a place too many; `reasons` may be shown."""

    def __init__(self, junior: str, senior: str, reasons: tuple[Reason, ...]) -> None:
        super().__init__(f"The pinned pair {junior}, {senior} breaks: {', '.join(reasons)}")
        self.junior, self.senior, self.reasons = junior, senior, reasons


@dataclass(frozen=True, slots=True)
class ProposedPair:
    """A proposed pair with the parts of its score, in points."""

    junior: str
    senior: str
    parts: dict[str, int]
    is_pinned: bool

    @property
    def score(self) -> int:
        """0 to 1000."""
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Result:
    """What a match gives. `most_points` is what each part of a score could have given."""

    pairs: tuple[ProposedPair, ...]
    unmatched: tuple[Unmatched, ...]
    alternatives: Mapping[Side, Mapping[str, tuple[Alternative, ...]]]
    pools: Pools
    certificate: Certificate
    most_points: Mapping[str, int]

    @property
    def total(self) -> int:
        return sum(pair.score for pair in self.pairs)

    @property
    def lowest(self) -> int | None:
        """The lowest score of a pair; None without pairs."""
        return min((pair.score for pair in self.pairs), default=None)


def propose(problem: Problem) -> Result:
    """The largest set of allowed pairs of highest total score, with proof and reasons.

    Raises ProblemError for contradictory input, PinError for a pin that cannot be kept,
    SolverError if no answer was found.
    """
    table = build_table(problem)
    broken = broken_rules(table)
    pinned = _pinned_cells(table, broken)
    score = np.where(broken == 0, soft_score(table), np.int16(-1))
    instance = Instance(score, table.juniors.capacity, table.seniors.capacity, pinned)
    chosen = solve(instance)
    prices = find_prices(instance, chosen)
    return Result(
        pairs=_proposed(table, chosen),
        unmatched=explain_unmatched(table, broken, chosen),
        alternatives=find_alternatives(table, instance, chosen, prices),
        pools=Pools(*(int((broken == 0).any(axis=axis).sum()) for axis in (1, 0))),
        certificate=certify(instance, chosen, prices),
        most_points=problem.policy.weights.points(),
    )


def _pinned_cells(table: Table, broken: Broken) -> Cells:
    left, other_left = table.juniors.capacity.copy(), table.seniors.capacity.copy()
    for junior, senior in sorted(table.problem.pinned):
        row, column = table.juniors.position.get(junior), table.seniors.position.get(senior)
        if row is None or column is None:
            raise ProblemError(f"The pinned pair {junior}, {senior} takes no part.")
        if broken[row, column]:
            raise PinError(junior, senior, reasons(int(broken[row, column])))
        if not (left[row] and other_left[column]):
            raise PinError(junior, senior, (Reason.NO_FREE_PLACE,))
        left[row] -= 1
        other_left[column] -= 1
    return table.cells(table.problem.pinned)


def _proposed(table: Table, chosen: Cells) -> tuple[ProposedPair, ...]:
    found = []
    for row, column, parts in zip(*chosen, score_parts(table, *chosen), strict=True):
        pair = table.juniors.ids[row], table.seniors.ids[column]
        found.append(ProposedPair(*pair, parts, pair in table.problem.pinned))
    return tuple(found)
