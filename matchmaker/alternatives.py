"""Who else: for everybody the best partners who are not theirs, and what the whole would lose by them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .blocks import Watch, in_blocks, nobody
from .instance import Amounts, Instance, close
from .prices import Prices
from .problem import Side
from .table import Cells, Table

MOST: Final = 3


@dataclass(frozen=True, slots=True)
class Alternative:
    """An allowed partner who was not chosen.

    To insist on this pair loses at least `least_loss` points of the total or else a whole pair, and where
    `costs_a_pair` it cannot be done without losing a pair; or somebody's first partner instead, where these count
    (`Problem.counts_people`). Under a fair policy both hold among sets whose lowest pair
    is as high.
    """

    person: str
    score: int
    least_loss: int
    costs_a_pair: bool


type Alternatives = dict[Side, dict[str, tuple[Alternative, ...]]]


def find_alternatives(
    table: Table, instance: Instance, chosen: Cells, prices: Prices, watch: Watch = nobody
) -> Alternatives:
    """For everybody the MOST best allowed partners who are not theirs now, the highest score first."""
    juniors, seniors = table.juniors.ids, table.seniors.ids
    left, other_left = instance.places_left
    # A place that a pin holds has no price of its own: what another partner would cost depends on the pin.
    u, v = np.where(left > 0, prices.juniors, 0), np.where(other_left > 0, prices.seniors, 0)
    of_juniors = _best(instance, chosen, (u, v), (juniors, seniors), watch)
    of_seniors = _best(instance.transposed(), chosen[::-1], (v, u), (seniors, juniors), watch)
    return {Side.JUNIOR: dict(of_juniors), Side.SENIOR: dict(of_seniors)}


def _best(
    instance: Instance,
    chosen: Cells,
    prices: tuple[Amounts, Amounts],
    ids: tuple[tuple[str, ...], tuple[str, ...]],
    watch: Watch,
) -> Iterator[tuple[str, tuple[Alternative, ...]]]:
    def best(block: slice) -> tuple[NDArray[np.intp], NDArray[np.int16]]:
        scores = instance.free(block)
        close(scores, block, chosen, instance.shape[0])
        return _top(scores)

    total = int(instance.score[chosen].sum(dtype=np.int64))
    best_of_blocks = list(in_blocks(instance.shape[0], best, watch, "comparing"))
    if not best_of_blocks:
        return
    columns, scores = (np.concatenate(part) for part in zip(*best_of_blocks, strict=True))
    losses = np.maximum(prices[0][:, None] + prices[1][columns] - scores - instance.bonus, 0)
    people, others = ids
    for person, *rows in zip(people, columns.tolist(), scores.tolist(), losses.tolist(), strict=True):
        yield (
            person,
            tuple(
                Alternative(others[column], score, *least_loss(loss, total, score))
                for column, score, loss in zip(*rows, strict=True)
                if score >= 0
            ),
        )


def _top(scores: NDArray[np.int16]) -> tuple[NDArray[np.intp], NDArray[np.int16]]:
    """The columns and values of the MOST highest of each row, the first column among equals. Changes `scores`."""
    rows, number = np.arange(len(scores)), min(MOST, scores.shape[1])
    columns = np.empty((len(scores), number), dtype=np.intp)
    values = np.empty((len(scores), number), dtype=np.int16)
    for rank in range(number):
        columns[:, rank] = scores.argmax(axis=1)
        values[:, rank] = scores[rows, columns[:, rank]]
        scores[rows, columns[:, rank]] = -1
    return columns, values


def least_loss(reduced_cost: int, total: int, score: int) -> tuple[int, bool]:
    """What a best choice of that total loses by insisting on a pair of that score: points, and whether it must be a
    whole pair instead.

    The value, pairs before points, falls by the reduced cost at least. A choice with the pair keeps the pair's own
    points, so a loss of more than the others cannot be one of points.
    """
    return (0, True) if reduced_cost > total - score else (reduced_cost, False)
