"""What a review may print, so that everybody keeps plausible deniability.

Whoever reads everything that is printed about all reviews, knows who answered, knows what they themselves answered,
and takes it that whoever answered twice answered alike, must still find both answers possible for everybody else.

A figure counts people. It is printed as a *cell*, a range of counts none of which is told from the others. Which
cells there are is decided before looking at the answers, by the following three rules and nothing else.

1. *Steps.* The share is printed in halves, thirds, fifths, tenths or twentieths, by how many answered. No cell is
   narrower than three counts, so at least two remain at either end for whoever knows one of the answers.
2. *Windows.* Where an earlier review has printed a cell from `low` to `high`, where `left` of its people are not in
   this one and `joined` have come, everything from `low - left - 1` to `high + joined + 1` is one cell, "about as in
   that review". It follows from the earlier figure alone, so it tells nothing new; any other cell contradicts "everyone
   answered alike", so nothing follows from putting the two together. (The 1 is the reader, whose own change the reader
   knows.) So any number of reviews taken together tells what the oldest of them tells alone.
3. *The same people, or none of them.* No window is needed where exactly the same people answered: what is left of two
   cells of at least three counts is never only "nobody" or only "everybody". Nor where nobody is in both reviews.

Pure: no database, no framework.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sessions.reviews.answer_ranges import BEGINNINGS, range_of

#: How many answered at least -> into how many steps a share is cut.
STEPS = dict(zip(BEGINNINGS, (2, 3, 5, 10, 20), strict=True))
FEWEST_ANSWERS = min(STEPS)
NARROWEST = 3


@dataclass(frozen=True)
class Row:
    """How many answered, as it is printed: from `low` to `high`; shares are cut into `steps`."""

    low: int
    high: int
    steps: int


@dataclass(frozen=True)
class Cell:
    """Counts that are not told apart. `about` is the review that the cell is about the same as."""

    low: int
    high: int
    about: int | None = None

    def __contains__(self, count: int) -> bool:
        return self.low <= count <= self.high

    @property
    def width(self) -> int:
        return self.high - self.low + 1

    def joined_with(self, other: "Cell") -> "Cell":
        """Both and all between them; about the same as the newer of the reviews that either speaks of."""
        about = max(self.about or 0, other.about or 0) or None
        return Cell(min(self.low, other.low), max(self.high, other.high), about)


@dataclass(frozen=True)
class Earlier:
    """What an earlier review printed: how many of its people are not in this one, how many in this one are new."""

    review: int
    cell: Cell
    left: int
    joined: int

    @property
    def window(self) -> Cell:
        """All counts that the earlier figure and the people who came or went could explain."""
        return Cell(self.cell.low - self.left - 1, self.cell.high + self.joined + 1, self.review)


@dataclass(frozen=True)
class Figure:
    """What is printed. The share lies in the steps `first` to `last` (of `steps`, from 0).

    `change` is "about", "less" or "more" against review `since`, and empty where nothing earlier is comparable.
    """

    cell: Cell
    n: int
    row: Row
    first: int
    last: int
    change: str = ""
    since: int | None = None


@dataclass(frozen=True)
class Plan:
    """Into which cells a figure about `n` people is cut, before anybody looks at the answers.

    `newest` is the latest of the earlier reviews that it is to be compared with.
    """

    n: int
    row: Row | None
    cells: Sequence[Cell]
    newest: int | None = None

    def figure(self, count: int) -> Figure | None:
        """What is printed if `count` of them count; None if one cell alone is left, which says nothing."""
        if self.row is None or len(self.cells) == 1:
            return None
        cell = next(one for one in self.cells if count in one)
        first, last = (step_of(end, self.n, self.row.steps) for end in (cell.low, cell.high))
        change, since = self._compared(cell)
        return Figure(cell, self.n, self.row, first, last, change, since)

    def _compared(self, cell: Cell) -> tuple[str, int | None]:
        """Whether a cell is about as, less or more than what an earlier review printed."""
        if cell.about is not None:
            return "about", cell.about
        then = next((one for one in self.cells if one.about == self.newest), None)
        if self.newest is None or then is None:
            return "", None
        return ("less" if cell.high < then.low else "more"), self.newest


def plan_for(n: int, row: Row | None, earlier: Sequence[Earlier] = ()) -> Plan:
    cells = cells_of(n, row.steps, earlier) if row else []
    return Plan(n, row, cells, max((one.review for one in earlier), default=None))


def row_of(n: int, asked: int | None, fewest: int = FEWEST_ANSWERS) -> Row | None:
    """How many answered, as a row; None for fewer than `fewest`, or where too few were asked to print any row.

    A row may not begin later than two below the number asked; the one before it then goes up to everybody. None were
    asked where what is counted is no answer.
    """
    if asked is None:
        asked = 10 * max(n, max(STEPS))
    found = range_of(n, asked, fewest)
    return Row(*found, steps_for(found[0])) if found else None


def steps_for(n: int) -> int:
    return STEPS[max(low for low in STEPS if low <= n)]


def step_of(count: int, n: int, steps: int) -> int:
    """The step that `count` of `n` falls into; the topmost includes everybody."""
    return min(steps * count // n, steps - 1)


def cells_of(n: int, steps: int, earlier: Iterable[Earlier] = ()) -> list[Cell]:
    """The cells of a figure about `n` people, from the lowest; only one if nothing may be told apart."""
    windows = merged([clipped(one.window, n) for one in earlier], n)
    cells: list[Cell] = []
    for before, after in pairwise([None, *windows, None]):
        low = before.high + 1 if before else 0
        high = after.low - 1 if after else n
        cells += [*pieces(low, high, n, steps), *([after] if after else [])]
    return cells


def clipped(cell: Cell, n: int) -> Cell:
    return replace(cell, low=max(0, cell.low), high=min(n, cell.high))


def merged(windows: Sequence[Cell], n: int) -> list[Cell]:
    """Windows that overlap, or leave less than a cell between them, are one; less than a cell at an end goes too."""
    found: list[Cell] = []
    for window in sorted(windows, key=lambda one: one.low):
        if found and window.low - found[-1].high - 1 < NARROWEST:
            found[-1] = found[-1].joined_with(window)
        else:
            found.append(window)
    if found and found[0].low < NARROWEST:
        found[0] = replace(found[0], low=0)
    if found and n - found[-1].high < NARROWEST:
        found[-1] = replace(found[-1], high=n)
    return found


def pieces(low: int, high: int, n: int, steps: int) -> list[Cell]:
    """The counts from `low` to `high` cut where the steps begin, save where that would leave too narrow a cell."""
    if low > high:
        return []
    edges = [-(-step * n // steps) for step in range(1, steps)]
    cuts = [low, *(edge for edge in edges if low + NARROWEST <= edge <= high - NARROWEST + 1), high + 1]
    return [Cell(first, following - 1) for first, following in pairwise(cuts)]


def earlier_figure(
    review: int, cell: Cell, then: Collection[str], now: Collection[str], *, same_is_free: bool = True
) -> Earlier | None:
    """What review `review` printed about the people of `then`, as it bears on those of `now`; None where it does not.

    `same_is_free`: no window for exactly the same people, which holds for figures that hang on no other figure.
    """
    left, joined = set(then) - set(now), set(now) - set(then)
    if len(left) == len(set(then)) or (same_is_free and not left and not joined):
        return None
    return Earlier(review, cell, len(left), len(joined))
