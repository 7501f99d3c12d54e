"""The proposed pairs of a run as a list: order and filters as the address asks, a page of it in full.

All pairs are read as sketches, plain tuples of what is searched and sorted by; only the page is read whole.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.paginator import Page
from django.db.models import BooleanField, ExpressionWrapper
from django.http import QueryDict

from frame.lists import page_of
from people.search import are_named
from programs.models import Cycle
from proposals.forms.changes import PairListForm
from proposals.models import MatchRun
from proposals.pair_flags import Link, flags_of, hours_between, links_before
from proposals.pair_rows import Row, compared_on, row_of, with_all_shown, with_wishes
from proposals.withheld_from_team import Discretion


class Face(NamedTuple):
    """What is searched and sorted by of a person; the names are those of `User`."""

    first_name: str
    last_name: str
    preferred_name: str
    department_id: uuid.UUID | None
    department__name: str | None
    time_zone: str
    works_from: dt.time
    works_until: dt.time


class Sketch(NamedTuple):
    """The same of a proposed pair; the names are those of a proposal with its wishes."""

    pk: uuid.UUID
    is_near: bool
    score: int
    is_pinned: bool
    is_manual: bool
    is_wished_by_junior: bool
    is_wished_by_senior: bool
    default_zone: str | None
    mentor: Face
    leader: Face


OWN = Sketch._fields[:-2]
FACES = [f"{side}__user__{field}" for side in ("junior", "senior") for field in Face._fields]
END, MIDDLE = len(OWN), len(OWN) + len(Face._fields)


def sketches_of(run: MatchRun, held_back: Discretion) -> list[Sketch]:
    """Every pair of the run, highest score first. One query."""
    is_near = ExpressionWrapper(held_back.near_pairs, output_field=BooleanField())
    rows = with_wishes(run.proposals.annotate(is_near=is_near)).order_by("-score", "pk").values_list(*OWN, *FACES)
    return [Sketch._make((*row[:END], Face._make(row[END:MIDDLE]), Face._make(row[MIDDLE:]))) for row in rows]


@dataclass(frozen=True)
class PairList:
    """What the template shows: how many there are, the form of the filters, and one page of what fits."""

    count: int
    form: PairListForm
    page: Page[Row]

    @property
    def fits(self) -> int:
        return self.page.paginator.count


def pair_list(run: MatchRun, cycle: Cycle, asked: QueryDict, held_back: Discretion) -> PairList:
    """The page of the list that an address asks for; what it asks wrongly is left out. Three queries.

    Pairs that are too near the reader come last: neither their place in an order nor a filter tells of their score.
    """
    sketches, met, on = sketches_of(run, held_back), links_before(run), compared_on(cycle)
    form = PairListForm(asked, departments=departments_of(sketches))
    wanted = form.wanted
    found = [sketch for sketch in sketches if fits(sketch, wanted)]
    near = sorted((sketch for sketch in found if sketch.is_near), key=_by_name)
    found = [sketch for sketch in found if not sketch.is_near]
    if flag := wanted.get("flag"):
        found = [sketch for sketch in found if flag in flag_codes(sketch, met, on)]
    if wanted.get("sort") == "flags":
        found.sort(key=lambda sketch: -len(flag_codes(sketch, met, on)))
    elif key := ORDERS.get(wanted.get("sort", "")):
        found.sort(key=key)
    if not flag and wanted.get("below") is None:
        found += near
    page = page_of(asked, found)
    page.object_list = in_full(run, list(page), met, on)
    return PairList(len(sketches), form, page)


def in_full(run: MatchRun, sketches: Sequence[Sketch], met: set[Link], on: dt.date) -> list[Row]:
    """These pairs as rows, in the order of the sketches. One query."""
    shown = with_all_shown(run.proposals.filter(pk__in=[sketch.pk for sketch in sketches]))
    proposals = {proposal.pk: proposal for proposal in shown}
    return [row_of(proposals[sketch.pk], met, on, is_near=sketch.is_near) for sketch in sketches]


def flag_codes(sketch: Sketch, met: set[Link], on: dt.date) -> list[str]:
    """The flags of a pair, without their words."""
    hours = hours_between(sketch.mentor, sketch.leader, sketch.default_zone, on)
    return [flag.code for flag in flags_of(sketch, sketch.mentor, sketch.leader, hours, met)]


def departments_of(sketches: Iterable[Sketch]) -> list[tuple[str, str]]:
    """The departments of these people, by name."""
    faces = (face for sketch in sketches for face in (sketch.mentor, sketch.leader))
    found = {(str(face.department_id), face.department__name) for face in faces if face.department__name}
    return sorted(found, key=lambda one: one[1].lower())


def fits(sketch: Sketch, wanted: dict[str, Any]) -> bool:
    """Whether a pair passes the filters, that of the flag left aside."""
    mentor, leader = sketch.mentor, sketch.leader
    departments, below = {str(mentor.department_id), str(leader.department_id)}, wanted.get("below")
    return (
        are_named(wanted.get("q", ""), *mentor[:3], *leader[:3])
        and (not wanted.get("department") or wanted["department"] in departments)
        and (below is None or sketch.score < below)
    )


def _by_department(sketch: Sketch) -> tuple[str, str, str]:
    one, other = sketch.mentor.department__name, sketch.leader.department__name
    return (one or "\uffff").lower(), (other or "\uffff").lower(), sketch.mentor.last_name


def _by_name(sketch: Sketch) -> tuple[str, str]:
    return sketch.mentor.last_name.lower(), sketch.mentor.first_name.lower()


#: Orders besides the highest score first; each keeps that one among equals.
ORDERS: dict[str, Callable[[Sketch], Any]] = {
    "low": lambda sketch: sketch.score,
    "name": _by_name,
    "department": _by_department,
}
