"""In how many pairings both sides grew more confident: into which cells that count may be cut.

The figure hangs on four others, the confident before and now on either side: whoever was not confident and is now has
grown, whoever was and is no longer has not. So these are printed first, and a cell stands only if, with all five
known, both answers to each remain possible for everybody, whoever reads and whatever the reader answered. A cell that
fails is put together with its neighbour. Whether any is put together must not tell how many answered, so it is asked
for the fewest, too, that the printed ranges allow; if one fails there, nothing is printed.

A person counts in one pairing only; with several complete ones, lots decide. Pure: no database, no framework.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from insights.disclosure import Cell, Figure, Row, cell_at, cells_of

#: What one may have answered, as (confident before, confident now, grew).
STATES = ((0, 0, 0), (0, 0, 1), (0, 1, 1), (1, 0, 0), (1, 1, 0), (1, 1, 1))
State = tuple[int, int, int]


@dataclass(frozen=True)
class Side:
    """How many people of a side said how confident they were and are, and what is printed about them."""

    people: int
    before: Cell
    now: Cell


@dataclass(frozen=True)
class Known:
    """A person whose answers are taken as known. `pair` tells pairings apart; None for somebody in none."""

    side: int
    pair: int | None
    state: State


def counted_pairings(complete: Mapping[str, tuple[str, str]]) -> dict[str, tuple[str, str]]:
    """Of complete pairings (mark -> marks of its two) so many that everybody is in one at most; marks are lots."""
    counted: dict[str, tuple[str, str]] = {}
    taken: set[str] = set()
    for pairing, two in sorted(complete.items()):
        if taken.isdisjoint(two):
            counted[pairing] = two
            taken.update(two)
    return counted


def cells_printed(
    n: int, row: Row, windows: Sequence[Cell], sides: tuple[tuple[Figure, Figure], tuple[Figure, Figure]]
) -> list[Cell]:
    """The cells of the count of `n` pairings that may be printed beside (confident before, now) of both sides; only one
    if nothing may be. `windows` are steps of `row`."""
    cells = cells_of(row.low, row.steps, windows)
    smallest = (fewest(*sides[0], row.low), fewest(*sides[1], row.low))
    if len(cells_that_stand(cells, row.low, smallest)) < len(cells):
        return [Cell(0, n)]
    found = tuple(Side(before.n, before.cell, now.cell) for before, now in sides)
    return cells_that_stand(cells_of(n, row.steps, windows), n, (found[0], found[1]))


def fewest(before: Figure, now: Figure, pairs: int) -> Side:
    """A side with the same printed, of as few people as its range allows."""
    people = max(pairs, before.row.low)
    return Side(people, *(cell_at(one.first, one.last, people, one.row.steps) for one in (before, now)))


def cells_that_stand(cells: Sequence[Cell], pairs: int, sides: tuple[Side, Side]) -> list[Cell]:
    """The cells of the count of pairings, put together until each of them stands."""
    found = list(cells)
    index = 0
    while len(found) > 1 and index < len(found):
        if is_deniable(found[index].low, found[index].high, pairs, sides):
            index += 1
            continue
        first = max(0, index - 1)
        found[first : first + 2] = [found[first].joined_with(found[first + 1])]
        index = first
    return found


@lru_cache(maxsize=4096)
def is_deniable(low: int, high: int, pairs: int, sides: tuple[Side, Side]) -> bool:
    """Whether everybody can deny everything, once it is known that `low` to `high` of `pairs` pairings both grew."""
    world = World(low, high, pairs, sides)
    return all(
        world.leaves_open(readers, other)
        for place in places(sides, pairs)
        for readers in ([()] if place is None else [(Known(*place, state),) for state in STATES])
        if world.is_possible(readers)
        for other in others(sides, pairs, place)
    )


Place = tuple[int, int | None]


def places(sides: tuple[Side, Side], pairs: int) -> list[Place | None]:
    """Where a reader may stand: outside, in a pairing, or on a side without a counted pairing."""
    inside: list[Place] = [(side, 0) for side in (0, 1) if pairs]
    alone: list[Place] = [(side, None) for side in (0, 1) if sides[side].people > pairs]
    return [None, *inside, *alone]


def others(sides: tuple[Side, Side], pairs: int, reader: Place | None) -> Iterable[Place]:
    """One person of every kind but the reader: the reader's partner, those in other pairings, those in none."""
    own = reader is not None and reader[1] is not None
    if reader is not None and own:
        yield (1 - reader[0], 0)
    for side in (0, 1):
        if pairs > own:
            yield (side, 1)
        if sides[side].people - pairs > (reader == (side, None)):
            yield (side, None)


@dataclass(frozen=True)
class World:
    """Everything that is printed about one review's confidence."""

    low: int
    high: int
    pairs: int
    sides: tuple[Side, Side]

    def leaves_open(self, readers: tuple[Known, ...], other: Place) -> bool:
        """Whether the person at `other` may have given either answer to each of the figures about them."""
        possible = [state for state in STATES if self.is_possible((*readers, Known(*other, state)))]
        figures = range(3 if other[1] is not None else 2)
        return all({state[figure] for state in possible} == {0, 1} for figure in figures)

    def is_possible(self, known: tuple[Known, ...]) -> bool:
        """Whether some answers of all the others agree with what is printed and with what is known."""
        alone = [(pair, side) for pair, side in self._partners(known)]
        return any(
            self._agrees(
                (*known, *(Known(side, pair, state) for (pair, side), state in zip(alone, states, strict=True)))
            )
            for states in product(STATES, repeat=len(alone))
        )

    def _partners(self, known: tuple[Known, ...]) -> list[tuple[int, int]]:
        """The other half of each pairing of which one half is known."""
        there = {(one.pair, one.side) for one in known}
        return [(pair, 1 - side) for pair, side in there if pair is not None and (pair, 1 - side) not in there]

    def _agrees(self, known: tuple[Known, ...]) -> bool:
        """The same where both halves of every known pairing are known: of the rest only sums matter."""
        touched = {one.pair for one in known if one.pair is not None}
        free = self.pairs - len(touched)
        grew = sum(all(one.state[2] for one in known if one.pair == pair) for pair in touched)
        ranges = [self._growing(side, free, [one for one in known if one.side == side]) for side in (0, 1)]
        if None in ranges:
            return False
        (least, most), (least_too, most_too) = ranges  # type: ignore[misc]
        return grew + max(0, least + least_too - free) <= self.high and grew + min(most, most_too) >= self.low

    def _growing(self, side: int, free: int, known: Sequence[Known]) -> tuple[int, int] | None:
        """How few and how many people of `free` pairings may have grown on a side; None where its sums cannot be."""
        alone = self.sides[side].people - self.pairs - sum(one.pair is None for one in known)
        before = within(self.sides[side].before, sum(one.state[0] for one in known), free, alone)
        now = within(self.sides[side].now, sum(one.state[1] for one in known), free, alone)
        if before is None or now is None:
            return None
        return max(0, now[0] - before[1]), free - max(0, before[0] - now[1])


def within(cell: Cell, known: int, free: int, alone: int) -> tuple[int, int] | None:
    """How many of `free` people may count, if `known` surely do and `alone` others may; None where none can."""
    if cell.high < known or cell.low > known + free + alone:
        return None
    return max(0, cell.low - known - alone), min(free, cell.high - known)
