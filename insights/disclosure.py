"""What a review may print, so that everybody keeps plausible deniability.

Whoever reads everything that is printed about all reviews, knows who answered, knows what they themselves answered,
and takes it that whoever answered twice answered alike, must still find both answers possible for everybody else.

A figure counts people. It is printed as a *cell*, a range of counts none of which is told from the others. Which
cells there are is decided before looking at the answers, by the following four rules and nothing else.

1. *Steps.* The share is printed in halves, thirds, fifths, tenths or twentieths, by how many answered. No step is
   narrower than three counts, so at least two remain at either end for whoever knows one of the answers.
2. *Windows.* Where an earlier review has printed a cell from `low` to `high`, where `left` of its people are not in
   this one and `joined` have come, everything from `low - left - 1` to `high + joined + 1` is within one cell, "about
   as in that review". It follows from the earlier figure alone, so it tells nothing new; any other cell contradicts
   "everyone answered alike", so nothing follows from putting the two together. (The 1 is the reader, whose own change
   the reader knows.) So any number of reviews taken together tells what the oldest of them tells alone.
3. *The same people, or none of them.* No window is needed where exactly the same people were asked and answered: what
   is left of two cells of at least three counts is never only "nobody" or only "everybody". Nor where nobody was asked
   in both reviews.
4. *Nothing about who answered.* Where a cell begins and ends would tell how many answered, and who came and went. So
   cells are whole steps, and a window takes in every step that it could touch with as many people as the ranges say
   that are printed anyhow, and with `left` and `joined` rounded up: to how many were asked in one review only, and a
   few more (`MORE`).

Pure: no database, no framework.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sessions.reviews.thresholds import BEGINNINGS, SPARE, range_of

#: How many answered at least -> into how many steps a share is cut.
STEPS = dict(zip(BEGINNINGS, (2, 3, 5, 10, 20), strict=True))
FEWEST_ANSWERS = min(STEPS)
#: So many more than the lists of who was asked say may have come, or gone. The first is as many as a range of how many
#: answered leaves open. Whoever reads a window learns at most which of these it is.
MORE = (2, 5, 10, 20, 50, 100, 200, 500)


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
class Answerers:
    """Whom a figure is about: the marks of who was asked, and of who of them answered."""

    asked: frozenset[str]
    answered: frozenset[str]


@dataclass(frozen=True)
class Turnover:
    """At most `left` of an earlier review's people are not in a later one, at most `joined` in that are new."""

    left: int
    joined: int

    @classmethod
    def rounded_up(cls, left: int, joined: int, gone: int, new: int, silent: int) -> "Turnover | None":
        """From those who did leave and join, how many were asked only then or only now, and how many of either review
        may not have answered, by its range; None for too many. A step is left out if hardly more could have changed:
        that it is exceeded would tell who did."""
        for more in (*(step for step in MORE if step <= silent - SPARE), silent):
            if left <= gone + more and joined <= new + more:
                return cls(gone + more, new + more)
        return None


@dataclass(frozen=True)
class Earlier:
    """What an earlier review printed, the steps `first` to `last` of `row`, and how its people differ from those of a
    later one; None where so much that nothing may be compared."""

    review: int
    first: int
    last: int
    row: Row
    turnover: Turnover | None

    def window(self, row: Row) -> Cell:
        """The steps of `row` that the earlier figure and the people who came or went could explain; all of them where
        the scale is another one: between which numbers of people it changed would tell how many came or went."""
        if self.turnover is None or row.steps != self.row.steps:
            return Cell(0, row.steps - 1, self.review)
        reached = [self._reached(n, row, self.turnover) for n in range(self.row.low, self.row.high + 1)]
        bounds = [bound for bound in reached if bound]
        return Cell(min(low for low, _ in bounds), max(high for _, high in bounds), self.review)

    def _reached(self, n: int, row: Row, turnover: Turnover) -> tuple[int, int] | None:
        """If `n` answered then: by as many and as few now as can be, since a share of fewer is a higher one."""
        fewest, most = max(row.low, n - turnover.left), min(row.high, n + turnover.joined)
        if fewest > most:
            return None
        then = cell_at(self.first, self.last, n, self.row.steps)
        low, high = max(0, then.low - turnover.left - 1), min(fewest, then.high + turnover.joined + 1)
        return step_of(low, most, row.steps), step_of(high, fewest, row.steps)


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
        cell = next(cell for cell in self.cells if count in cell)
        first, last = (step_of(end, self.n, self.row.steps) for end in (cell.low, cell.high))
        change, since = self._compared(cell)
        return Figure(cell, self.n, self.row, first, last, change, since)

    def _compared(self, cell: Cell) -> tuple[str, int | None]:
        """Whether a cell is about as, less or more than what an earlier review printed."""
        if cell.about is not None:
            return "about", cell.about
        earlier_cell = next((cell for cell in self.cells if cell.about == self.newest), None)
        if self.newest is None or earlier_cell is None:
            return "", None
        return ("less" if cell.high < earlier_cell.low else "more"), self.newest


