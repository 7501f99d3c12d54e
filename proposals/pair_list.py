"""The proposed pairs of a run as a list: order and filters as the address asks, a page of it in full."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, Count, Exists, F, OrderBy, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Lower
from django.http import QueryDict
from django.utils import timezone

from frame.lists import page_of
from pairings.partners import number_elsewhere
from people.models import Organization, User
from people.search import named
from programs.models import Cycle, Wish
from proposals.flag_filters import FlagFilters
from proposals.forms.changes import PairListForm
from proposals.matching_words import bar_of
from proposals.models import MatchRun, Proposal
from proposals.pair_flags import Flag, Hours, Link, flags_of, hours_between, links_before
from proposals.points_possible import possible_in_all
from proposals.withheld_from_team import Withheld, neutral

SIDES = ("junior", "senior")
NAMES = (Lower("junior__user__last_name").asc(), Lower("junior__user__first_name").asc(), F("pk").asc())
DEPARTMENTS = tuple(Lower(f"{side}__user__department__name").asc(nulls_last=True) for side in SIDES)
#: Orders besides the highest score first; each keeps that one among equals.
ORDERS: dict[str, Sequence[OrderBy]] = {
    "low": [F("score").asc()],
    "name": NAMES[:2],
    "department": [*DEPARTMENTS, F("junior__user__last_name").asc()],
}
#: What a row shows of a person.
FACE = (
    "first_name", "last_name", "preferred_name", "email", "job_title", "time_zone", "works_from", "works_until",
    "department__name",
)  # fmt: skip


def departments_and_count(pairs: QuerySet[Proposal]) -> tuple[list[tuple[str, str]], int]:
    """The departments of the people of these pairs, by name, and how many pairs there are. One query."""
    columns = [f"{side}__user__department{name}" for side in SIDES for name in ("", "__name")]
    rows = list(pairs.order_by().values_list(*columns).annotate(number=Count("pk")))
    departments = {(str(pk), name) for row in rows for pk, name in (row[0:2], row[2:4]) if pk}
    return sorted(departments, key=lambda named: named[1].lower()), sum(row[4] for row in rows)


def _matching(pairs: QuerySet[Proposal], wanted: dict[str, Any], flags: FlagFilters | None) -> QuerySet[Proposal]:
    """The pairs that pass the filters."""
    pairs = pairs.filter(named(wanted.get("q", ""), *(f"{side}__user" for side in SIDES)))
    if department := wanted.get("department"):
        pairs = pairs.filter(Q(junior__user__department=department) | Q(senior__user__department=department))
    if (below := wanted.get("below")) is not None:
        pairs = pairs.filter(score__lt=below)
    if flags and (flag := wanted.get("flag")):
        pairs = pairs.filter(flags.condition(flag))
    return pairs


def _in_order(
    pairs: QuerySet[Proposal], wanted: dict[str, Any], flags: FlagFilters | None, withheld: Withheld
) -> QuerySet[Proposal]:
    """In the order that is asked for; those too near the reader last, by name, and not at all where a filter would
    tell of them."""
    sort, highest_first = wanted.get("sort", ""), OrderBy(F("score"), descending=True)
    asked = [flags.number.desc()] if flags and sort == "flags" else ORDERS.get(sort, [])
    if not withheld:
        return pairs.order_by(*asked, highest_first, "pk")
    near = withheld.near_pairs
    if wanted.get("flag") or wanted.get("below") is not None:
        return pairs.exclude(near).order_by(*asked, highest_first, "pk")
    told = [_but_of(near, order) for order in (*asked, highest_first)]
    return pairs.order_by(Case(When(near, then=1), default=0), *told, *NAMES)


def _but_of(near: Q, order: OrderBy) -> OrderBy:
    """An order in which all of those stand alike who are near."""
    key = Case(When(~near, then=order.expression))
    return OrderBy(key, descending=order.descending, nulls_last=True)


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
    def possible(self) -> int:
        """How many points these two could have: what neither said is not held against them."""
        return possible_in_all(self.proposal.parts)

    @property
    def topics_wanted(self) -> int:
        return len(self.covered) + len(self.missing)

    @property
    def slices(self) -> list[dict[str, Any]]:
        """The parts side by side on a bar of 1000 points: number, start and width."""
        slices, start = [], 0
        for bar in self.bars:
            slices.append({"number": bar["number"], "start": start, "width": bar["points"]})
            start += bar["points"]
        return slices


@dataclass(frozen=True)
class PairList:
    """What the template shows: how many there are, the form of the filters, and one page of what fits."""

    count: int
    form: PairListForm
    page: Page[Row]

    @property
    def fits(self) -> int:
        return self.page.paginator.count


def pair_list(run: MatchRun, cycle: Cycle, asked: QueryDict, withheld: Withheld) -> PairList:
    """The page of the list that an address asks for; what it asks wrongly is left out. Three queries, and at most
    two more where it is filtered.

    Pairs that are too near the reader come last: neither their place in an order nor a filter tells of their score.
    """
    pairs, on, met = run.proposals, compared_on(cycle), links_before(run)
    departments, count = departments_and_count(pairs)
    form = PairListForm(asked, departments=departments)
    wanted = form.wanted
    asks_flags = wanted.get("flag") or wanted.get("sort") == "flags"
    flags = FlagFilters(pairs, met, on) if asks_flags else None
    shown = _in_order(with_all_shown(_matching(pairs, wanted, flags)), wanted, flags, withheld)
    page = page_of(asked, shown, count=None if form.is_filtered else count)
    page.object_list = [
        row_of(pair, met, on, is_near=withheld.covers(pair.junior_id, pair.senior_id)) for pair in page.object_list
    ]
    return PairList(count, form, page)


def compared_on(cycle: Cycle) -> dt.date:
    """The date on which clocks are compared: the first of the cycle, or today when that is past."""
    return max(cycle.starts_on or dt.date.min, timezone.now().date())


def with_all_shown(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With both people, the wishes between them, the zone of who has none, and how many partners each has elsewhere."""
    load = {f"{side}_elsewhere": number_elsewhere(side) for side in SIDES}
    shown = with_wishes(proposals).annotate(**load)
    shown = shown.select_related("junior__user__department", "senior__user__department")
    people = [f"{side}__user__{field}" for side in ("junior", "senior") for field in FACE]
    own = ("run", "score", "parts", "is_pinned", "is_manual", "junior__user", "senior__user")
    return shown.only(*own, *people).order_by("-score", "pk")


def with_wishes(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With the wishes between the two, and the zone of who has none."""
    sides = {
        "junior": Wish.objects.filter(participant=OuterRef("junior"), wanted=OuterRef("senior__user")),
        "senior": Wish.objects.filter(participant=OuterRef("senior"), wanted=OuterRef("junior__user")),
    }
    wishes = {f"is_wished_by_{side}": Exists(wish) for side, wish in sides.items()}
    zone = {"default_zone": Subquery(Organization.objects.values("time_zone")[:1])}
    return proposals.annotate(**wishes, **zone)


def row_of(proposal: Proposal, met: set[Link], on: dt.date, *, is_near: bool) -> Row:
    """One pair; `met` are the departments that knew each other before."""
    mentor, leader = proposal.junior.user, proposal.senior.user
    hours = hours_between(mentor, leader, proposal.default_zone, on)
    bars = [bar_of(part) for part in proposal.parts if part["most"]]
    topics: dict[str, Any] = next((part for part in proposal.parts if part["part"] == "topics"), {})
    covered, missing = topics.get("covered", []), topics.get("missing", [])
    flags = flags_of(proposal, mentor, leader, hours, met)
    return Row(proposal, flags, hours, bars, covered, missing, is_near)
