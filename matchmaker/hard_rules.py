"""The hard rules: for every junior and senior, which of them the two would break."""

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .policy import ANY_DISTANCE, Policy, Rule
from .problem import Pairs
from .table import UNKNOWN, Cells, Indices, Table

type Broken = NDArray[np.uint16]


"""Juniors by seniors, each cell the bits of the rules that the two break; 0 is allowed."""


type Block = NDArray[np.bool_]


def broken_block(table: Table, sparse: list[tuple[Rule, Cells]], rows: Indices, columns: Indices) -> Broken:
    """Every rule on some rows and columns; `sparse` is the list of `sparse_rules`."""
    broken = np.zeros((len(rows), len(columns)), dtype=np.uint16)
    for rule in dense_rules(table.problem.policy):
        broken |= breaks(rule, table, rows, columns).astype(np.uint16) * np.uint16(rule)
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
        (Rule.PROTECTED, problem.protected),
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


def dense_rules(policy: Policy) -> list[Rule]:
    """The rules that compare two people and are on."""
    is_on = {
        Rule.NO_FREE_PLACE: True,
        Rule.LEVEL_GAP: policy.minimum_level_gap > 0,
        Rule.SAME_MANAGER: policy.forbids_same_manager,
        Rule.SHARED_TOPIC: policy.needs_shared_topic,
        Rule.SHARED_LANGUAGE: policy.needs_shared_language,
        Rule.WORKING_HOURS: policy.minimum_overlap_hours > 0,
    }
    return [rule for rule, on in is_on.items() if on]


def breaks(rule: Rule, table: Table, rows: Indices, columns: Indices) -> Block:
    """The cells of a block that break a rule of `dense_rules`."""
    return _BREAKS[rule](table, rows, columns)


def _no_place(table: Table, rows: Indices, columns: Indices) -> Block:
    full: Block = table.juniors.capacity[rows, None] == 0
    other_full: Block = table.seniors.capacity[columns] == 0
    return full | other_full


def _levels_too_close(table: Table, rows: Indices, columns: Indices) -> Block:
    juniors, seniors = table.juniors, table.seniors
    gap = seniors.level[columns] - juniors.level[rows, None]
    known: Block = juniors.has_level[rows, None] & seniors.has_level[columns]
    return ~known | (gap < table.problem.policy.minimum_level_gap)


def _same_manager(table: Table, rows: Indices, columns: Indices) -> Block:
    manager = table.juniors.manager[rows, None]
    shared: Block = (manager == table.seniors.manager[columns]) & (manager != UNKNOWN)
    return shared


def _no_topic(table: Table, rows: Indices, columns: Indices) -> Block:
    return ~in_common(table.juniors.topics[rows], table.seniors.topics[columns])


def _no_language(table: Table, rows: Indices, columns: Indices) -> Block:
    return ~in_common(table.juniors.languages[rows], table.seniors.languages[columns])


def _hours_too_few(table: Table, rows: Indices, columns: Indices) -> Block:
    return shared_minutes(table, rows, columns) < 60 * table.problem.policy.minimum_overlap_hours


_BREAKS: Final = {
    Rule.NO_FREE_PLACE: _no_place,
    Rule.LEVEL_GAP: _levels_too_close,
    Rule.SAME_MANAGER: _same_manager,
    Rule.SHARED_TOPIC: _no_topic,
    Rule.SHARED_LANGUAGE: _no_language,
    Rule.WORKING_HOURS: _hours_too_few,
}


def in_common(junior_sets: NDArray[np.float32], senior_sets: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Whether any column is set in both, for every row of `these` and of `those`."""
    return (junior_sets @ senior_sets.T) > 0


def shared_minutes(table: Table, rows: Indices, columns: Indices) -> NDArray[np.int32]:
    """Minutes of the working day in common; 0 where the hours of either are unknown."""
    return table.window_minutes[table.juniors.window[rows, None], table.seniors.window[columns]]


def managers_above(person: str, managers: Mapping[str, str], steps: int) -> Iterator[str]:
    """The managers of `person`, the nearest first, at most `steps` of them, or all with ANY_DISTANCE.

    A circle in the data ends the walk instead of running for ever.
    """
    seen = {person}
    while steps == ANY_DISTANCE or len(seen) <= steps:
        manager = managers.get(person)
        if manager is None or manager in seen:
            return
        seen.add(manager)
        yield manager
        person = manager


def steps_between(one: str, other: str, managers: Mapping[str, str]) -> int:
    """How many steps above the nearer of the two the other stands; 0 when neither stands above the other."""
    ways = ((one, other), (other, one))
    distances = [
        steps
        for person, wanted in ways
        for steps, manager in enumerate(managers_above(person, managers, ANY_DISTANCE), start=1)
        if manager == wanted
    ]
    return min(distances, default=0)


def line_pairs(
    people: tuple[str, ...], others: tuple[str, ...], managers: Mapping[str, str], steps: int
) -> Iterator[tuple[str, str]]:
    """Every (one of `people`, one of `others`) of whom either stands within `steps` above."""
    wanted, wanted_others = set(people), set(others)
    for person in people:
        for manager in managers_above(person, managers, steps):
            if manager in wanted_others:
                yield person, manager
    for other in others:
        for manager in managers_above(other, managers, steps):
            if manager in wanted:
                yield manager, other
