"""What is kept of a plan for the preview page: its facts, and every row of each kind, cut into pages.

Pages are rows of their own, so that looking at one of a thousand reads that one alone.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from typing import Any

from django.db.models import Q

from people.timezones import name_of
from roster.changes import Change, Created, EmailChange, Plan
from roster.entry import ENTRY_FIELDS
from roster.models import RosterImport, RosterPage
from roster.people_rows import Person
from roster.preparing import Prepared, count_titles
from roster.records import RowProblem, grouped

PER_PAGE = 50
PAGES_AT_ONCE = 50
MOST_TITLES = 500
MOST_BY_HAND = 50
MOST_QUESTIONS = 200

WITHOUT_COLUMN = [field.name for field in ENTRY_FIELDS if field.shown_to]
"""Fields that the table of new people has no column for."""

Row = dict[str, Any]


def preview_of(prepared: Prepared) -> dict[str, Any]:
    """JSON of what the preview says beside its rows."""
    plan = prepared.plan
    return {
        "by_hand": [person.name for person in plan.by_hand[:MOST_BY_HAND]],
        "more_by_hand": max(0, len(plan.by_hand) - MOST_BY_HAND),
        "spared": [person.name for person in plan.spared],
        "places": [[*place, count] for place, count in plan.unclear_places.items()],
        "managers": [list(row) for row in plan.namesakes],
        "questions": [list(question) for question in plan.questions[:MOST_QUESTIONS]],
        "titles": count_titles(plan, prepared.people)[:MOST_TITLES],
        "must_type": plan.must_type,
    }


def keep_pages(roster: RosterImport, prepared: Prepared) -> dict[str, int]:
    """Put every row of the plan in place of those kept so far; the answer is the number of the last page of each part.

    In pieces, none of which waits for the next: a second worker with the same file writes the same.
    """
    last: dict[str, int] = {}
    for pages in batched(_pages(roster, prepared), PAGES_AT_ONCE):
        RosterPage.objects.bulk_create(
            pages, update_conflicts=True, unique_fields=["roster", "part", "number"], update_fields=["rows"]
        )
        last |= {page.part: page.number for page in pages}
    return last


def forget_pages_after(roster: RosterImport, last: dict[str, int]) -> None:
    """Delete what a longer preview has left behind the last page of each part."""
    staying = Q()
    for part, number in last.items():
        staying |= Q(part=part, number__lte=number)
    roster.pages.exclude(staying).delete() if last else roster.pages.all().delete()


def _pages(roster: RosterImport, prepared: Prepared) -> Iterator[RosterPage]:
    """Pages are made when they are asked for: fifty thousand rows are never there at once."""
    for part, rows in _parts(prepared.plan).items():
        for number, some in enumerate(batched(rows, PER_PAGE), start=1):
            yield RosterPage(roster=roster, part=part, number=number, rows=list(some))


def _parts(plan: Plan) -> dict[str, Iterator[Row]]:
    """The rows of each part of a preview, each as JSON."""

    def each[Thing](things: Iterable[Thing], row: Callable[[Thing], Row]) -> Iterator[Row]:
        return (row(thing) for thing in things)

    return {
        "problems": each(grouped(plan.problems).items(), _problem),
        "create": each(plan.creates, lambda change: _created(change, plan)),
        "update": each(plan.updates, lambda change: _updated(change, plan)),
        "follow": each(plan.followers, lambda change: _updated(change, plan)),
        "held": each(plan.held, lambda change: _updated(change, plan)),
        "leave": each(plan.leavers, _left),
        "email": each(plan.email_changes, _with_other_email),
    }


def _problem(group: tuple[RowProblem, list[int]]) -> Row:
    problem, rows = group
    return problem._asdict() | {"row": rows[0], "rows": rows}


def _left(person: Person) -> Row:
    return {"name": person.name, "job_title": person.job_title}


def _with_other_email(change: EmailChange) -> Row:
    return {"id": str(change.id)} | {name: getattr(change, name) for name in ("row", "name", "before", "after")}


def _created(change: Created, plan: Plan) -> Row:
    after = {name: _shown(name, values[1], plan) for name, values in change.fields.items()}
    place = ", ".join(filter(None, (after.get("city"), after.get("country"))))
    more = [[name, after[name]] for name in WITHOUT_COLUMN if name in after]
    greeting = after.get("preferred_name") or after.get("first_name") or after["email"].partition("@")[0]
    return {"row": change.row, "name": change.name, "greeting": greeting, "place": place, "more": more} | {
        name: after.get(name, "") for name in ("email", "job_title", "department", "level", "manager", "time_zone")
    }


def _updated(change: Change, plan: Plan) -> Row:
    fields = [
        [name, _shown(name, before, plan), _shown(name, after, plan)]
        for name, (before, after) in change.fields.items()
        if name not in ("level_source", "left_at")
    ]
    return {"row": change.row, "name": change.name, "fields": fields}


def _shown(name: str, value: object, plan: Plan) -> str:
    if value is None:
        return ""
    if name == "time_zone":
        return name_of(str(value))
    return plan.name_of(value) if name == "manager" else str(value)
