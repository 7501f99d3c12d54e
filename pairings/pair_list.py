"""The proposed pairs of a run as a list: flags, order and filters as the address asks, a page of it in full."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone

from pairings.flags import Flag, Hours, Link, flags_of, hours_of, links_before
from pairings.forms.pair_list import PairListForm
from pairings.matching_words import PARTS
from pairings.models import MatchRun, Proposal
from people.models import Organization, User
from programs.models import Cycle, Wish

PER_PAGE = 25
#: What a row shows of a person.
FACE = (
    "first_name", "last_name", "preferred_name", "email", "job_title", "time_zone", "works_from", "works_until",
    "department__name",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A proposed pair as the list shows it. The bars are the parts that count at all, with the most they can give."""

    proposal: Proposal
    flags: list[Flag]
    hours: Hours
    bars: list[dict[str, Any]]
    covered: list[str]
    missing: list[str]

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
        """The parts side by side on a bar of 1000 points: name, start and width."""
        found, start = [], 0
        for bar in self.bars:
            found.append({"part": bar["part"], "start": start, "width": bar["points"]})
            start += bar["points"]
        return found


def rows_of(run: MatchRun, cycle: Cycle) -> list[Row]:
    """Every pair of the run, highest score first. Two queries, however many."""
    met, on = links_before(run), compared_on(cycle)
    return [row_of(proposal, met, on) for proposal in with_all_shown(run.proposals.all())]


def compared_on(cycle: Cycle) -> dt.date:
    """The date on which clocks are compared: the first of the cycle, or today when that is past."""
    return max(cycle.starts_on or dt.date.min, timezone.now().date())


def with_all_shown(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """With both people, the wishes between them, and the zone of who has none."""
    sides = {
        "junior": Wish.objects.filter(participant=OuterRef("junior"), wanted=OuterRef("senior__user")),
        "senior": Wish.objects.filter(participant=OuterRef("senior"), wanted=OuterRef("junior__user")),
    }
    shown = proposals.select_related("junior__user__department", "senior__user__department")
    shown = shown.annotate(
        is_wished_by_junior=Exists(sides["junior"]),
        is_wished_by_senior=Exists(sides["senior"]),
        default_zone=Subquery(Organization.objects.values("time_zone")[:1]),
    )
    people = [f"{side}__user__{field}" for side in sides for field in FACE]
    own = ("run", "score", "parts", "is_pinned", "is_manual", "junior__user", "senior__user")
    return shown.only(*own, *people).order_by("-score", "pk")


def row_of(proposal: Proposal, met: set[Link], on: dt.date) -> Row:
    """One pair; `met` are the departments that knew each other before."""
    hours = hours_of(proposal, on)
    bars = [{**part, "label": PARTS.get(part["part"], part["part"])} for part in proposal.parts if part["most"]]
    topics: dict[str, Any] = next((part for part in proposal.parts if part["part"] == "topics"), {})
    covered, missing = topics.get("covered", []), topics.get("missing", [])
    return Row(proposal, flags_of(proposal, hours, met), hours, bars, covered, missing)


@dataclass(frozen=True)
class PairList:
    """What the template shows: how many there are, the form of the filters, and one page of what fits."""

    count: int
    form: PairListForm
    page: Page[Row]

    @property
    def fits(self) -> int:
        return self.page.paginator.count


def pair_list(run: MatchRun, cycle: Cycle, asked: QueryDict) -> PairList:
    """The page of the list that an address asks for; what it asks wrongly is left out."""
    rows = rows_of(run, cycle)
    form = PairListForm(asked, departments=departments_of(rows))
    wanted = form.wanted
    found = [row for row in rows if fits(row, wanted)]
    key = ORDERS.get(wanted.get("sort", ""))
    if key:
        found.sort(key=key)
    return PairList(len(rows), form, Paginator(found, PER_PAGE).get_page(asked.get("page")))


def departments_of(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """The departments of these people, by name."""
    found = {user.department for row in rows for user in (row.mentor, row.leader) if user.department}
    return [(str(one.pk), one.name) for one in sorted(found, key=lambda one: one.name.lower())]


def fits(row: Row, wanted: dict[str, Any]) -> bool:
    """Whether a pair passes all filters."""
    names = f"{row.mentor.name} {row.mentor.first_name} {row.leader.name} {row.leader.first_name}".lower()
    departments = {str(row.mentor.department_id), str(row.leader.department_id)}
    flag, below = wanted.get("flag"), wanted.get("below")
    return (
        all(word in names for word in wanted.get("q", "").lower().split())
        and (not wanted.get("department") or wanted["department"] in departments)
        and (not flag or any(one.code == flag for one in row.flags))
        and (below is None or row.proposal.score < below)
    )


def _by_department(row: Row) -> tuple[str, str, str]:
    one, other = row.mentor.department, row.leader.department
    return one.name.lower() if one else "\uffff", other.name.lower() if other else "\uffff", row.mentor.last_name


#: Orders besides the highest score first; each keeps that one among equals.
ORDERS: dict[str, Callable[[Row], Any]] = {
    "low": lambda row: row.proposal.score,
    "name": lambda row: (row.mentor.last_name.lower(), row.mentor.first_name.lower()),
    "department": _by_department,
    "flags": lambda row: -len(row.flags),
}
