"""What a round has collected, opened in memory in the one moment in which it closes, and what must happen with it
before it is gone; nothing of this is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

#: Answers of one side to one question, by its code.
Question = tuple[str, str]


@dataclass(frozen=True)
class Voice:
    """What one person has sent about one pairing; somebody with two pairings has two voices with one `person`."""

    person: str
    pairing: str
    side: str
    ratings: Mapping[str, int]
    """Question code -> rating from 1 to 5; a question that was skipped is missing."""


@dataclass(frozen=True)
class ClosedRound:
    """An earlier round of the program, of which is known who answered which question, and not what."""

    round_id: str
    answered: Mapping[Question, frozenset[str]]
    """(side, question code) -> marks of the people who answered it."""
    complete_pairings: frozenset[str] = frozenset()
    """Marks of the pairings of which both sides said how confident they were before and are now."""
    asked: Mapping[str, frozenset[str]] = MappingProxyType({})
    """Side -> marks of the people who were asked."""
    asked_pairings: frozenset[str] = frozenset()
    """Marks of the pairings whose people were asked."""


@dataclass(frozen=True)
class Collected:
    """Everything that a closing round may be computed from."""

    asked: Mapping[str, frozenset[str]]
    """Side -> marks of the people who were asked."""
    voices: tuple[Voice, ...]
    asked_pairings: frozenset[str] = frozenset()
    """Marks of the pairings whose people were asked."""
    named: Mapping[str, frozenset[str]] = MappingProxyType({})
    """Side -> marks of the people who ask for a change, which carries their name: they are known to have answered."""
    comments: tuple[str, ...] = ()
    """Texts that may be shown if enough people commented, in random order."""
    commenters: int = 0
    """How many different people wrote those."""
    earlier: tuple[ClosedRound, ...] = ()
    """Rounds of the same program that closed before, oldest first."""
    minimums: Mapping[str, int] = MappingProxyType({})
    """Thresholds of the round where they are raised: "scores", "comments"."""
