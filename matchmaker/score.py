"""The soft score: 0 to 1000 whole points, the exact sum of its parts.

All of it is arithmetic on whole numbers, so that two machines never disagree about a tie.
"""

from typing import Final

import numpy as np

from .criteria import Cell, Criterion, Points
from .questions import criteria_of
from .table import Indices, Table

_PAIRS_AT_ONCE: Final = 64


def score_parts(table: Table, rows: Indices, columns: Indices) -> list[dict[str, int]]:
    """The points of each part for every pair (rows[k], columns[k]); they add up to its score."""
    criteria = criteria_of(table.problem)
    dense = [criterion for criterion in criteria if criterion.share]
    named = {criterion.code: _named_points(criterion, table) for criterion in criteria if criterion.cells}
    scores = []
    for some in (slice(first, first + _PAIRS_AT_ONCE) for first in range(0, len(rows), _PAIRS_AT_ONCE)):
        # A small block of which only the diagonal is wanted is cheaper than pair by pair.
        diagonals = {
            criterion.code: points(criterion, table, rows[some], columns[some]).diagonal() for criterion in dense
        }
        for k, cell in enumerate(zip(rows[some].tolist(), columns[some].tolist(), strict=True)):
            parts = {code: int(values[k]) for code, values in diagonals.items()}
            scores.append(parts | {code: cells.get(cell, 0) for code, cells in named.items()})
    return scores


def named_cells(criterion: Criterion, table: Table) -> tuple[Indices, Indices, Points]:
    """Row, column and points of the cells that a criterion names; none if it has `share`."""
    named = _named_points(criterion, table)
    cells = np.array(list(named), dtype=np.intp).reshape(-1, 2)
    return cells[:, 0], cells[:, 1], np.fromiter(named.values(), dtype=np.int32, count=len(named))


def _named_points(criterion: Criterion, table: Table) -> dict[Cell, int]:
    if criterion.cells is None:
        return {}
    shares, whole = criterion.cells(table)
    most = table.most[criterion.code]
    return {cell: (2 * most * share + whole) // (2 * whole) for cell, share in shares.items()}


def points(criterion: Criterion, table: Table, rows: Indices, columns: Indices) -> Points:
    """The points of a criterion on a block: its share of the most there is, halves rounded up; 0 if it has `cells`."""
    if criterion.share is None:
        return np.zeros((len(rows), len(columns)), dtype=np.int32)
    share, whole = criterion.share(table, rows, columns)
    return (2 * table.most[criterion.code] * share + whole) // (2 * whole)
