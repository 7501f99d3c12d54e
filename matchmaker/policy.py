"""What a program asks of a pair: hard rules as switches, soft wishes as weights."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntFlag, StrEnum
from types import MappingProxyType
from typing import Final

FULL_SCORE: Final = 1000
ANY_DISTANCE: Final = 99
"""`Policy.reporting_distance` for "anywhere above or below", however long the chain."""


class ProblemError(ValueError):
    """The input contradicts itself or lies outside its scale."""


class Rule(IntFlag):
    """One bit for each hard rule; a cell of the broken-rules matrix holds all that it breaks."""

    SAME_PERSON = 1
    NO_FREE_PLACE = 2
    LEVEL_GAP = 4
    REPORTING_LINE = 8
    SAME_MANAGER = 16
    SHARED_TOPIC = 32
    EARLIER_PAIR = 64
    OPEN_PAIR = 128
    CONFLICT = 256
    PROTECTED = 512
    DECLINED = 1024
    SHARED_LANGUAGE = 2048
    WORKING_HOURS = 4096
    FORBIDDEN = 8192


class Reason(StrEnum):
    """What is said to a program team about a broken rule. `protected` is what the team itself may not read: a private
    conflict of either side, or a refusal in a program that is not theirs."""

    SAME_PERSON = "same_person"
    NO_FREE_PLACE = "no_free_place"
    LEVEL_GAP = "level_gap"
    REPORTING_LINE = "reporting_line"
    SAME_MANAGER = "same_manager"
    SHARED_TOPIC = "shared_topic"
    EARLIER_PAIR = "earlier_pair"
    OPEN_PAIR = "open_pair"
    CONFLICT = "conflict"
    DECLINED = "declined"
    PROTECTED = "protected"
    SHARED_LANGUAGE = "shared_language"
    WORKING_HOURS = "working_hours"
    FORBIDDEN = "forbidden"


RULES_OF_REASON: Final = MappingProxyType({reason: Rule[reason.name] for reason in Reason})


def reasons(broken: int) -> tuple[Reason, ...]:
    """The reasons for a set of broken rules."""
    return tuple(reason for reason, rules in RULES_OF_REASON.items() if broken & rules)


@dataclass(frozen=True, slots=True)
class Policy:
    """The hard rules of a program, each of them a switch, and its weights.

    What is not known never satisfies a rule that is on: without a level there is no
    level gap, without working hours no overlap.
    """

    minimum_level_gap: int = 2
    """Levels by which the senior stands above the junior; 0 switches the rule off."""
    reporting_distance: int = 2
    """Steps up the chain of managers, from either, within which nobody is paired;
    0 switches the rule off, `ANY_DISTANCE` takes the whole chain."""
    forbids_same_manager: bool = False
    needs_shared_topic: bool = True
    forbids_repeats: bool = True
    needs_shared_language: bool = False
    minimum_overlap_hours: float = 2
    """Hours of the working day in common; 0 switches the rule off."""
    weights: Mapping[str, int] = field(default_factory=dict)
    """By the codes of `criteria.CRITERIA`; one that is not named counts by its own weight."""
    one_partner_first: bool = True
    """One partner for everybody before anyone has two: as many people as possible get a partner, which never costs a
    pair, and only then counts the total."""
    is_fair: bool = False
    """Raise the lowest pair as far as possible without losing a pair, and only then the total."""

    def __post_init__(self) -> None:
        if min(self.minimum_level_gap, self.reporting_distance, self.minimum_overlap_hours) < 0:
            raise ProblemError("A level gap, a distance or an overlap cannot be negative.")
        if any(weight < 0 for weight in self.weights.values()):
            raise ProblemError("A weight cannot be negative.")
