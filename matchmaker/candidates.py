"""The pairs worth looking at first: for every person the best few partners.

Rows alone would lose people whom nobody puts first, so both sides choose. Among equal scores a fixed mixing of
row and column decides, or else all would choose the same few.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from .blocks import Watch, in_blocks, nobody
from .instance import Instance, merged
from .table import Cells, Indices

EACH: Final = 24
_BITS: Final = 5
"""1000 * 2**5 still fits the scores' own small type."""


def find_candidates(instance: Instance, each: int = EACH, watch: Watch = nobody) -> Cells:
    """Allowed free cells, ordered by row: the `each` best of every row and of every column that has places."""
    left, other_left = instance.places_left
    rows, columns = _best_of_rows(instance, left > 0, other_left > 0, each, watch)
    other_columns, other_rows = _best_of_rows(instance.transposed(), other_left > 0, left > 0, each, watch)
    return merged((rows, columns), (other_rows, other_columns), instance.shape[1])


def _best_of_rows(
    instance: Instance, has_place: NDArray[np.bool_], others: NDArray[np.bool_], each: int, watch: Watch
) -> Cells:
    mixed, other_mixed = _mixed(instance.shape[0]), _mixed(instance.shape[1])

    def best(block: slice) -> Cells:
        free = instance.free(block)
        free[:, ~others] = -1
        keys = (free << _BITS) | (mixed[block, None] ^ other_mixed)
        rows, columns = _top(keys, each)
        is_open = (free[rows, columns] >= 0) & has_place[block][rows]
        return rows[is_open] + block.start, columns[is_open]

    best_of_blocks = list(in_blocks(instance.shape[0], best, watch, "choosing"))
    if not best_of_blocks:
        nothing = np.zeros(0, dtype=np.intp)
        return nothing, nothing
    return np.concatenate([rows for rows, _ in best_of_blocks]), np.concatenate(
        [columns for _, columns in best_of_blocks]
    )


def _mixed(length: int) -> NDArray[np.int16]:
    """A number of few bits for every index, spread evenly (Knuth's multiplicative hashing)."""
    spread = np.arange(length, dtype=np.uint32) * np.uint32(2654435761)
    return (spread >> np.uint32(32 - _BITS)).astype(np.int16)


def _top(keys: NDArray[np.int16], each: int) -> tuple[Indices, Indices]:
    rows, width = keys.shape
    if width <= each:
        return np.repeat(np.arange(rows), width), np.tile(np.arange(width), rows)
    columns = np.argpartition(keys, width - each, axis=1)[:, width - each :]
    return np.repeat(np.arange(rows), each), columns.ravel()
