"""One junior and one senior against the rules: what a pair made by hand would score, and what forbids it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .encoding import build_table
from .hard_rules import broken_block, sparse_rules
from .policy import ProblemError, Reason, reasons
from .problem import Pair, Problem
from .score import score_parts
from .table import Indices, Table

_PAIRS_AT_ONCE: Final = 128


@dataclass(frozen=True, slots=True)
class PairCheck:
    """One junior and one senior: the parts of their score, and why they may not be a pair."""

    junior: str
    senior: str
    parts: dict[str, int]
    reasons: tuple[Reason, ...]

    @property
    def score(self) -> int:
        return sum(self.parts.values())

    @property
    def is_allowed(self) -> bool:
        return not self.reasons


def check_pair(problem: Problem, pair: Pair) -> PairCheck:
    """The rules and the score for one (junior, senior), as a pair made by hand would have it.

    Raises ProblemError when either takes no part.
    """
    return check_pairs(problem, [pair])[0]


def check_pairs(problem: Problem, pairs: Sequence[Pair]) -> list[PairCheck]:
    """The rules and the scores of pairs, in their order, as if made by hand.

    Raises ProblemError when somebody takes no part.
    """
    table = build_table(problem)
    row_of, column_of = table.juniors.position, table.seniors.position
    if any(junior not in row_of or senior not in column_of for junior, senior in pairs):
        raise ProblemError("One of the two takes no part on that side.")
    rows = np.array([row_of[junior] for junior, _senior in pairs], dtype=np.intp)
    columns = np.array([column_of[senior] for _junior, senior in pairs], dtype=np.intp)
    parts, broken = score_parts(table, rows, columns), broken_pairs(table, rows, columns)
    return [PairCheck(*pair, points, reasons(bits)) for pair, points, bits in zip(pairs, parts, broken, strict=True)]


def broken_pairs(table: Table, rows: Indices, columns: Indices) -> list[int]:
    """The broken rules of every pair (rows[k], columns[k]), as bits."""
    sparse, reasons = list(sparse_rules(table)), []
    for some in (slice(first, first + _PAIRS_AT_ONCE) for first in range(0, len(rows), _PAIRS_AT_ONCE)):
        # The cell of a pair within the block of all rows and columns that the slice names.
        some_rows, row_at = np.unique(rows[some], return_inverse=True)
        some_columns, column_at = np.unique(columns[some], return_inverse=True)
        block = broken_block(table, sparse, some_rows, some_columns)
        reasons += block[row_at, column_at].tolist()
    return reasons
