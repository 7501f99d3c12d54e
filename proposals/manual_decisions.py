"""What coordinators decided about a match before anything is solved; every version of a proposal keeps its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from proposals.models import MatchRun

Act = MatchRun.Act
#: A mentor's place and a leader's place, as ids of participants.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Change:
    """One thing to do to a proposal. `about` names places: one person, a pair, or two pairs to swap."""

    act: str
    about: tuple[str, ...]

    @property
    def pair(self) -> Pair:
        """The pair that a change of one pair is about."""
        return self.about[0], self.about[1]

    @property
    def pairs_before(self) -> tuple[Pair, ...]:
        """The pairs that a swap or a removal takes apart."""
        if self.act == Act.SWAPPED:
            a, b, c, d = self.about
            return (a, b), (c, d)
        return (self.pair,) if self.act == Act.TAKEN_OUT else ()

    @property
    def pairs_after(self) -> tuple[Pair, ...]:
        """The pairs that it puts together."""
        if self.act == Act.SWAPPED:
            a, b, c, d = self.about
            return (a, d), (c, b)
        return (self.pair,) if self.act in (Act.PAIRED, Act.PINNED) else ()


@dataclass(frozen=True)
class ManualDecisions:
    """Pairs that must be, pairs that must not be, people who are left out."""

    pins: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    left_out: frozenset[str] = frozenset()

    @classmethod
    def of(cls, run: MatchRun | None) -> Self:
        """As a version has it; without one, nothing is decided yet."""
        if run is None:
            return cls()
        return cls(_pairs(run.pins), _pairs(run.forbidden), frozenset(run.left_out))

    @classmethod
    def carried_from(cls, run: MatchRun | None) -> Self:
        """What the next match of the cycle begins with: published pins are pairings by now."""
        decided = cls.of(run)
        is_published = run is not None and run.state == MatchRun.State.PUBLISHED
        return replace(decided, pins=frozenset()) if is_published else decided

    def columns(self) -> dict[str, list[Any]]:
        """The fields of a version."""
        return {
            "pins": [list(pair) for pair in sorted(self.pins)],
            "forbidden": [list(pair) for pair in sorted(self.forbidden)],
            "left_out": sorted(self.left_out),
        }

    def after(self, change: Change) -> Self:
        """What is decided once the change is made."""
        pins, forbidden, left_out = set(self.pins), set(self.forbidden), set(self.left_out)
        pins -= {*change.pairs_before}
        pins |= {*change.pairs_after}
        forbidden -= {*change.pairs_after}
        left_out -= {participant for pair in change.pairs_after for participant in pair}
        if change.act == Act.UNPINNED:
            pins.discard(change.pair)
        elif change.act == Act.TAKEN_OUT:
            forbidden.add(change.pair)
        elif change.act == Act.ALLOWED:
            forbidden.discard(change.pair)
        elif change.act == Act.LEFT_OUT:
            left_out |= {*change.about}
            pins = {pair for pair in pins if not set(pair) & left_out}
        elif change.act == Act.BROUGHT_BACK:
            left_out -= {*change.about}
        return replace(self, pins=frozenset(pins), forbidden=frozenset(forbidden), left_out=frozenset(left_out))

    def without(self, pairs: Iterable[Pair]) -> Self:
        """These decisions without the pins of pairs that had to give way."""
        return replace(self, pins=self.pins - {*pairs})


def _pairs(rows: Sequence[Sequence[str]]) -> frozenset[Pair]:
    return frozenset((junior, senior) for junior, senior in rows)
