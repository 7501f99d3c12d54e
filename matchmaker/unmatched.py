"""Why somebody has no pair, and which change of a rule would help: words for codes are found by whoever shows them."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .encoding import build_table
from .fewer_places import FewerPlaces
from .hard_rules import broken_block, sparse_rules, steps_between
from .policy import RULES_OF_REASON, Reason, Rule
from .problem import Pair, Problem, Side
from .table import Cells, Indices, Table

_PEOPLE_AT_ONCE: Final = 128


@dataclass(frozen=True, slots=True)
class Removal:
    """How many candidates one rule removed, and how many of these no other rule removed.

    Without the rule, `alone` more candidates would be allowed.
    """

    reason: Reason
    removed: int
    alone: int


@dataclass(frozen=True, slots=True)
class Help:
    """With the setting of one rule at `value` (levels, steps or hours; None: the rule off), `allowed` more candidates
    would be allowed. It is the smallest change of that rule that would allow anybody."""

    reason: Reason
    value: int | None
    allowed: int


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Somebody with a free place and no pair.

    `candidates` are all the others' side, `allowed` those whom no rule removed, `free` those of these who have a place
    left: none in a best set, where all of the allowed are in pairs to the advantage of the whole. `helps` come the
    most helpful first. `fewer_places` names somebody whose second partner is in their place, where that is proven.
    """

    person: str
    side: Side
    candidates: int
    allowed: int
    removals: tuple[Removal, ...]
    helps: tuple[Help, ...]
    free: int = 0
    fewer_places: FewerPlaces | None = None


def explain(problem: Problem, pairs: Collection[Pair]) -> tuple[Unmatched, ...]:
    """Everybody with a place and none of these pairs, which need not be the best; juniors first."""
    table = build_table(problem)
    return explain_unmatched(table, table.cells(pairs))


def explain_unmatched(table: Table, chosen: Cells) -> tuple[Unmatched, ...]:
    """Everybody with a place and no pair, juniors first."""
    (juniors, is_free_junior), (seniors, is_free_senior) = (
        _alone_and_free(people.capacity, paired)
        for people, paired in zip((table.juniors, table.seniors), chosen, strict=True)
    )
    return (
        *_explain(table, juniors, Side.JUNIOR, is_free_senior),
        *_explain(table, seniors, Side.SENIOR, is_free_junior),
    )


def _alone_and_free(capacity: NDArray[np.int64], paired: Indices) -> tuple[Indices, NDArray[np.bool_]]:
    """Who has a place and no pair, and whether each has a place left."""
    taken = np.bincount(paired, minlength=len(capacity))
    return np.flatnonzero((capacity > 0) & (taken == 0)), capacity > taken


def _explain(table: Table, people: Indices, side: Side, is_free: NDArray[np.bool_]) -> Iterator[Unmatched]:
    """`is_free` tells of everybody on the other side whether they have a place left."""
    sparse, is_junior = list(sparse_rules(table)), side is Side.JUNIOR
    others = np.arange(table.shape[1 if is_junior else 0])
    ids = (table.juniors if is_junior else table.seniors).ids
    for first in range(0, len(people), _PEOPLE_AT_ONCE):
        some = people[first : first + _PEOPLE_AT_ONCE]
        block = broken_block(table, sparse, some, others) if is_junior else broken_block(table, sparse, others, some).T
        for person, broken in zip(some.tolist(), block, strict=True):
            same = np.full(len(others), person)
            unmatched = _unmatched(table, ids[person], side, broken, (same, others) if is_junior else (others, same))
            yield replace(unmatched, free=int(((broken == 0) & is_free).sum()))


def _unmatched(table: Table, person: str, side: Side, broken: NDArray[np.uint16], cells: Cells) -> Unmatched:
    is_other = broken & Rule.SAME_PERSON == 0
    removals = []
    for reason, rules in RULES_OF_REASON.items():
        hit = is_other & ((broken & np.uint16(rules)) != 0)
        if removed := int(hit.sum()):
            alone = int((hit & (broken & np.uint16(~rules & 0xFFFF) == 0)).sum())
            removals.append(Removal(reason, removed, alone))
    removals.sort(key=lambda removal: -removal.removed)
    helps = sorted(_helps(table, broken, cells), key=lambda help_: -help_.allowed)
    return Unmatched(
        person, side, int(is_other.sum()), int((is_other & (broken == 0)).sum()), tuple(removals), tuple(helps)
    )


def _helps(table: Table, broken: NDArray[np.uint16], cells: Cells) -> Iterator[Help]:
    """Of every rule that a program can change the smallest change that would allow somebody."""
    for reason in _SWITCHES:
        rule = RULES_OF_REASON[reason]
        if allowed := int((broken == rule).sum()):
            yield Help(reason, None, allowed)
    for reason, measure in _MEASURES.items():
        rule = RULES_OF_REASON[reason]
        alone = np.flatnonzero(broken == rule)
        if len(alone):
            values = measure(table, cells[0][alone], cells[1][alone])
            best = max(0, int(values.max()))
            yield Help(reason, best, int((values >= best).sum()) if best else len(alone))


def _levels(table: Table, rows: Indices, columns: Indices) -> NDArray[np.int64]:
    juniors, seniors = table.juniors, table.seniors
    gap = seniors.level[columns] - juniors.level[rows]
    return np.where(juniors.has_level[rows] & seniors.has_level[columns], gap, 0)


def _steps(table: Table, rows: Indices, columns: Indices) -> NDArray[np.int64]:
    """How far the setting may reach without meeting the two: one step less than what lies between them."""
    managers = table.problem.managers
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    between = [steps_between(table.juniors.ids[row], table.seniors.ids[column], managers) for row, column in pairs]
    return np.array(between) - 1


def _hours(table: Table, rows: Indices, columns: Indices) -> NDArray[np.int64]:
    windows = table.juniors.window[rows], table.seniors.window[columns]
    return table.window_minutes[windows].astype(np.int64) // 60


_SWITCHES: Final = (Reason.SAME_MANAGER, Reason.SHARED_TOPIC, Reason.EARLIER_PAIR, Reason.SHARED_LANGUAGE)
_MEASURES: Final[dict[Reason, Callable[[Table, Indices, Indices], NDArray[np.int64]]]] = {
    Reason.LEVEL_GAP: _levels,
    Reason.REPORTING_LINE: _steps,
    Reason.WORKING_HOURS: _hours,
}
