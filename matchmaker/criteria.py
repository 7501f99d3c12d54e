"""What makes one pair better than another in every program. A new criterion is one entry of CRITERIA, and its test.

An entry drives the score, the weights with their form and presets, the explanations, the export and the table in
docs/matching.md. The texts are English; `gettext_noop` marks them, and whoever shows them translates.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray

from .hard_rules import in_common, shared_minutes
from .policy import FULL_SCORE, Rule
from .table import UNKNOWN, Indices, People, Table

FULL_OVERLAP_MINUTES: Final = 240
"""Four hours in common leave room for any meeting; more adds nothing."""
_TOP_RATING: Final = 5
_WISH_VALUES: Final = (5, 4, 3, 2, 1)
"""By rank; whatever is wished for later counts like the last."""
_TOP_WISHES: Final = 10
"""Each of the two wishes for the other first of all."""

type Points = NDArray[np.int32]
type Share = Callable[[Table, Indices, Indices], tuple[Points, Points | int]]
type Word = Callable[[People], NDArray[np.int64]]
type Cell = tuple[int, int]
type SharesOfCells = Callable[[Table], tuple[Mapping[Cell, int], int]]


def gettext_noop(text: str) -> str:
    """Marks a text for the collection of translations; the name is the one that makemessages looks for."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion: how much it counts, what it looks at, and what it is called.

    `share` gives, for a block of juniors by seniors, a whole number and what it is counted out of: 3 and 4 are three
    quarters of the points. A criterion that names pairs has `cells` instead, the same for the cells that it names.
    `word` is the column that `share` reads of a junior, if it reads one alone: the engine then looks at every
    different word once, which is much faster. `rule` is the hard rule that reads the same column.
    """

    code: str
    weight: int = 0
    presets: Mapping[str, int] = field(default_factory=dict)
    share: Share | None = None
    word: Word | None = None
    cells: SharesOfCells | None = None
    rule: Rule | None = None
    label: str = ""
    hint: str = ""
    full: str = ""
    yes: str = ""
    no: str = ""


def _topics(table: Table, rows: Indices, columns: Indices) -> tuple[Points, Points]:
    covered = table.juniors.topics[rows] @ table.seniors.topics[columns].T
    return covered.astype(np.int32), topics_wanted(table, columns)


def topics_wanted(table: Table, columns: Indices | slice = slice(None)) -> Points:
    """For each senior what full marks in every wanted topic would be."""
    wanted = table.seniors.topics[columns].sum(axis=1).astype(np.int32)
    return np.maximum(_TOP_RATING * wanted, 1)


def _wishes(table: Table) -> tuple[Mapping[Cell, int], int]:
    juniors, seniors = table.juniors.position, table.seniors.position
    wishes: Counter[Cell] = Counter()
    for row, person in enumerate(table.problem.juniors):
        for wanted, value in _ranked(person.wishes):
            if wanted in seniors:
                wishes[row, seniors[wanted]] += value
    for column, person in enumerate(table.problem.seniors):
        for wanted, value in _ranked(person.wishes):
            if wanted in juniors:
                wishes[juniors[wanted], column] += value
    return wishes, _TOP_WISHES


def _ranked(wanted: Iterable[str]) -> Iterator[tuple[str, int]]:
    last = len(_WISH_VALUES) - 1
    for rank, person in enumerate(dict.fromkeys(wanted)):  # a name counts once, at its best rank
        yield person, _WISH_VALUES[min(rank, last)]


def _department(people: People) -> NDArray[np.int64]:
    return people.department


def _other_department(table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    return differs(table.juniors.department[rows], table.seniors.department[columns]), 1


def _new_link(table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    one, other = table.juniors.department[rows, None], table.seniors.department[columns]
    return differs(one[:, 0], other) * ~table.have_met[one, other], 1


def _other_location(table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    return differs(table.juniors.location[rows], table.seniors.location[columns]), 1


def _overlap(table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    return np.minimum(shared_minutes(table, rows, columns), FULL_OVERLAP_MINUTES), FULL_OVERLAP_MINUTES


def _language(table: Table, rows: Indices, columns: Indices) -> tuple[Points, int]:
    return in_common(table.juniors.languages[rows], table.seniors.languages[columns]).astype(np.int32), 1


def differs(junior_values: NDArray[np.int64], senior_values: NDArray[np.int64]) -> Points:
    """A block with 1 where both codes are known and not the same; one side's codes down, the other's across."""
    junior_values = junior_values[:, None]
    differ: NDArray[np.bool_] = (
        (junior_values != senior_values) & (junior_values != UNKNOWN) & (senior_values != UNKNOWN)
    )
    return differ.astype(np.int32)


CRITERIA: Final = (
    Criterion(
        code="topics",
        weight=50,
        presets={"skills_first": 70, "widest_bridge": 20},
        share=_topics,
        rule=Rule.SHARED_TOPIC,
        label=gettext_noop("Wanted topics covered"),
        hint=gettext_noop("the leader's priority times how well the mentor knows the topic."),
        full=gettext_noop(
            "the mentor has the highest proficiency in everything the leader wants; each topic counts by the "
            "leader's priority times the mentor's proficiency"
        ),
        yes=gettext_noop("The mentor can share what the leader wants to learn."),
        no=gettext_noop("The mentor shares nothing that the leader wants to learn."),
    ),
    Criterion(
        code="wishes",
        weight=15,
        presets={"skills_first": 10, "widest_bridge": 5},
        cells=_wishes,
        label=gettext_noop("Wishes of both"),
        hint=gettext_noop("ranked wishes for a partner, from both sides."),
        full="each stands first on the other's list; later ranks give less, one side's wish at most half",
        yes=gettext_noop("One of them, or each, has wished for the other."),
        no=gettext_noop("Neither has wished for the other."),
    ),
    Criterion(
        code="department",
        weight=15,
        presets={"skills_first": 5, "widest_bridge": 35},
        share=_other_department,
        word=_department,
        label=gettext_noop("Different departments"),
        hint=gettext_noop("a view from elsewhere."),
        full="both are known and differ",
        yes=gettext_noop("They work in different departments."),
        no=gettext_noop("They work in one department, or a department is not known."),
    ),
    Criterion(
        code="location",
        weight=5,
        presets={"skills_first": 3, "widest_bridge": 20},
        share=_other_location,
        word=lambda people: people.location,
        label=gettext_noop("Different locations"),
        hint=gettext_noop("another site, another picture."),
        full="both are known and differ",
        yes=gettext_noop("They work at different locations."),
        no=gettext_noop("They work at one location, or a location is not known."),
    ),
    Criterion(
        code="overlap",
        weight=10,
        presets={"skills_first": 7, "widest_bridge": 5},
        share=_overlap,
        word=lambda people: people.window,
        rule=Rule.WORKING_HOURS,
        label=gettext_noop("Working hours in common"),
        hint=gettext_noop("easier to find a date."),
        full="four hours or more",
        yes=gettext_noop("Their working days overlap."),
        no=gettext_noop("Their working days do not overlap, or their hours are not known."),
    ),
    Criterion(
        code="language",
        weight=5,
        presets={"skills_first": 5, "widest_bridge": 5},
        share=_language,
        word=lambda people: people.language_set,
        rule=Rule.SHARED_LANGUAGE,
        label=gettext_noop("A language in common"),
        hint=gettext_noop("a language both speak well."),
        full="at least one",
        yes=gettext_noop("They speak a language in common."),
        no=gettext_noop("No language in common is known."),
    ),
    Criterion(
        code="new_link",
        presets={"widest_bridge": 10},
        share=_new_link,
        word=_department,
        label=gettext_noop("Departments that have not met yet"),
        hint=gettext_noop("a first link between two departments that no pair has joined yet."),
        full="no pairing of any cycle has brought the two departments together",
        yes=gettext_noop("No pair has joined their departments before."),
        no=gettext_noop("A pair has joined their departments before, or a department is not known."),
    ),
)
TOPICS: Final = CRITERIA[0]
_OTHER_PRESETS: Final = ("skills_first", "widest_bridge")
PRESETS: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {
        "balanced": {criterion.code: criterion.weight for criterion in CRITERIA},
        **{name: {criterion.code: criterion.presets.get(name, 0) for criterion in CRITERIA} for name in _OTHER_PRESETS},
    }
)


def share_out(weights: Mapping[str, int]) -> dict[str, int]:
    """1000 points in proportion to the weights, by their codes.

    Shares are rounded down and the points left over go to the largest remainders (Hamilton's method), so that the
    bars of a score always fill exactly. All weights zero: every score is zero, and only the number of pairs counts.
    """
    whole = sum(weights.values())
    if not whole:
        return dict(weights)
    points = {code: FULL_SCORE * weight // whole for code, weight in weights.items()}
    remainder = {code: FULL_SCORE * weight % whole for code, weight in weights.items()}
    missing = FULL_SCORE - sum(points.values())
    for code in sorted(remainder, key=lambda code: -remainder[code])[:missing]:
        points[code] += 1
    return points
