"""What the engine works on: people as columns of numbers, one row for each in the order of their ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .problem import Pair, Problem

UNKNOWN: Final = -1
type Indices = NDArray[np.intp]
type Cells = tuple[Indices, Indices]
"""Row and column of each cell of a sparse set."""


@dataclass(frozen=True, slots=True)
class People:
    """One side. Codes (department, location, manager, window) are UNKNOWN where nothing is known;
    `level` counts only where `has_level`; `topics` and `languages` are people by things, `language_set` numbers the
    different rows of `languages`. By the code of a question, `options` are people by its options, and `answer_word` the
    rating, or a number for each different set of options."""

    ids: tuple[str, ...]
    position: dict[str, int]
    level: NDArray[np.int64]
    has_level: NDArray[np.bool_]
    department: NDArray[np.int64]
    location: NDArray[np.int64]
    manager: NDArray[np.int64]
    window: NDArray[np.int64]
    topics: NDArray[np.float32]
    languages: NDArray[np.float32]
    language_set: NDArray[np.int64]
    capacity: NDArray[np.int64]
    has_partner: NDArray[np.bool_]
    options: Mapping[str, NDArray[np.float32]]
    answer_word: Mapping[str, NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Table:
    """Juniors are the rows and seniors the columns of every matrix.

    `window_minutes` holds the overlap of each two windows (few windows are different), `have_met` whether a pairing
    has brought two departments together before; the last row and column of both stand for UNKNOWN. `most` is what
    each part of the score can give.
    """

    problem: Problem
    juniors: People
    seniors: People
    window_minutes: NDArray[np.int32]
    have_met: NDArray[np.bool_]
    most: Mapping[str, int]

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.juniors.ids), len(self.seniors.ids)

    def cells(self, pairs: Iterable[Pair]) -> Cells:
        """The cells of (junior, senior) pairs; pairs of people who take no part are left out."""
        rows, columns = self.juniors.position, self.seniors.position
        cells = [(rows[a], columns[b]) for a, b in pairs if a in rows and b in columns]
        both = np.array(sorted(set(cells)), dtype=np.intp).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    def cells_either_way(self, pairs: Iterable[Pair]) -> Cells:
        """Like `cells`, for pairs in which the order does not matter."""
        both = list(pairs)
        return self.cells(both + [(other, one) for one, other in both])
