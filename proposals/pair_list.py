"""The proposed pairs of a run as a list: order and filters as the address asks, by the database; one page is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.http import QueryDict

from frame.lists import page_of
from people.search import named
from programs.models import Cycle
from proposals.flag_filters import FlagFilters
from proposals.forms.changes import PairListForm
from proposals.models import MatchRun, Proposal
from proposals.pair_flags import links_before
from proposals.pair_rows import Row, compared_on, row_of, with_all_shown
from proposals.withheld_from_team import Discretion

SIDES = ("junior", "senior")
NAMES = (Lower("junior__user__last_name"), Lower("junior__user__first_name"), "pk")
DEPARTMENTS = tuple(Lower(f"{side}__user__department__name").asc(nulls_last=True) for side in SIDES)
#: Orders besides the highest score first; each keeps that one among equals.
ORDERS: dict[str, Sequence[Any]] = {
    "low": [F("score").asc()],
    "name": NAMES[:2],
    "department": [*DEPARTMENTS, "junior__user__last_name"],
}


@dataclass(frozen=True)
class PairList:
    """What the template shows: how many there are, the form of the filters, and one page of what fits."""

    count: int
    form: PairListForm
    page: Page[Row]

    @property
    def fits(self) -> int:
        return self.page.paginator.count


@dataclass(frozen=True)
class InTurn:
    """Two lists, one after the other, for a paginator."""

    first: QuerySet[Proposal]
    second: QuerySet[Proposal]

    def __len__(self) -> int:
        return self.first.count() + self.second.count()

    def __getitem__(self, wanted: slice) -> list[Proposal]:
        found, size = list(self.first[wanted]), wanted.stop - wanted.start
        if len(found) == size:
            return found
        passed = self.first.count()
        return [*found, *self.second[max(0, wanted.start - passed) : wanted.stop - passed]]


def pair_list(run: MatchRun, cycle: Cycle, asked: QueryDict, held_back: Discretion) -> PairList:
    """The page of the list that an address asks for; what it asks wrongly is left out. Three queries, and at most
    four more where it is filtered or somebody is near the reader.

    Pairs that are too near the reader come last: neither their place in an order nor a filter tells of their score.
    """
    pairs, on, met = run.proposals, compared_on(cycle), links_before(run)
    departments, count = departments_and_count(pairs)
    form = PairListForm(asked, departments=departments)
    wanted = form.wanted
    asks_flags = wanted.get("flag") or wanted.get("sort") == "flags"
    flags = FlagFilters(pairs, met, on) if asks_flags else None
    shown = _in_order(with_all_shown(_matching(pairs, wanted, flags)), wanted, flags, held_back)
    page = page_of(asked, shown, count=None if form.is_filtered else count)
    page.object_list = [
        row_of(pair, met, on, is_near=held_back.covers(pair.junior_id, pair.senior_id)) for pair in page.object_list
    ]
    return PairList(count, form, page)


def departments_and_count(pairs: QuerySet[Proposal]) -> tuple[list[tuple[str, str]], int]:
    """The departments of the people of these pairs, by name, and how many pairs there are. One query."""
    mentors, leaders = (
        pairs.order_by()
        .values_list(f"{side}__user__department", f"{side}__user__department__name")
        .annotate(number=Count("pk"), is_mentor=Value(side == "junior"))
        for side in SIDES
    )
    rows = list(mentors.union(leaders, all=True).order_by())
    departments = {(str(pk), name) for pk, name, _number, _is_mentor in rows if pk}
    count = sum(number for _pk, _name, number, is_mentor in rows if is_mentor)
    return sorted(departments, key=lambda named: named[1].lower()), count


def _matching(pairs: QuerySet[Proposal], wanted: dict[str, Any], flags: FlagFilters | None) -> QuerySet[Proposal]:
    """The pairs that pass the filters."""
    pairs = pairs.filter(named(wanted.get("q", ""), *(f"{side}__user" for side in SIDES)))
    if department := wanted.get("department"):
        pairs = pairs.filter(Q(junior__user__department=department) | Q(senior__user__department=department))
    if (below := wanted.get("below")) is not None:
        pairs = pairs.filter(score__lt=below)
    if flags and (flag := wanted.get("flag")):
        pairs = pairs.filter(flags.conditions[flag])
    return pairs


def _in_order(
    pairs: QuerySet[Proposal], wanted: dict[str, Any], flags: FlagFilters | None, held_back: Discretion
) -> QuerySet[Proposal] | InTurn:
    """In the order that is asked for; those too near the reader last, by name, and not at all where a filter would
    tell of them."""
    sort = wanted.get("sort", "")
    order = [flags.number.desc()] if flags and sort == "flags" else ORDERS.get(sort, [])
    in_order = pairs.order_by(*order, "-score", "pk")
    if not held_back:
        return in_order
    near = Q(junior__in=held_back.places) | Q(senior__in=held_back.places)
    tells_of_them = bool(wanted.get("flag")) or wanted.get("below") is not None
    last = pairs.none() if tells_of_them else pairs.filter(near)
    return InTurn(in_order.exclude(near), last.order_by(*NAMES))
