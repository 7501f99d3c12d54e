"""The input of a match: people, rules, and pairs that must or must not be.

Everybody is named by one opaque, stable identifier of the *person*, on either side and in the
chain of managers. Whoever calls passes only people who may be matched now: approved, not paused,
with their free places as capacity, and levels of one scale.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Final

from .policy import Policy, ProblemError

SCALE: Final = range(1, 6)
type Pair = tuple[str, str]
type Pairs = frozenset[Pair]


class Compared(StrEnum):
    """Whether it counts for a pair that their answers are alike, or that they are different."""

    ALIKE = "alike"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the program's own that counts, with the code of its weight and of its part of a score. It is
    answered on the scale from 1 to 5, or by some of its options."""

    code: str
    compared: Compared = Compared.ALIKE
    is_scale: bool = False
    weight: int = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One person on one side.

    `topics` maps a topic to 1 to 5: how well a junior can share it, or how much a senior wants it.
    `answers` hold by the code of a question what was chosen, or the rating; nothing for what was not answered.
    `wishes` are the ids of wanted partners, the most wanted first. `works_from` and `works_until`
    are local times in `time_zone` (an IANA name); an end before the start is a night shift. `arrived`
    is the rank of enrolment, 0 first; it counts only in the comparison with first come, first served.
    `has_partner` says that they have one already, beside the free places: then one more is no first partner.
    """

    id: str
    level: int | None = None
    department: str | None = None
    location: str | None = None
    languages: frozenset[str] = frozenset()
    time_zone: str | None = None
    works_from: time | None = None
    works_until: time | None = None
    topics: Mapping[str, int] = field(default_factory=dict)
    answers: Mapping[str, frozenset[str] | int] = field(default_factory=dict)
    wishes: tuple[str, ...] = ()
    capacity: int = 1
    arrived: int = 0
    has_partner: bool = False

    def __post_init__(self) -> None:
        if self.capacity < 0:
            raise ProblemError(f"The capacity of {self.id} is negative.")
        if any(value not in SCALE for value in self.topics.values()):
            raise ProblemError(f"A topic of {self.id} lies outside 1 to 5.")
        if any(isinstance(answer, int) and answer not in SCALE for answer in self.answers.values()):
            raise ProblemError(f"An answer of {self.id} lies outside 1 to 5.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One cycle to match.

    `managers` maps a person to their manager, over the whole organisation, since a chain runs
    through people who take no part. `pinned` holds (junior, senior); in the other sets of pairs
    the order within a pair does not matter. `open_pairs` are paired now, `earlier_pairs` were in
    any cycle. `met` are pairs of departments that a pairing has brought together before, in either
    order. `on` is the date on which the time zones are compared.

    People are put into the order of their ids, so that any input order gives the same pairs.
    """

    juniors: tuple[Person, ...]
    seniors: tuple[Person, ...]
    on: date
    policy: Policy = field(default_factory=Policy)
    questions: tuple[Question, ...] = ()
    managers: Mapping[str, str] = field(default_factory=dict)
    pinned: Pairs = frozenset()
    forbidden: Pairs = frozenset()
    earlier_pairs: Pairs = frozenset()
    open_pairs: Pairs = frozenset()
    conflicts: Pairs = frozenset()
    protected: Pairs = frozenset()
    declines: Pairs = frozenset()
    met: Pairs = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "juniors", _in_order(self.juniors))
        object.__setattr__(self, "seniors", _in_order(self.seniors))

    @property
    def counts_people(self) -> bool:
        """Whether how many people get a first partner counts by itself. Where nobody can have two, every pair is a
        first one of both, and the number of pairs says as much."""
        if not self.policy.one_partner_first:
            return False
        return any(person.capacity > (not person.has_partner) for person in self.juniors + self.seniors)


def _in_order(people: tuple[Person, ...]) -> tuple[Person, ...]:
    ordered = tuple(sorted(people, key=lambda person: person.id))
    for person, other in pairwise(ordered):
        if person.id == other.id:
            raise ProblemError(f"{person.id} is twice on the same side.")
    return ordered


class Side(StrEnum):
    """Which side of a pair somebody is on."""

    JUNIOR = "junior"
    SENIOR = "senior"
