"""The soft score: 0 to 1000 whole points, the exact sum of its parts.

All of it is arithmetic on whole numbers, so that two machines never disagree about a tie.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .hard_rules import in_common, shared_minutes
from .table import UNKNOWN, Indices, Table

FULL_OVERLAP_MINUTES: Final = 240
"""Four hours in common leave room for any meeting; more adds nothing."""
_TOP_RATING: Final = 5
_WISH_VALUES: Final = (5, 4, 3, 2, 1)
"""By rank; whatever is wished for later counts like the last."""
_TOP_WISHES: Final = 10
"""Each of the two wishes for the other first of all."""
_PAIRS_AT_ONCE: Final = 64

type Points = NDArray[np.int32]


def score_parts(table: Table, rows: Indices, columns: Indices) -> list[dict[str, int]]:
    """The points of each part for every pair (rows[k], columns[k]); they add up to its score."""
    wished = _wish_points(table)
    found = []
    for some in (slice(first, first + _PAIRS_AT_ONCE) for first in range(0, len(rows), _PAIRS_AT_ONCE)):
        # A small block of which only the diagonal is wanted is cheaper than pair by pair.
        diagonals = {part: points(part, table, rows[some], columns[some]).diagonal() for part in DENSE_PARTS}
        for k, cell in enumerate(zip(rows[some].tolist(), columns[some].tolist(), strict=True)):
            parts = {part: int(values[k]) for part, values in diagonals.items()}
            found.append(parts | {"wishes": wished.get(cell, 0)})
    return found


def wish_cells(table: Table) -> tuple[Indices, Indices, Points]:
    """Row, column and points of the cells in which one of the two wishes for the other."""
    wished = _wish_points(table)
    cells = np.array(list(wished), dtype=np.intp).reshape(-1, 2)
    return cells[:, 0], cells[:, 1], np.fromiter(wished.values(), dtype=np.int32, count=len(wished))


def _wish_points(table: Table) -> dict[tuple[int, int], int]:
    juniors, seniors = table.juniors.position, table.seniors.position
    wishes: Counter[tuple[int, int]] = Counter()
    for row, person in enumerate(table.problem.juniors):
        for wanted, value in _ranked(person.wishes):
            if wanted in seniors:
                wishes[row, seniors[wanted]] += value
    for column, person in enumerate(table.problem.seniors):
        for wanted, value in _ranked(person.wishes):
            if wanted in juniors:
                wishes[juniors[wanted], column] += value
    most = table.most["wishes"]
    return {cell: (2 * most * value + _TOP_WISHES) // (2 * _TOP_WISHES) for cell, value in wishes.items()}


def _ranked(wanted: Iterable[str]) -> Iterator[tuple[str, int]]:
    last = len(_WISH_VALUES) - 1
    for rank, person in enumerate(dict.fromkeys(wanted)):  # a name counts once, at its best rank
        yield person, _WISH_VALUES[min(rank, last)]


def points(part: str, table: Table, rows: Indices, columns: Indices) -> Points:
    """The points that a part of DENSE_PARTS gives on a block."""
    share, whole = _SHARES[part](table, rows, columns)
    return _share(table.most[part], share, whole)


def topics_wanted(table: Table, columns: Indices | slice = slice(None)) -> Points:
    """For each senior what full marks in every wanted topic would be."""
    wanted = table.seniors.topics[columns].sum(axis=1).astype(np.int32)
    return np.maximum(_TOP_RATING * wanted, 1)


def _topics(table: Table, rows: Indices, columns: Indices) -> tuple[Points, Points]:
    covered = table.juniors.topics[rows] @ table.seniors.topics[columns].T
    return covered.astype(np.int32), topics_wanted(table, columns)


def _department(table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    return _differs(table.juniors.department[rows], table.seniors.department[columns]), 1


def _new_link(table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    one, other = table.juniors.department[rows, None], table.seniors.department[columns]
    return _differs(one[:, 0], other) * ~table.have_met[one, other], 1


def _location(table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    return _differs(table.juniors.location[rows], table.seniors.location[columns]), 1


def _overlap(table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    return np.minimum(shared_minutes(table, rows, columns), FULL_OVERLAP_MINUTES), FULL_OVERLAP_MINUTES


def _language(table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    return in_common(table.juniors.languages[rows], table.seniors.languages[columns]).astype(np.int32), 1


_SHARES: Final[dict[str, Callable[[Table, Indices, Indices], tuple[Points, Points | int]]]] = {
    "topics": _topics,
    "department": _department,
    "new_link": _new_link,
    "location": _location,
    "overlap": _overlap,
    "language": _language,
}
DENSE_PARTS: Final = tuple(_SHARES)
"""The parts that compare two people, in the order in which they are shown; wishes name pairs instead."""


def _differs(these: NDArray[np.int64], those: NDArray[np.int64]) -> Points:
    """1 where both are known and not the same."""
    these = these[:, None]
    return ((these != those) & (these != UNKNOWN) & (those != UNKNOWN)).astype(np.int32)


def _share(most: int, part: Points, whole: Points | int) -> Points:
    """The part of `most` that `part` is of `whole`, halves rounded up."""
    return (2 * most * part + whole) // (2 * whole)