def plan_for(n: int, row: Row | None, earlier: Sequence[Earlier] = ()) -> Plan:
    cells = cells_of(n, row.steps, [figure.window(row) for figure in earlier]) if row else []
    return Plan(n, row, cells, max((figure.review for figure in earlier), default=None))


def row_of(n: int, asked: int | None, fewest: int = FEWEST_ANSWERS) -> Row | None:
    """How many answered, as a row; None for fewer than `fewest`, or where too few were asked to print any row.

    A row may not begin later than two below the number asked; the one before it then goes up to everybody. None were
    asked where what is counted is no answer.
    """
    if asked is None:
        asked = 10 * max(n, max(STEPS))
    answered = range_of(n, asked, fewest)
    return Row(*answered, steps_for(answered[0])) if answered else None


def steps_for(n: int) -> int:
    return STEPS[max(low for low in STEPS if low <= n)]


def step_of(count: int, n: int, steps: int) -> int:
    """The step that `count` of `n` falls into; the topmost includes everybody."""
    return min(steps * count // n, steps - 1)


def cell_at(first: int, last: int, n: int, steps: int, about: int | None = None) -> Cell:
    """The counts of `n` that lie in the steps `first` to `last`."""
    low, following = (-(-step * n // steps) for step in (first, last + 1))
    return Cell(low, n if last == steps - 1 else following - 1, about)


def cells_of(n: int, steps: int, windows: Iterable[Cell] = ()) -> list[Cell]:
    """The cells of a figure about `n` people, from the lowest: each window, which is a range of steps, and each step
    beside them. Only one if nothing may be told apart."""
    cells: list[Cell] = []
    for before, after in pairwise([None, *merged(windows), None]):
        between = range(before.high + 1 if before else 0, after.low if after else steps)
        cells += [cell_at(step, step, n, steps) for step in between]
        cells += [cell_at(after.low, after.high, n, steps, after.about)] if after else []
    return cells


def merged(windows: Iterable[Cell]) -> list[Cell]:
    """Windows that overlap are one."""
    cells: list[Cell] = []
    for window in sorted(windows, key=lambda span: span.low):
        if cells and window.low <= cells[-1].high:
            cells[-1] = cells[-1].joined_with(window)
        else:
            cells.append(window)
    return cells


def earlier_figure(
    review: int,
    printed: tuple[int, int, Row],
    row: Row,
    then: Answerers,
    now: Answerers,
    *,
    same_is_free: bool = True,
) -> Earlier | None:
    """What review `review` printed (first step, last step, row) about the people of `then`, as it bears on those of
    `now`, as many as `row` says; None where it does not.

    `same_is_free`: no window for exactly the same people, which holds for figures that hang on no other figure.
    """
    if then.asked.isdisjoint(now.asked) or (same_is_free and then == now):
        return None
    turnover = Turnover.rounded_up(
        left=len(then.answered - now.answered),
        joined=len(now.answered - then.answered),
        gone=len(then.asked - now.asked),
        new=len(now.asked - then.asked),
        silent=max(len(then.asked) - printed[2].low, len(now.asked) - row.low),
    )
    return Earlier(review, *printed, turnover)
