"""What came of a match, as a version keeps it: figures, what is proven, who is without a pair, prices to go on from.

Written by `services/store_outcome.py` alone. Places are ids of participants, as text.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, Self

from django.db import models

from matchmaker import Fairness
from matchmaker import Figures as FoundFigures


@dataclass(frozen=True)
class Figures:
    """The figures of a set of pairs. `people` are those who get their first partner by it. `lowest` is None without
    pairs, `would_swap` and `people` where nobody has counted."""

    pairs: int = 0
    total: int = 0
    lowest: int | None = None
    wanted: int = 0
    covered: int = 0
    across: int = 0
    would_swap: int | None = None
    people: int | None = None

    @classmethod
    def of(cls, figures: FoundFigures) -> Self:
        return cls(**asdict(figures))

    @property
    def coverage(self) -> int:
        """Percent of the wanted topics that are covered."""
        return round(100 * self.covered / self.wanted) if self.wanted else 0


@dataclass(frozen=True)
class Proven:
    """Whether no other set is better, and what the best one has; None where it was not looked for. `gap` is how far
    these pairs are from it, None where the two are no numbers of one scale. `most_people` is how many can get their
    first partner, None where that does not count by the rules."""

    is_optimal: bool = False
    most_pairs: int | None = None
    highest_total: int | None = None
    gap: int | None = None
    fairness: Fairness | None = None
    most_people: int | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        fairness = stored.get("fairness")
        return cls(**{**stored, "fairness": Fairness(**fairness) if fairness else None})


@dataclass(frozen=True)
class Outcome:
    """`comparisons` are the figures of simpler ways, by their code; `could_be_mentor` and `could_be_leader` how many
    people have at least one possible partner, None where nobody has counted."""

    figures: Figures = field(default_factory=Figures)
    proven: Proven = field(default_factory=Proven)
    comparisons: Mapping[str, Figures] = field(default_factory=dict)
    could_be_mentor: int | None = None
    could_be_leader: int | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        typed = {
            "figures": Figures(**stored["figures"]),
            "proven": Proven.from_json(stored["proven"]),
            "comparisons": {way: Figures(**figures) for way, figures in stored["comparisons"].items()},
        }
        return cls(**{**stored, **typed})


@dataclass(frozen=True)
class Removal:
    """How many candidates the rule of this code removed, and how many of these no other rule did."""

    reason: str
    removed: int
    alone: int


@dataclass(frozen=True)
class Help:
    """With the rule of this code at `value` (None: off) so many more candidates would be allowed."""

    reason: str
    value: int | None
    allowed: int


@dataclass(frozen=True)
class FewerPlaces:
    """With `places` places instead of as many as `now`, this participant would leave a partner to somebody."""

    participant: str
    now: int
    places: int


@dataclass(frozen=True)
class Limit:
    """How many partners somebody has in all programs together, of how many at most."""

    has: int
    most: int

    @property
    def free(self) -> int:
        return max(0, self.most - self.has)


@dataclass(frozen=True)
class WithoutPair:
    """Why somebody with a free place has no pair; see `matchmaker.Unmatched`."""

    participant: str
    candidates: int
    allowed: int
    free: int
    removals: tuple[Removal, ...] = ()
    helps: tuple[Help, ...] = ()
    fewer_places: FewerPlaces | None = None
    limit: Limit | None = None

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        removals = tuple(Removal(**removal) for removal in stored["removals"])
        helps, fewer = tuple(Help(**help_) for help_ in stored["helps"]), stored.get("fewer_places")
        limit = stored.get("limit")
        typed = {"removals": removals, "helps": helps, "fewer_places": FewerPlaces(**fewer) if fewer else None}
        return cls(**{**stored, **typed, "limit": Limit(**limit) if limit else None})


@dataclass(frozen=True)
class Prices:
    """Why the set that was found is the best one, and what the next search goes on from; by side and place."""

    bonus: int
    of_places: Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Details:
    """What grows with the number of people, and is read where it is needed only."""

    without_pair: tuple[WithoutPair, ...] = ()
    prices: Prices | None = None

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        without_pair = tuple(WithoutPair.from_json(row) for row in stored["without_pair"])
        return cls(without_pair, Prices(**stored["prices"]) if stored["prices"] else None)


class TypedJSONField(models.JSONField):
    """A column of JSON that is one of these dataclasses in Python."""

    shape: ClassVar[type[Outcome] | type[Details]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": self.shape, **kwargs})

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        stored = super().from_db_value(value, expression, connection)
        return self.shape.from_json(stored) if isinstance(stored, dict) else stored

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(
            value.to_json() if isinstance(value, self.shape) else value, connection, prepared
        )


class OutcomeField(TypedJSONField):
    shape = Outcome


class DetailsField(TypedJSONField):
    shape = Details
