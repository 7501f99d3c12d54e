"""Why a pair, why nobody, and who else: words for codes are found by whoever shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .hard_rules import Broken, broken_block, sparse_rules
from .policy import RULES_OF_REASON, ProblemError, Reason, reasons
from .prices import Prices, pair_bonus
from .problem import Pair, Problem
from .score import score_parts
from .solve import Instance
from .table import Cells, Indices, Table, build_table

_ROWS_AT_ONCE: Final = 256
_PAIRS_AT_ONCE: Final = 128


class Side(StrEnum):
    """Which side of a pair somebody is on."""

    JUNIOR = "junior"
    SENIOR = "senior"


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


@dataclass(frozen=True, slots=True)
class Removal:
    """How many candidates one rule removed, and how many of these no other rule removed.

    Without the rule, `alone` more candidates would be allowed.
    """

    reason: Reason
    removed: int
    alone: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody with a free place and no pair.

    `candidates` are all the others' side, `allowed` those whom no rule removed; where there are
    allowed ones, all of them were paired with somebody else to the advantage of the whole.
    """

    person: str
    side: Side
    candidates: int
    allowed: int
    removals: tuple[Removal, ...]


@dataclass(frozen=True, slots=True)
class Alternative:
    """An allowed partner who was not chosen.

    To insist on this pair loses at least `least_loss` points of the total, and where
    `costs_a_pair` at least one whole pair instead.
    """

    person: str
    score: int
    least_loss: int
    costs_a_pair: bool


def check_pair(problem: Problem, pair: Pair) -> PairCheck:
    """The rules and the score for one (junior, senior), as a pair made by hand would have it.

    Raises ProblemError when either takes no part.
    """
    return check_pairs(problem, [pair])[0]


def check_pairs(problem: Problem, pairs: Sequence[Pair]) -> list[PairCheck]:
    """The same for many pairs at once, in their order."""
    table = build_table(problem)
    place, other_place = table.juniors.position, table.seniors.position
    if any(junior not in place or senior not in other_place for junior, senior in pairs):
        raise ProblemError("One of the two takes no part on that side.")
    rows = np.array([place[junior] for junior, _senior in pairs], dtype=np.intp)
    columns = np.array([other_place[senior] for _junior, senior in pairs], dtype=np.intp)
    parts, broken = score_parts(table, rows, columns), _broken_pairs(table, rows, columns)
    return [PairCheck(*pair, points, reasons(bits)) for pair, points, bits in zip(pairs, parts, broken, strict=True)]


def _broken_pairs(table: Table, rows: Indices, columns: Indices) -> list[int]:
    """The broken rules of every pair (rows[k], columns[k]), as bits."""
    sparse, found = list(sparse_rules(table)), []
    for some in (slice(first, first + _PAIRS_AT_ONCE) for first in range(0, len(rows), _PAIRS_AT_ONCE)):
        # The cell of a pair within the block of all rows and columns that the slice names.
        some_rows, row_at = np.unique(rows[some], return_inverse=True)
        some_columns, column_at = np.unique(columns[some], return_inverse=True)
        block = broken_block(table, sparse, some_rows, some_columns)
        found += block[row_at, column_at].tolist()
    return found


def explain_unmatched(table: Table, broken: Broken, chosen: Cells) -> tuple[Unmatched, ...]:
    """Everybody with a place and no pair, juniors first."""
    juniors, seniors = table.juniors, table.seniors
    alone = np.setdiff1d(np.flatnonzero(juniors.capacity), chosen[0])
    rows = [_unmatched(juniors.ids[row], Side.JUNIOR, broken[row]) for row in alone]
    alone = np.setdiff1d(np.flatnonzero(seniors.capacity), chosen[1])
    columns = [_unmatched(seniors.ids[k], Side.SENIOR, broken[:, k]) for k in alone]
    return tuple(rows + columns)


def _unmatched(person: str, side: Side, broken: NDArray[np.uint16]) -> Unmatched:
    broken = broken[broken & RULES_OF_REASON[Reason.SAME_PERSON] == 0]
    removals = []
    for reason, rules in RULES_OF_REASON.items():
        hit = (broken & np.uint16(rules)) != 0
        if removed := int(hit.sum()):
            alone = int((hit & (broken & np.uint16(~rules & 0xFFFF) == 0)).sum())
            removals.append(Removal(reason, removed, alone))
    removals.sort(key=lambda removal: -removal.removed)
    return Unmatched(person, side, len(broken), int((broken == 0).sum()), tuple(removals))


def find_alternatives(
    table: Table, instance: Instance, chosen: Cells, prices: Prices, most: int = 3
) -> dict[Side, dict[str, tuple[Alternative, ...]]]:
    """For everybody the `most` best allowed partners who are not theirs now."""
    score = instance.score.copy()
    score[chosen] = -1
    bonus, juniors, seniors = pair_bonus(instance), table.juniors.ids, table.seniors.ids
    return {
        Side.JUNIOR: _best(score, (prices.juniors, prices.seniors), (juniors, seniors), bonus, most),
        Side.SENIOR: _best(score.T, (prices.seniors, prices.juniors), (seniors, juniors), bonus, most),
    }


def _best(
    score: NDArray[np.int16],
    prices: tuple[NDArray[np.int64], NDArray[np.int64]],
    ids: tuple[tuple[str, ...], tuple[str, ...]],
    bonus: int,
    most: int,
) -> dict[str, tuple[Alternative, ...]]:
    people, others = ids
    found = {}
    for first in range(0, len(people), _ROWS_AT_ONCE):
        block = score[first : first + _ROWS_AT_ONCE]
        for row, best in enumerate(_top_columns(block, most), start=first):
            found[people[row]] = tuple(
                Alternative(
                    others[k],
                    int(score[row, k]),
                    *_loss(int(prices[0][row] + prices[1][k]) - int(score[row, k]), bonus),
                )
                for k in best
                if score[row, k] >= 0
            )
    return found


def _loss(over_score: int, bonus: int) -> tuple[int, bool]:
    """The reduced cost of a pair: the whole loses at least that by insisting on it.

    No choice has a total of `bonus`, so a greater loss must be one of pairs.
    """
    loss = over_score - bonus
    return (0, True) if loss >= bonus else (loss, False)


def _top_columns(block: NDArray[np.int16], most: int) -> NDArray[np.intp]:
    """The columns of the highest values of each row, the highest first, ties by column."""
    if most < block.shape[1]:
        columns = np.sort(np.argpartition(-block, most - 1, axis=1)[:, :most], axis=1)
    else:
        columns = np.tile(np.arange(block.shape[1]), (len(block), 1))
    order = np.argsort(-np.take_along_axis(block, columns, axis=1), axis=1, kind="stable")
    return np.take_along_axis(columns, order, axis=1)
