"""Prices of places, found from a choice of pairs, that prove it best if it is.

In the linear program of the assignment each place has a price, u for juniors and v for seniors.
A pair that was left out is worth no more than the two places it would take, a pair that was
chosen is worth at least them, and a place that stays free costs nothing. Where somebody's first partner
counts, the first place costs less than nothing, by what that partner is worth. With q = -v these are
difference constraints, so shortest distances in the residual graph of the choice solve them
(Ahuja, Magnanti and Orlin, *Network Flows*, 1993, ch. 9); Bellman and Ford's method finds them,
here over many rows at once, going on only from rows whose distance fell.

Prices are not unique. Distances from one side give the highest prices of juniors, from the other
the highest prices of seniors; what lies in the middle satisfies the same constraints and fits pairs
that were not looked at best. Nothing has to trust these prices: `certify` proves what they are worth.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .blocks import Watch, in_blocks, nobody
from .instance import Amounts, Instance, close, merged
from .policy import FULL_SCORE
from .table import Cells, Indices

#: A price that no pair is worth; twice that fits 32 bits.
_TOO_MUCH: Final = 2**29
MOST: Final = 24


@dataclass(frozen=True, slots=True)
class Prices:
    """What one more place of each person would be worth, at `Instance.bonus` + score for a pair; below 0 where it would
    bring somebody a first partner who counts."""

    juniors: Amounts
    seniors: Amounts


@dataclass(frozen=True, slots=True)
class Arcs:
    """Cells that were looked at, ordered by row, with what each is worth and whether it was chosen."""

    shape: tuple[int, int]
    rows: Indices
    columns: Indices
    worth: Amounts
    is_chosen: NDArray[np.bool_]

    def transposed(self) -> "Arcs":
        order = np.lexsort((self.rows, self.columns))
        return Arcs(self.shape[::-1], self.columns[order], self.rows[order], self.worth[order], self.is_chosen[order])


def find_prices(instance: Instance, chosen: Cells, looked_at: Cells | None = None) -> Prices:
    """Prices for a choice that fit all cells `looked_at`, or all allowed ones when None; for a choice that is not
    the best of them, prices that leave a gap. `chosen` holds the pinned cells too."""
    arcs = _arcs(instance, chosen, _allowed(instance) if looked_at is None else looked_at)
    taken = (
        np.bincount(side[arcs.is_chosen], minlength=length)
        for side, length in zip((arcs.rows, arcs.columns), arcs.shape, strict=True)
    )
    highest = instance.bonus + FULL_SCORE + max(int(side.max(initial=0)) for side in instance.first_left)
    juniors, seniors = map(partial(_limits, highest), taken, instance.places_left, instance.first_left)
    junior, senior = _highest_for_rows(arcs, juniors, seniors)
    other_senior, other_junior = _highest_for_rows(arcs.transposed(), seniors, juniors)
    # Halves go to the same side for juniors and for -seniors, so that the differences stay in bounds.
    return Prices((junior + other_junior) // 2, -(-(senior + other_senior) // 2))


def _allowed(instance: Instance) -> Cells:
    rows, columns = np.nonzero(instance.free(slice(None)) >= 0)
    return rows, columns


def _arcs(instance: Instance, chosen: Cells, looked_at: Cells) -> Arcs:
    """The cells looked at and the chosen ones, without the pinned."""
    width = instance.shape[1]
    rows, columns = merged(looked_at, chosen, width)
    flat = rows * width + columns
    is_free = ~_is_in(flat, instance.pinned, width)
    rows, columns, flat = rows[is_free], columns[is_free], flat[is_free]
    worth = instance.score[rows, columns] + np.int64(instance.bonus)
    return Arcs(instance.shape, rows, columns, worth, _is_in(flat, chosen, width))


def _is_in(flat: Indices, cells: Cells, width: int) -> NDArray[np.bool_]:
    """Which numbers of cells, in ascending order, name one of `cells`."""
    is_named = np.zeros(len(flat), dtype=bool)
    if len(flat):
        wanted = cells[0] * width + cells[1]
        places = np.minimum(np.searchsorted(flat, wanted), len(flat) - 1)
        is_named[places[flat[places] == wanted]] = True
    return is_named


@dataclass(frozen=True, slots=True)
class _Limits:
    """Between what the prices of people lie, by how many of their places are taken."""

    lowest: Amounts
    highest: Amounts


def _limits(highest: int, taken: Amounts, left: Amounts, first: Amounts) -> _Limits:
    of_free_place = np.where(taken > 0, 0, -first)
    return _Limits(np.where(taken > 1, 0, -first), np.where(taken >= left, highest, of_free_place))


def _highest_for_rows(arcs: Arcs, limits: _Limits, other_limits: _Limits) -> tuple[Amounts, Amounts]:
    """The highest prices of rows, with the lowest of columns."""
    is_out = ~arcs.is_chosen
    rows, columns, worth = arcs.rows[is_out], arcs.columns[is_out], arcs.worth[is_out]
    first = np.searchsorted(rows, np.arange(arcs.shape[0] + 1))
    in_row, in_column, in_worth = (part[arcs.is_chosen] for part in (arcs.rows, arcs.columns, arcs.worth))
    row, column = limits.highest.copy(), -other_limits.lowest
    fallen = np.arange(arcs.shape[0])
    for _ in range(sum(arcs.shape)):
        some = _ranges(first[fallen], first[fallen + 1])
        np.minimum.at(column, columns[some], row[rows[some]] - worth[some])
        before = row.copy()
        np.minimum.at(row, in_row, column[in_column] + in_worth)
        fallen = np.flatnonzero(row < before)
        if not len(fallen) or (row < limits.lowest).any():
            break  # settled, or a sign that the choice is not the best
    return np.maximum(row, limits.lowest), -column


def _ranges(first: Indices, end: Indices) -> Indices:
    """All indices from each `first` up to its `end`."""
    lengths = end - first
    return np.repeat(first - np.cumsum(lengths) + lengths, lengths) + np.arange(lengths.sum())


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

    by_block = list(in_blocks(instance.shape[0], paying, watch, "looking"))
    nothing = np.zeros(0, dtype=np.intp)
    return (
        np.concatenate([nothing, *(rows for rows, _ in by_block)]),
        np.concatenate([nothing, *(columns for _, columns in by_block)]),
    )


def _best(rows: Indices, pays: Amounts) -> Indices:
    """The places of the MOST highest of each row; `rows` ascend."""
    if len(rows) <= MOST:
        return np.arange(len(rows))
    order = np.lexsort((-pays, rows))
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    return np.sort(order[rank < MOST])
