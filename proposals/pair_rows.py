"""A proposed pair in full: both people, flags, hours, the score with its parts and topics."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils import timezone

from people.models import Organization, User
from programs.models import Cycle, Wish
from proposals.matching_words import bar_of
from proposals.models import Proposal
from proposals.pair_flags import Flag, Hours, Link, Wished, flags_of, hours_between
from proposals.withheld_from_team import neutral

#: What a row shows of a person.
FACE = (
    "first_name", "last_name", "preferred_name", "email", "job_title", "time_zone", "works_from", "works_until",
    "department__name",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A proposed pair as the list shows it. The bars are the parts that count at all, with the most they can give.

    Of a pair that is too near the reader (`is_near`) only the names are shown.
    """

    proposal: Proposal
    flags: list[Flag]
    hours: Hours
    bars: list[dict[str, Any]]
    covered: list[str]
    missing: list[str]
    is_near: bool = False

    @property
    def instead(self) -> str:
        """What is shown of a pair that is too near."""
        return neutral()

    @property
    def mentor(self) -> User:
        return self.proposal.junior.user

    @property
    def leader(self) -> User:
        return self.proposal.senior.user

    @property
    def topics_wanted(self) -> int:
        return len(self.covered) + len(self.missing)

    @property
    def slices(self) -> list[dict[str, Any]]:
        """The parts side by side on a bar of 1000 points: number, start and width."""
        found, start = [], 0
        for bar in self.bars:
            found.append({"number": bar["number"], "start": start, "width": bar["points"]})
            start += bar["points"]
        return found


def compared_on(cycle: Cycle) -> dt.date:
    """The date on which clocks are compared: the first of the cycle, or today when that is past."""
    return max(cycle.starts_on or dt.date.min, timezone.now().date())


def with_all_shown(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With both people, the wishes between them, and the zone of who has none."""
    shown = with_wishes(proposals).select_related("junior__user__department", "senior__user__department")
    people = [f"{side}__user__{field}" for side in ("junior", "senior") for field in FACE]
    own = ("run", "score", "parts", "is_pinned", "is_manual", "junior__user", "senior__user")
    return shown.only(*own, *people).order_by("-score", "pk")


def with_wishes(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With the wishes between the two, and the zone of who has none."""
    sides = {
        "junior": Wish.objects.filter(participant=OuterRef("junior"), wanted=OuterRef("senior__user")),
        "senior": Wish.objects.filter(participant=OuterRef("senior"), wanted=OuterRef("junior__user")),
    }
    return proposals.annotate(
        is_wished_by_junior=Exists(sides["junior"]),
        is_wished_by_senior=Exists(sides["senior"]),
        default_zone=Subquery(Organization.objects.values("time_zone")[:1]),
    )


def row_of(proposal: Proposal, met: set[Link], on: dt.date, *, is_near: bool) -> Row:
    """One pair; `met` are the departments that knew each other before."""
    mentor, leader = proposal.junior.user, proposal.senior.user
    hours = hours_between(mentor, leader, proposal.default_zone, on)  # type: ignore[attr-defined]
    bars = [bar_of(part) for part in proposal.parts if part["most"]]
    topics: dict[str, Any] = next((part for part in proposal.parts if part["part"] == "topics"), {})
    covered, missing = topics.get("covered", []), topics.get("missing", [])
    flags = flags_of(cast(Wished, proposal), mentor, leader, hours, met)
    return Row(proposal, flags, hours, bars, covered, missing, is_near)
