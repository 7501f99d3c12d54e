"""The soft score: 0 to 1000 whole points, the exact sum of its parts.

All of it is arithmetic on whole numbers, so that two machines never disagree about a tie.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
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
_ROWS_AT_ONCE: Final = 512
_PAIRS_AT_ONCE: Final = 64

type Points = NDArray[np.int32]


def soft_score(table: Table) -> NDArray[np.int16]:
    """The score of every junior and senior, allowed or not."""
    rows, columns = table.shape
    total = np.zeros((rows, columns), dtype=np.int16)
    for some in _slices(rows, _ROWS_AT_ONCE):
        for _, points in _dense_parts(table, some, np.arange(columns)):
            total[some] += points.astype(np.int16)
    for cell, wished in _wish_points(table).items():
        total[cell] += wished
    return total


def score_parts(table: Table, rows: Indices, columns: Indices) -> list[dict[str, int]]:
    """The points of each part for every pair (rows[k], columns[k]); they add up to its score."""
    wished = _wish_points(table)
    found = []
    for some in _slices(len(rows), _PAIRS_AT_ONCE):
        # A small block of which only the diagonal is wanted is cheaper than pair by pair.
        blocks = _dense_parts(table, rows[some], columns[some])
        diagonals = {part: block.diagonal() for part, block in blocks}
        for k, cell in enumerate(zip(rows[some].tolist(), columns[some].tolist(), strict=True)):
            parts = {part: int(points[k]) for part, points in diagonals.items()}
            found.append(parts | {"wishes": wished.get(cell, 0)})
    return found


def _wish_points(table: Table) -> dict[tuple[int, int], int]:
    """The points of the cells in which one of the two wishes for the other."""
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
    most = table.problem.policy.weights.points()["wishes"]
    return {cell: (2 * most * value + _TOP_WISHES) // (2 * _TOP_WISHES) for cell, value in wishes.items()}


def _ranked(wanted: Iterable[str]) -> Iterator[tuple[str, int]]:
    last = len(_WISH_VALUES) - 1
    for rank, person in enumerate(dict.fromkeys(wanted)):  # a name counts once, at its best rank
        yield person, _WISH_VALUES[min(rank, last)]


def _dense_parts(table: Table, rows: Indices, columns: Indices) -> Iterator[tuple[str, Points]]:
    """The parts that compare two people, each with its points on a block."""
    juniors, seniors = table.juniors, table.seniors
    most = table.problem.policy.weights.points()
    covered = (juniors.topics[rows] @ seniors.topics[columns].T).astype(np.int32)
    wanted = seniors.topics[columns].sum(axis=1).astype(np.int32)
    yield "topics", _share(most["topics"], covered, np.maximum(_TOP_RATING * wanted, 1))
    differs = _differs(juniors.department[rows], seniors.department[columns])
    yield "department", _share(most["department"], differs, 1)
    differs = _differs(juniors.location[rows], seniors.location[columns])
    yield "location", _share(most["location"], differs, 1)
    minutes = np.minimum(shared_minutes(table, rows, columns), FULL_OVERLAP_MINUTES)
    yield "overlap", _share(most["overlap"], minutes, FULL_OVERLAP_MINUTES)
    common = in_common(juniors.languages[rows], seniors.languages[columns])
    yield "language", _share(most["language"], common.astype(np.int32), 1)


def _differs(these: NDArray[np.int64], those: NDArray[np.int64]) -> Points:
    """1 where both are known and not the same."""
    these = these[:, None]
    return ((these != those) & (these != UNKNOWN) & (those != UNKNOWN)).astype(np.int32)


def _share(most: int, part: Points, whole: Points | int) -> Points:
    """The part of `most` that `part` is of `whole`, halves rounded up."""
    return (2 * most * part + whole) // (2 * whole)


def _slices(length: int, step: int) -> Iterator[Indices]:
    for first in range(0, length, step):
        yield np.arange(first, min(first + step, length))
