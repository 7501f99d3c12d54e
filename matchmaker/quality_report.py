"""What a set of pairs is worth in figures, and what simpler ways would have given the same people."""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from .blocks import in_blocks
from .instance import Amounts, Instance, close
from .table import UNKNOWN, Cells, Table


@dataclass(frozen=True, slots=True)
class Figures:
    """`covered` of the `wanted` topics of paired leaders are shared by their mentors; `across` pairs come from two
    departments. `would_swap` counts the mentors and leaders, two by two, who could be a pair and would both score
    higher with each other than with their own partners: pairs that block each other, in the sense of Gale and Shapley
    (*American Mathematical Monthly* 69, 1962). `lowest` is None without pairs; `people` are those who had no partner
    and have one."""

    pairs: int
    people: int
    total: int
    lowest: int | None
    wanted: int
    covered: int
    across: int
    would_swap: int


def figures_of(table: Table, instance: Instance, chosen: Cells) -> Figures:
    """The figures of any permitted choice."""
    rows, columns = chosen
    scores = instance.score[chosen]
    wants, shares = table.seniors.topics[columns] > 0, table.juniors.topics[rows] > 0
    one, other = table.juniors.department[rows], table.seniors.department[columns]
    return Figures(
        pairs=len(rows),
        people=first_partners(table, chosen),
        total=int(scores.sum(dtype=np.int64)),
        lowest=int(scores.min()) if len(rows) else None,
        wanted=int(wants.sum()),
        covered=int((wants & shares).sum()),
        across=int(((one != other) & (one != UNKNOWN) & (other != UNKNOWN)).sum()),
        would_swap=_would_swap(instance, chosen),
    )


def first_partners(table: Table, chosen: Cells) -> int:
    """How many people of a choice had no partner before."""
    sides = zip((table.juniors, table.seniors), chosen, strict=True)
    return sum(int((~people.has_partner[np.unique(paired)]).sum()) for people, paired in sides)


def _would_swap(instance: Instance, chosen: Cells) -> int:
    """The allowed pairs outside the choice that both prefer to what they have; a free place is worth less than any."""
    have = _lowest_of_each(chosen[0], instance.score[chosen], instance.junior_capacity)
    other_have = _lowest_of_each(chosen[1], instance.score[chosen], instance.senior_capacity)

    def count(block: slice) -> int:
        free = instance.free(block)
        close(free, block, chosen, instance.shape[0])
        return int((free > np.maximum(have[block, None], other_have)).sum())

    return sum(in_blocks(instance.shape[0], count))


def _lowest_of_each(people: NDArray[np.intp], scores: NDArray[np.int16], capacity: Amounts) -> NDArray[np.int16]:
    lowest = np.full(len(capacity), np.iinfo(np.int16).max, dtype=np.int16)
    np.minimum.at(lowest, people, scores)
    lowest[np.bincount(people, minlength=len(capacity)) < capacity] = -1
    return lowest


def first_come(table: Table, instance: Instance) -> Cells:
    """First come, first served: in the order of enrolment everybody takes the best partner who is still free."""
    choice = _Choice(instance)
    arrivals = [(person.arrived, 0, row) for row, person in enumerate(table.problem.juniors)]
    arrivals += [(person.arrived, 1, column) for column, person in enumerate(table.problem.seniors)]
    for _, side, index in sorted(arrivals):
        for pair in choice.best_of_column(index) if side else choice.best_of_row(index):
            choice.take(*pair)
    return choice.cells()


def best_first(instance: Instance) -> Cells:
    """Greedy: the pair of the highest score of all, then the highest of those still possible, and so on."""
    choice = _Choice(instance)
    waiting: list[tuple[int, int, int]] = []

    def wait(row: int) -> None:
        for _, column in islice(choice.best_of_row(row), 1):
            heapq.heappush(waiting, (-int(choice.score[row, column]), row, column))

    for row in range(instance.shape[0]):
        wait(row)
    while waiting:
        _, row, column = heapq.heappop(waiting)
        if choice.other_left[column]:
            choice.take(row, column)
        wait(row)
    return choice.cells()


class _Choice:
    """Pairs taken one after the other, pinned ones first."""

    def __init__(self, instance: Instance) -> None:
        self.score = instance.free(slice(None))
        self.left, self.other_left = (side.copy() for side in instance.places_left)
        self.taken: list[tuple[int, int]] = list(zip(*(side.tolist() for side in instance.pinned), strict=True))

    def best_of_row(self, row: int) -> Iterator[tuple[int, int]]:
        """The pairs that a junior would take now, as many as there are places."""
        for column in _best(np.where(self.other_left > 0, self.score[row], -1), int(self.left[row])):
            yield row, column

    def best_of_column(self, column: int) -> Iterator[tuple[int, int]]:
        for row in _best(np.where(self.left > 0, self.score[:, column], -1), int(self.other_left[column])):
            yield row, column

    def take(self, row: int, column: int) -> None:
        self.taken.append((row, column))
        self.score[row, column] = -1
        self.left[row] -= 1
        self.other_left[column] -= 1

    def cells(self) -> Cells:
        both = np.array(sorted(self.taken), dtype=np.intp).reshape(-1, 2)
        return both[:, 0], both[:, 1]


def _best(scores: NDArray[np.int16], number: int) -> Iterator[int]:
    for _ in range(min(number, len(scores))):
        best = int(scores.argmax())
        if scores[best] < 0:
            return
        yield best
        scores[best] = -1
