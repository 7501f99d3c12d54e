"""Which pairs would pay under given prices: one quick look at all of them."""

from typing import Final

import numpy as np

from .blocks import Watch, in_blocks, nobody
from .instance import Amounts, Instance, close
from .policy import FULL_SCORE
from .prices import Prices
from .table import Cells, Indices

#: A price that no pair is worth; twice that fits 32 bits.
_TOO_MUCH: Final = 2**29
MOST: Final = 24


def paying_cells(instance: Instance, prices: Prices, chosen: Cells, watch: Watch = nobody) -> Cells:
    """Free cells outside `chosen`, of people with a place, that are worth more than their two prices: of each row the
    MOST that pay most, by row."""
    left, other_left = instance.places_left
    rows_needed = np.where(left > 0, np.minimum(prices.juniors, _TOO_MUCH) - instance.bonus, _TOO_MUCH)
    columns_needed = np.where(other_left > 0, np.minimum(prices.seniors, _TOO_MUCH), _TOO_MUCH)
    if instance.bonus < _TOO_MUCH // 4:
        rows_needed, columns_needed = (side.astype(np.int32) for side in (rows_needed, columns_needed))

    def paying(block: slice) -> Cells:
        free = instance.free(block)
        close(free, block, chosen, instance.shape[0])
        needed = np.clip(rows_needed[block, None] + columns_needed, -1, FULL_SCORE).astype(np.int16)
        rows, columns = np.divmod(np.flatnonzero(free > needed), free.shape[1])
        best = _best(rows, free[rows, columns] - prices.juniors[block][rows] - prices.seniors[columns])
        return rows[best] + block.start, columns[best]

    found = list(in_blocks(instance.shape[0], paying, watch, "looking"))
    nothing = np.zeros(0, dtype=np.intp)
    return (
        np.concatenate([nothing, *(rows for rows, _ in found)]),
        np.concatenate([nothing, *(columns for _, columns in found)]),
    )


def _best(rows: Indices, pays: Amounts) -> Indices:
    """The places of the MOST highest of each row; `rows` ascend."""
    if len(rows) <= MOST:
        return np.arange(len(rows))
    order = np.lexsort((-pays, rows))
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    return np.sort(order[rank < MOST])
