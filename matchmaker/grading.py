"""Every junior against every senior at once: the score where a pair is allowed, CLOSED where a rule forbids it.

Most rules and parts look at one word about a junior (the department, the window of working hours), and few words are
different. So each is worked out once for every word against all seniors, and a row of the matrix is a sum of a few
rows of these tables; only topics need a matrix product. All points are whole, the same as in `score`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .blocks import Watch, in_blocks, nobody
from .hard_rules import breaks, dense_rules, sparse_rules
from .instance import CLOSED
from .policy import Rule
from .score import points, topics_wanted, wish_cells
from .table import Indices, People, Table

_FORBIDS: Final = -4000
"""So much that no score makes up for it, and so little that all rules together still fit 16 bits."""

type Grades = NDArray[np.int16]


@dataclass(frozen=True, slots=True)
class _Word:
    """One thing about a junior, and the rules and parts of the score that look at nothing else of theirs."""

    of: Callable[[People], Indices]
    rules: tuple[Rule, ...] = ()
    parts: tuple[str, ...] = ()


_WORDS: Final = (
    _Word(lambda people: people.capacity == 0, rules=(Rule.NO_FREE_PLACE,)),
    _Word(lambda people: np.where(people.has_level, people.level, np.iinfo(np.int64).min), rules=(Rule.LEVEL_GAP,)),
    _Word(lambda people: people.language_set, rules=(Rule.SHARED_LANGUAGE,), parts=("language",)),
    _Word(lambda people: people.window, rules=(Rule.WORKING_HOURS,), parts=("overlap",)),
    _Word(lambda people: people.department, parts=("department", "new_link")),
    _Word(lambda people: people.location, parts=("location",)),
)


def grade(table: Table, watch: Watch = nobody) -> Grades:
    """Juniors by seniors, 0 to 1000, or CLOSED."""
    found = np.empty(table.shape, dtype=np.int16)
    by_word, topics = list(_tables(table)), _TopicScale.of(table)
    everyone = np.arange(table.shape[1])
    by_pair = [rule for rule in dense_rules(table.problem.policy) if rule is Rule.SAME_MANAGER]

    def fill(block: slice) -> None:
        total = topics.points(table, block)
        for words, given in by_word:
            total += given[words[block]]
        for rule in by_pair:
            total[breaks(rule, table, np.arange(block.start, block.stop), everyone)] = _FORBIDS
        np.maximum(total, CLOSED, out=found[block])

    for _ in in_blocks(table.shape[0], fill, watch, "scoring"):
        pass
    _wish(table, found)
    for _rule, cells in sparse_rules(table):
        found[cells] = CLOSED
    return found


def _tables(table: Table) -> Iterator[tuple[Indices, Grades]]:
    """For each of _WORDS the number of every junior's word, and what each word gives with every senior."""
    everyone, on = np.arange(table.shape[1]), set(dense_rules(table.problem.policy))
    for word in _WORDS:
        _, some, words = np.unique(word.of(table.juniors), return_index=True, return_inverse=True)
        given = np.zeros((len(some), table.shape[1]), dtype=np.int16)
        for part in word.parts:
            given += points(part, table, some, everyone).astype(np.int16)
        for rule in on.intersection(word.rules):
            given += _FORBIDS * breaks(rule, table, some, everyone).astype(np.int16)
        yield words, given


@dataclass(frozen=True, slots=True)
class _TopicScale:
    """Points for topics by one product and one cut.

    What is covered, times `factor`, is the share in points, a multiple of 1/(2·whole) above or below a half. In
    float32 the product is off by less than 0.0003; with `half` a quarter of that step above one half, cutting off
    the fraction rounds like the whole numbers of `score.points`, as long as the step is coarse enough, and in
    float64 always.
    """

    factor: NDArray[np.floating]
    half: float
    is_needed: bool

    @classmethod
    def of(cls, table: Table) -> "_TopicScale":
        whole = topics_wanted(table)
        step = 1 / (4 * int(whole.max(initial=1)))
        exact = table.most["topics"] / whole
        factor: NDArray[np.floating] = exact.astype(np.float32) if step > 0.0003 else exact
        return cls(factor, 0.5 + step, table.problem.policy.needs_shared_topic)

    def points(self, table: Table, block: slice) -> Grades:
        """Of some juniors with every senior; forbidden where nothing is covered, if the policy says so."""
        covered = table.juniors.topics[block] @ table.seniors.topics.T
        is_missing = (covered == 0) if self.is_needed else None
        covered = covered.astype(self.factor.dtype, copy=False)
        covered *= self.factor
        covered += self.half
        total = covered.astype(np.int16)
        if is_missing is not None:
            total[is_missing] = _FORBIDS
        return total


def _wish(table: Table, found: Grades) -> None:
    rows, columns, wished = wish_cells(table)
    is_open = found[rows, columns] >= 0
    found[rows[is_open], columns[is_open]] += wished[is_open].astype(np.int16)
