"""What the two have come to, on the page of the two: milestones and small wins, each with one's own choice whether
everyone in the program sees it; and what the leader would say to the mentor's line manager."""

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value
from django.db.models.fields import TextField
from django.db.models.functions import Cast

from community.models import ManagerWord, Milestone
from pairings.models import Pairing
from pairings.sections import Builder, Section
from people.models import User
from programs.models import Side
from sessions.models import Win

SHOWN_WINS = 6
MILESTONE, WIN, WORD = "milestone", "win", "word"


@dataclass(frozen=True)
class Row:
    """One of these as its reader sees it. `words` are a win's own, of a milestone its kind; of a word to the manager
    `is_chosen` says that it is decided about."""

    what: str
    pk: uuid.UUID
    words: str
    is_chosen: bool
    is_public: bool
    version: int
    at: dt.datetime

    @property
    def sentence(self) -> str:
        """What the two read."""
        return str(Milestone.WARM[Milestone.Kind(self.words)]) if self.what == MILESTONE else self.words


def well_done(pairing: Pairing, user: User) -> Section | None:
    """Nothing before the two have begun. One query."""
    if pairing.opened_at is None:
        return None
    side = pairing.side_of(user)
    rows = sorted(_rows(pairing, side, user), key=lambda row: row.at, reverse=True)
    context: dict[str, Any] = {
        "pairing": pairing,
        "milestones": [row for row in rows if row.what == MILESTONE],
        "wins": [row for row in rows if row.what == WIN][:SHOWN_WINS],
        "word": next((row for row in rows if row.what == WORD), None),
        "leader": pairing.senior.user,
        "is_leader": side == Side.SENIOR,
    }
    return {"template": "community/parts/well_done.html", "context": context, "position": 45}


def _rows(pairing: Pairing, side: str, user: User) -> Iterator[Row]:
    """All in one query, for the page has many sections."""
    words = ManagerWord.objects.visible_to(user).filter(pairing=pairing)
    is_decided = Q(released_at__isnull=False) | Q(kept_at__isnull=False)
    parts = (
        _columns(
            Milestone.objects.filter(pairing=pairing), MILESTONE, F("kind"), Q(**{f"{side}_shows": True}),
            Q(published_at__isnull=False), Value(0), F("noted_at"),
        ),
        _columns(
            Win.objects.filter(pairing=pairing, taken_back_at__isnull=True), WIN, F("text"),
            Q(**{f"shared__{side}_version": F("version")}),
            Q(shared__published_at__isnull=False, shared__junior_version=F("version")), F("version"), F("created_at"),
        ),
        _columns(words, WORD, Value(""), is_decided, Q(pk__isnull=True), Value(0), F("written_at")),
    )  # fmt: skip
    for row in parts[0].union(*parts[1:], all=True).order_by():
        what, pk, text, is_chosen, is_public, version, at = row
        yield Row(what, pk, text, bool(is_chosen), bool(is_public), version, at)


def _columns(
    rows: QuerySet[Any, Any], what: str, words: Any, is_chosen: Q, is_public: Q, version: Any, at: Any
) -> QuerySet[Any, Any]:
    flags = (ExpressionWrapper(flag, BooleanField()) for flag in (is_chosen, is_public))
    named = (Value(what, TextField()), F("pk"), Cast(words, TextField()))
    return rows.order_by().values_list(*named, *flags, Cast(version, IntegerField()), at)


SECTION = Builder(well_done)
