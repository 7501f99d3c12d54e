"""The people there now, as the plain records that a plan compares with."""

from collections.abc import Iterable

from people.models import User
from people.roster.records import Person

COLUMNS = (
    "id", "email", "first_name", "last_name", "employee_number", "preferred_name", "job_title", "department__name",
    "city", "country", "level", "level_source", "manager_id", "time_zone", "spoken_languages", "hired_on", "is_active",
    "left_at",
)  # fmt: skip
LANGUAGE = COLUMNS.index("spoken_languages")
DEPARTMENT = COLUMNS.index("department__name")


def load_people(ids: Iterable[object] | None = None) -> list[Person]:
    """Everyone (or those with the ids), in the order of their ids; one query, no model instances."""
    people = User.objects.order_by("id")
    if ids is not None:
        people = people.filter(pk__in=list(ids))
    return [_person(row) for row in people.values_list(*COLUMNS).iterator(chunk_size=5000)]


def _person(row: tuple) -> Person:
    values = list(row)
    values[LANGUAGE] = ",".join(values[LANGUAGE] or [])
    values[DEPARTMENT] = values[DEPARTMENT] or ""
    return Person(*values)
