"""Whose second partner is somebody else's only one: advice where first partners do not count.

Proven, not guessed. The best set in which they count shows who would have a partner then, and following the pairs in
which the two sets differ from such a person leads to somebody who has one partner less there. With that place less the
match is solved again, and once more without the person: the advice is given only where every best set has a partner for
them then, and no pair is lost.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from .instance import Amounts, Flags, Instance
from .prices import Prices
from .problem import Side
from .solve import Solution, resolve, solve
from .table import Cells, Indices, Table

#: Of each side; every piece of advice takes two searches of its own.
MOST: Final = 25
_NOTHING: Final = np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class FewerPlaces:
    """With no more than `places` free places of `person`, who is on the same side and has more partners now, somebody
    without a pair would have one, and there would be as many pairs."""

    person: str
    places: int


def find_fewer_places(table: Table, instance: Instance, solution: Solution) -> Mapping[tuple[Side, str], FewerPlaces]:
    """By side and person without a pair whose places to lower; nothing where first partners count already. `solution`
    is the best one of the instance."""
    juniors, seniors = table.juniors, table.seniors
    most_places = max(people.capacity.max(initial=0) for people in (juniors, seniors))
    if table.problem.policy.one_partner_first or most_places < 2:
        return {}
    firsts, turned = (~juniors.has_partner, ~seniors.has_partner), _transposed(solution)
    of_juniors = _of_rows(instance, solution, firsts)
    of_seniors = _of_rows(instance.transposed(), turned, firsts[::-1])
    return {
        (side, people.ids[row]): FewerPlaces(people.ids[giver], places)
        for side, people, advice in ((Side.JUNIOR, juniors, of_juniors), (Side.SENIOR, seniors, of_seniors))
        for row, giver, places in advice
    }


def _transposed(solution: Solution) -> Solution:
    return Solution(solution.chosen[::-1], Prices(solution.prices.seniors, solution.prices.juniors))


def _of_rows(instance: Instance, solution: Solution, firsts: tuple[Flags, Flags]) -> Iterator[tuple[int, int, int]]:
    """Of the MOST first rows with a place and no pair: (row, row of who would have fewer places, how many of them)."""
    wanted = solve(replace(instance, counts_first=firsts), solution)
    now, then = _taken(instance, solution), _taken(instance, wanted)
    for row in np.flatnonzero((now == 0) & (then > 0) & firsts[0])[:MOST].tolist():
        giver = _giver(row, solution.chosen, wanted.chosen, now > then)
        if giver is not None and _gets_a_pair(row, instance, solution, _with_places(instance, giver, now[giver] - 1)):
            yield row, giver, int(now[giver]) - 1


def _taken(instance: Instance, solution: Solution) -> Indices:
    return np.bincount(solution.chosen[0], minlength=instance.shape[0])


def _with_places(instance: Instance, row: int, places: int) -> Instance:
    """The instance with other places of one row, at the same bonus."""
    capacity: Amounts = instance.junior_capacity.copy()
    capacity[row] = places
    return replace(instance, junior_capacity=capacity, least_bonus=instance.bonus)


def _gets_a_pair(row: int, before: Instance, solution: Solution, lowered: Instance) -> bool:
    """Whether the row is in every best set of the instance with fewer places, which has as many pairs as before."""
    best = resolve(lowered, solution, _NOTHING)
    without = resolve(_with_places(lowered, row, 0), best, _NOTHING)
    pairs, total = _worth(lowered, best)
    return pairs == _worth(before, solution)[0] and (pairs, total) > _worth(lowered, without)


def _worth(instance: Instance, solution: Solution) -> tuple[int, int]:
    return len(solution.chosen[0]), int(instance.score[solution.chosen].sum(dtype=np.int64))


def _giver(row: int, now: Cells, then: Cells, loses: Flags) -> int | None:
    """The row that loses a pair at the end of a way from `row`: over a pair of then to its column, from there over a
    pair of now to the next row, and so on, none twice."""
    partners, mates = defaultdict(list), defaultdict(list)
    for other_row, column in sorted(_cells(then) - _cells(now)):
        partners[other_row].append(column)
    for other_row, column in sorted(_cells(now) - _cells(then)):
        mates[column].append(other_row)
    while partners[row]:
        column = partners[row].pop()
        if not mates[column]:
            return None
        row = mates[column].pop()
        if loses[row]:
            return row
    return None


def _cells(chosen: Cells) -> set[tuple[int, int]]:
    return {*zip(chosen[0].tolist(), chosen[1].tolist(), strict=True)}
