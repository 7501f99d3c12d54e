"""What is kept of a plan for the preview page: counts, and the first rows of each kind."""

from typing import Any

from people.roster.plan import Change, Plan
from people.roster.preparing import Prepared, count_titles

MOST = 2000
MOST_PROBLEMS = 20_000
MOST_TITLES = 500


def preview_of(prepared: Prepared) -> dict[str, Any]:
    """JSON of the plan's rows, at most MOST of each kind (the counts are whole)."""
    plan = prepared.plan
    names = {person.id: person.name for person in prepared.people} | plan.names
    return {
        "create": [_created(change, names) for change in plan.creates[:MOST]],
        "update": [_updated(change, names) for change in plan.updates[:MOST]],
        "follow": [_updated(change, names) for change in plan.followers[:MOST]],
        "leave": [{"name": person.name, "job_title": person.job_title} for person in plan.leavers[:MOST]],
        "spared": [person.name for person in plan.spared],
        "email": [
            {"id": str(change.id)} | {name: getattr(change, name) for name in ("row", "name", "before", "after")}
            for change in plan.email_changes[:MOST]
        ],
        "places": [[*place, count] for place, count in plan.unclear_places.items()],
        "titles": count_titles(plan, prepared.people)[:MOST_TITLES],
        "must_type": plan.must_type,
    }


def problems_of(plan: Plan) -> list[dict[str, Any]]:
    return [problem._asdict() for problem in plan.problems[:MOST_PROBLEMS]]


def _created(change: Change, names: dict[Any, str]) -> dict[str, Any]:
    after = {name: _shown(name, values[1], names) for name, values in change.fields.items()}
    place = ", ".join(filter(None, (after.get("city"), after.get("country"))))
    return {"row": change.row, "name": change.name, "place": place} | {
        name: after.get(name, "") for name in ("email", "job_title", "department", "level", "manager", "time_zone")
    }


def _updated(change: Change, names: dict[Any, str]) -> dict[str, Any]:
    fields = [
        [name, _shown(name, before, names), _shown(name, after, names)]
        for name, (before, after) in change.fields.items()
        if name not in ("level_source", "left_at")
    ]
    return {"row": change.row, "name": change.name, "fields": fields}


def _shown(name: str, value: object, names: dict[Any, str]) -> str:
    if value is None:
        return ""
    return names.get(value, "?") if name == "manager" else str(value)
