"""The hard rules: for every junior and senior, which of them the two would break."""

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .policy import Rule
from .problem import Pairs
from .reporting import line_pairs
from .table import UNKNOWN, Cells, Indices, Table

type Broken = NDArray[np.uint16]
"""Juniors by seniors, each cell the bits of the rules that the two break; 0 is allowed."""

_ROWS_AT_ONCE: Final = 512


def broken_rules(table: Table) -> Broken:
    """Every rule on every cell."""
    rows, columns = table.shape
    broken = np.zeros((rows, columns), dtype=np.uint16)
    sparse = list(sparse_rules(table))
    for first in range(0, rows, _ROWS_AT_ONCE):
        some = np.arange(first, min(first + _ROWS_AT_ONCE, rows))
        broken[some] = broken_block(table, sparse, some, np.arange(columns))
    return broken


def broken_block(table: Table, sparse: list[tuple[Rule, Cells]], rows: Indices, columns: Indices) -> Broken:
    """Every rule on some rows and columns; `sparse` is the list of `sparse_rules`."""
    broken = np.zeros((len(rows), len(columns)), dtype=np.uint16)
    for rule, breaks in _dense_rules(table, rows, columns):
        broken |= breaks.astype(np.uint16) * np.uint16(rule)
    row_of, column_of = _places(rows, table.shape[0]), _places(columns, table.shape[1])
    for rule, cells in sparse:
        at_row, at_column = row_of[cells[0]], column_of[cells[1]]
        inside = (at_row >= 0) & (at_column >= 0)
        broken[at_row[inside], at_column[inside]] |= np.uint16(rule)
    return broken


def _places(some: Indices, length: int) -> Indices:
    """For each of `length` indices its place in `some`, or -1."""
    places = np.full(length, -1, dtype=np.intp)
    places[some] = np.arange(len(some))
    return places


def sparse_rules(table: Table) -> Iterator[tuple[Rule, Cells]]:
    """The rules that name pairs of people, each with the cells that it closes."""
    problem = table.problem
    named: list[tuple[Rule, Pairs]] = [
        (Rule.OPEN_PAIR, problem.open_pairs),
        (Rule.CONFLICT, problem.conflicts),
        (Rule.PRIVATE_CONFLICT, problem.private_conflicts),
        (Rule.DECLINED, problem.declines),
        (Rule.FORBIDDEN, problem.forbidden),
    ]
    if problem.policy.forbids_repeats:
        named.append((Rule.EARLIER_PAIR, problem.earlier_pairs))
    for rule, pairs in named:
        yield rule, table.cells_either_way(pairs)
    yield Rule.SAME_PERSON, table.cells((person, person) for person in table.juniors.ids)
    line = line_pairs(table.juniors.ids, table.seniors.ids, problem.managers, problem.policy.reporting_distance)
    yield Rule.REPORTING_LINE, table.cells(line)


def _dense_rules(table: Table, rows: Indices, columns: Indices) -> Iterator[tuple[Rule, NDArray[np.bool_]]]:
    """The rules that compare two people, each with the cells of a block that break it."""
    policy, juniors, seniors = table.problem.policy, table.juniors, table.seniors
    full = juniors.capacity[rows, None] == 0
    yield Rule.NO_FREE_PLACE, full | (seniors.capacity[columns] == 0)
    if policy.minimum_level_gap:
        gap = seniors.level[columns] - juniors.level[rows, None]
        known = juniors.has_level[rows, None] & seniors.has_level[columns]
        yield Rule.LEVEL_GAP, ~known | (gap < policy.minimum_level_gap)
    if policy.forbids_same_manager:
        manager = juniors.manager[rows, None]
        yield Rule.SAME_MANAGER, (manager == seniors.manager[columns]) & (manager != UNKNOWN)
    if policy.needs_shared_topic:
        yield Rule.SHARED_TOPIC, ~in_common(juniors.topics[rows], seniors.topics[columns])
    if policy.needs_shared_language:
        common = in_common(juniors.languages[rows], seniors.languages[columns])
        yield Rule.SHARED_LANGUAGE, ~common
    if policy.minimum_overlap_hours:
        minutes = shared_minutes(table, rows, columns)
        yield Rule.WORKING_HOURS, minutes < 60 * policy.minimum_overlap_hours


def in_common(these: NDArray[np.float32], those: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Whether any column is set in both, for every row of `these` and of `those`."""
    return (these @ those.T) > 0


def shared_minutes(table: Table, rows: Indices, columns: Indices) -> NDArray[np.int32]:
    """Minutes of the working day in common; 0 where the hours of either are unknown."""
    # The last row and column stand for "unknown", which is the index -1.
    minutes = np.pad(table.window_minutes, (0, 1))
    return minutes[table.juniors.window[rows, None], table.seniors.window[columns]]
