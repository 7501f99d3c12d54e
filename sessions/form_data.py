"""What people type into the forms about meetings, once it is clean."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from programs.models import Topic


@dataclass(frozen=True)
class Slot:
    """When and how two people meet; `starts_at` is aware."""

    starts_at: dt.datetime
    minutes: int
    channel: str
    place: str = ""


@dataclass(frozen=True)
class ItemEntry:
    """Something to do: `kind` is action or commitment, `owner` junior or senior."""

    text: str
    owner: str
    kind: str = "action"
    due_on: dt.date | None = None


@dataclass(frozen=True)
class ReflectionEntry:
    """Only for its author. Ratings are 1 to 5."""

    text: str = ""
    confidence: int | None = None
    safety: int | None = None

    def __bool__(self) -> bool:
        return bool(self.text or self.confidence or self.safety)


@dataclass(frozen=True)
class LogEntry:
    """What came of a meeting that was held."""

    learned: str
    topics: Sequence[Topic] = ()
    win: str = ""
    items: Sequence[ItemEntry] = ()
    insight: str = ""
    insight_audience: str = "pair"
    reflection: ReflectionEntry = field(default_factory=ReflectionEntry)
