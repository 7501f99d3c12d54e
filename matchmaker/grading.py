"""Every junior against every senior at once: the score where a pair is allowed, CLOSED where a rule forbids it.

Most rules and criteria look at one word about a junior (the department, the window of working hours), and few words are
different. So each is worked out once for every word against all seniors, and a row of the matrix is a sum of a few
rows of these tables; only topics need a matrix product. All points are whole, the same as in `score`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .blocks import Watch, in_blocks, nobody
from .criteria import TOPICS, Criterion, Word, topics_wanted
from .hard_rules import breaks, dense_rules, sparse_rules
from .instance import CLOSED
from .policy import Rule
from .questions import criteria_of
from .score import named_cells, points
from .table import Indices, Table

_FORBIDS: Final = -4000
"""So much that no score makes up for it, and so little that all rules together still fit 16 bits."""

type Grades = NDArray[np.int16]


_RULE_WORDS: Final[tuple[tuple[Word, Rule], ...]] = (
    (lambda people: people.capacity == 0, Rule.NO_FREE_PLACE),
    (lambda people: np.where(people.has_level, people.level, np.iinfo(np.int64).min), Rule.LEVEL_GAP),
)
"""Rules that look at one word about a junior of which no criterion makes anything."""


def grade(table: Table, watch: Watch = nobody) -> Grades:
    """Juniors by seniors, 0 to 1000, or CLOSED."""
    grades = np.empty(table.shape, dtype=np.int16)
    criteria = criteria_of(table.problem)
    by_word, topics = list(_tables(table, criteria)), _TopicScale.of(table)
    everyone = np.arange(table.shape[1])
    by_pair = [rule for rule in dense_rules(table.problem.policy) if rule is Rule.SAME_MANAGER]
    without_word = [
        criterion for criterion in criteria if criterion.share and not criterion.word and criterion is not TOPICS
    ]

    def fill(block: slice) -> None:
        total, rows = topics.points(table, block), np.arange(block.start, block.stop)
        for words, points_of_word in by_word:
            total += points_of_word[words[block]]
        for criterion in without_word:
            total += points(criterion, table, rows, everyone).astype(np.int16)
        for rule in by_pair:
            total[breaks(rule, table, rows, everyone)] = _FORBIDS
        np.maximum(total, CLOSED, out=grades[block])

    for _ in in_blocks(table.shape[0], fill, watch, "scoring"):
        pass
    for criterion in criteria:
        _add_named(criterion, table, grades)
    for _rule, cells in sparse_rules(table):
        grades[cells] = CLOSED
    return grades


def _tables(table: Table, criteria: Iterable[Criterion]) -> Iterator[tuple[Indices, Grades]]:
    """For every kind of word the number of each junior's word, and what each word gives with every senior."""
    everyone, on = np.arange(table.shape[1]), set(dense_rules(table.problem.policy))
    for word, (rules, readers) in _readers(criteria).items():
        _, some, words = np.unique(word(table.juniors), return_index=True, return_inverse=True)
        grades = np.zeros((len(some), table.shape[1]), dtype=np.int16)
        for criterion in readers:
            grades += points(criterion, table, some, everyone).astype(np.int16)
        for rule in on.intersection(rules):
            grades += _FORBIDS * breaks(rule, table, some, everyone).astype(np.int16)
        yield words, grades


def _readers(criteria: Iterable[Criterion]) -> dict[Word, tuple[list[Rule], list[Criterion]]]:
    """Which rules and criteria look at each kind of word, and at nothing else about a junior."""
    readers: dict[Word, tuple[list[Rule], list[Criterion]]] = {word: ([rule], []) for word, rule in _RULE_WORDS}
    for criterion in criteria:
        if criterion.word:
            rules, same_word = readers.setdefault(criterion.word, ([], []))
            same_word.append(criterion)
            rules += [criterion.rule] if criterion.rule else []
    return readers


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


def _add_named(criterion: Criterion, table: Table, grades: Grades) -> None:
    rows, columns, named = named_cells(criterion, table)
    is_open = grades[rows, columns] >= 0
    grades[rows[is_open], columns[is_open]] += named[is_open].astype(np.int16)
