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
    pairings_counted: dict[str, tuple[str, str]] = {}
    people_taken: set[str] = set()
    for pairing, answers in sorted(complete.items()):
        if people_taken.isdisjoint(answers):
            pairings_counted[pairing] = answers
            people_taken.update(answers)
    return pairings_counted


def cells_printed(
    n: int, row: Row, windows: Sequence[Cell], sides: tuple[tuple[Figure, Figure], tuple[Figure, Figure]]
) -> list[Cell]:
    """The cells of the count of `n` pairings that may be printed beside (confident before, now) of both sides; only one
    if nothing may be. `windows` are steps of `row`."""
    cells = cells_of(row.low, row.steps, windows)
    smallest = (fewest(*sides[0], row.low), fewest(*sides[1], row.low))
    if len(cells_that_stand(cells, row.low, smallest)) < len(cells):
        return [Cell(0, n)]
    sides_seen = tuple(Side(before.n, before.cell, now.cell) for before, now in sides)
    return cells_that_stand(cells_of(n, row.steps, windows), n, (sides_seen[0], sides_seen[1]))


def fewest(before: Figure, now: Figure, pairs: int) -> Side:
    """A side with the same printed, of as few people as its range allows."""
    people = max(pairs, before.row.low)
    return Side(people, *(cell_at(printed.first, printed.last, people, printed.row.steps) for printed in (before, now)))


def cells_that_stand(cells: Sequence[Cell], pairs: int, sides: tuple[Side, Side]) -> list[Cell]:
    """The cells of the count of pairings, put together until each of them stands."""
    candidates = list(cells)
    index = 0
    while len(candidates) > 1 and index < len(candidates):
        if is_deniable(candidates[index].low, candidates[index].high, pairs, sides):
            index += 1
            continue
        first = max(0, index - 1)
        candidates[first : first + 2] = [candidates[first].joined_with(candidates[first + 1])]
        index = first
    return candidates


def is_deniable(low: int, high: int, pairs: int, sides: tuple[Side, Side]) -> bool:
    """Whether everybody can deny everything, once it is known that `low` to `high` of `pairs` pairings both grew."""
    world = World(low, high, pairs, sides)
    return all(
        world.leaves_open(readers, other)
        for position in reader_positions(sides, pairs)
        for readers in ([()] if position is None else [(Known(*position, state),) for state in STATES])
        if world.is_possible(readers)
        for other in other_people(sides, pairs, position)
    )


Position = tuple[int, int | None]


def reader_positions(sides: tuple[Side, Side], pairs: int) -> list[Position | None]:
    """Where a reader may stand: outside, in a pairing, or on a side without a counted pairing."""
    inside: list[Position] = [(side, 0) for side in (0, 1) if pairs]
    alone: list[Position] = [(side, None) for side in (0, 1) if sides[side].people > pairs]
    return [None, *inside, *alone]


def other_people(sides: tuple[Side, Side], pairs: int, reader: Position | None) -> Iterable[Position]:
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

    def leaves_open(self, readers: tuple[Known, ...], other: Position) -> bool:
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
        known_sides = {(person.pair, person.side) for person in known}
        return [
            (pair, 1 - side) for pair, side in known_sides if pair is not None and (pair, 1 - side) not in known_sides
        ]

    def _agrees(self, known: tuple[Known, ...]) -> bool:
        """Whether what is printed agrees with these answers, where both halves of every known pairing are known: of
        the rest only sums matter."""
        touched_pairs = {person.pair for person in known if person.pair is not None}
        free = self.pairs - len(touched_pairs)
        grew = sum(all(person.state[2] for person in known if person.pair == pair) for pair in touched_pairs)
        first, second = (
            self._growing(side, free, [person for person in known if person.side == side]) for side in (0, 1)
        )
        if first is None or second is None:
            return False
        (least, most), (least_too, most_too) = first, second
        return grew + max(0, least + least_too - free) <= self.high and grew + min(most, most_too) >= self.low

    def _growing(self, side: int, free: int, known: Sequence[Known]) -> tuple[int, int] | None:
        """How few and how many people of `free` pairings may have grown on a side; None where its sums cannot be."""
        alone = self.sides[side].people - self.pairs - sum(person.pair is None for person in known)
        before = range_within(self.sides[side].before, sum(person.state[0] for person in known), free, alone)
        now = range_within(self.sides[side].now, sum(person.state[1] for person in known), free, alone)
        if before is None or now is None:
            return None
        return max(0, now[0] - before[1]), free - max(0, before[0] - now[1])


def range_within(cell: Cell, known: int, free: int, alone: int) -> tuple[int, int] | None:
    """How many of `free` people may count, if `known` surely do and `alone` others may; None where none can."""
    if cell.high < known or cell.low > known + free + alone:
        return None
    return max(0, cell.low - known - alone), min(free, cell.high - known)
