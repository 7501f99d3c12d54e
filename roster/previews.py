"""What is kept of a plan for the preview page: its facts, and every row of each kind, cut into pages.

Pages are rows of their own, so that looking at one of a thousand reads that one alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import batched
from typing import Any

from people.timezones import name_of
from roster.models import RosterImport, RosterPage
from roster.people_rows import Person
from roster.plan import Change, EmailChange, Plan
from roster.preparing import Prepared, count_titles
from roster.records import Problem

PER_PAGE = 50
PAGES_AT_ONCE = 200
MOST_TITLES = 500

Row = dict[str, Any]


def preview_of(prepared: Prepared) -> dict[str, Any]:
    """JSON of what the preview says beside its rows."""
    plan = prepared.plan
    return {
        "spared": [person.name for person in plan.spared],
        "places": [[*place, count] for place, count in plan.unclear_places.items()],
        "titles": count_titles(plan, prepared.people)[:MOST_TITLES],
        "must_type": plan.must_type,
    }


def keep_pages(roster: RosterImport, prepared: Prepared) -> None:
    """Put every row of the plan in place of those kept so far; within the caller's transaction."""
    roster.pages.all().delete()
    for pages in batched(_pages(roster, prepared), PAGES_AT_ONCE):
        RosterPage.objects.bulk_create(pages)


def _pages(roster: RosterImport, prepared: Prepared) -> Iterator[RosterPage]:
    """Pages are made when they are asked for: fifty thousand rows are never there at once."""
    for part, rows in _parts(prepared.plan, _names(prepared)).items():
        for number, some in enumerate(batched(rows, PER_PAGE), start=1):
            yield RosterPage(roster=roster, part=part, number=number, rows=list(some))


def _names(prepared: Prepared) -> Mapping[Any, str]:
    return {person.id: person.name for person in prepared.people} | prepared.plan.names


def _parts(plan: Plan, names: Mapping[Any, str]) -> dict[str, Iterator[Row]]:
    """The rows of each part of a preview, each as JSON."""

    def each[Thing](things: Iterable[Thing], row: Callable[[Thing], Row]) -> Iterator[Row]:
        return (row(thing) for thing in things)

    return {
        "problems": each(plan.problems, Problem._asdict),
        "create": each(plan.creates, lambda change: _created(change, names)),
        "update": each(plan.updates, lambda change: _updated(change, names)),
        "follow": each(plan.followers, lambda change: _updated(change, names)),
        "held": each(plan.held, lambda change: _updated(change, names)),
        "leave": each(plan.leavers, _left),
        "email": each(plan.email_changes, _with_other_email),
    }


def _left(person: Person) -> Row:
    return {"name": person.name, "job_title": person.job_title}


def _with_other_email(change: EmailChange) -> Row:
    return {"id": str(change.id)} | {name: getattr(change, name) for name in ("row", "name", "before", "after")}


def _created(change: Change, names: Mapping[Any, str]) -> Row:
    after = {name: _shown(name, values[1], names) for name, values in change.fields.items()}
    place = ", ".join(filter(None, (after.get("city"), after.get("country"))))
    return {"row": change.row, "name": change.name, "place": place} | {
        name: after.get(name, "") for name in ("email", "job_title", "department", "level", "manager", "time_zone")
    }


def _updated(change: Change, names: Mapping[Any, str]) -> Row:
    fields = [
        [name, _shown(name, before, names), _shown(name, after, names)]
        for name, (before, after) in change.fields.items()
        if name not in ("level_source", "left_at")
    ]
    return {"row": change.row, "name": change.name, "fields": fields}


def _shown(name: str, value: object, names: Mapping[Any, str]) -> str:
    if value is None:
        return ""
    if name == "time_zone":
        return name_of(str(value))
    return names.get(value, "?") if name == "manager" else str(value)
