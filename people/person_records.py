"""Entries of the roster, read and written by the names of their fields: what an import, and what two people agree on,
changes of somebody. The import itself works on many at once (`roster/people_rows.py`)."""

import uuid
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from django.db import connection

from frame.ports import Hook
from people.models import Department, User

BATCH = 1000
#: Columns that are not called as the entry's field is called.
COLUMN_OF = {"language": "spoken_languages", "department": "department_id", "manager": "manager_id"}

Departments = dict[str, uuid.UUID]
"""Ids of departments by casefolded name."""


def departments_for(names: Iterable[str]) -> tuple[Departments, list[uuid.UUID]]:
    """All departments, with those made that were missing; the second part are the ids of the new ones."""
    by_name: Departments = {name.casefold(): pk for pk, name in Department.objects.values_list("pk", "name")}
    new_names: dict[str, str] = {}
    for name in names:
        new_names.setdefault(name.casefold(), name)
    missing = [Department(name=name) for key, name in new_names.items() if key and key not in by_name]
    Department.objects.bulk_create(missing, batch_size=BATCH)
    by_name |= {department.name.casefold(): department.pk for department in missing}
    return by_name, [department.pk for department in missing]


def lock_people(ids: Iterable[object] | None = None) -> None:
    """Let nobody else change everyone (or those with the ids) until this transaction ends; always in the same order,
    so that two who lock never wait for each other. What only refers to people goes on."""
    if not connection.features.has_select_for_update:
        return  # there only one can write at all
    people = User.objects.select_for_update(no_key=True).order_by("pk")
    if ids is not None:
        people = people.filter(pk__in=list(ids))
    for _pk in people.values_list("pk", flat=True).iterator(chunk_size=5000):
        pass


def write_fields(person_id: uuid.UUID, fields: Mapping[str, list[Any]]) -> bool:
    """Change one entry as `fields` say, name to [before, after] as JSON; False, and nothing written, where the entry
    is not any more what it was before. Inside a transaction."""
    if not fields:
        return True
    lock_people([person_id])
    person = User.objects.select_related("department").get(pk=person_id)
    if any(from_json(name, before) != value_of(person, name) for name, (before, _after) in fields.items()):
        return False
    for name, (_before, after) in fields.items():
        setattr(person, COLUMN_OF.get(name, name), _as_column(name, from_json(name, after)))
    person.save(update_fields=[COLUMN_OF.get(name, name) for name in fields])
    return True


def value_of(person: User, name: str) -> Any:
    """A field of an entry: a department by its name, a manager by their id, languages by their codes with commas."""
    if name == "department":
        return person.department.name if person.department else ""
    value = getattr(person, COLUMN_OF.get(name, name))
    return ",".join(value or []) if name == "language" else value


def _as_column(name: str, value: Any) -> Any:
    if name == "department":
        return departments_for([value])[0][value.casefold()] if value else None
    return (value.split(",") if value else []) if name == "language" else value


def from_json(name: str, value: Any) -> Any:
    """A value of an entry from what JSON holds of it."""
    if value is None or name in ("department", "language"):
        return value
    column: Any = User._meta.get_field(name)
    return uuid.UUID(value) if column.is_relation else column.to_python(value)


class Readers(Enum):
    """Who reads a field of an entry on the page about a person; the person themselves always does."""

    TEAM = "whoever may open the page"
    HR = "HR alone"


class Fact(NamedTuple):
    """A field that is shown among the others on the pages about a person."""

    name: str
    label: Any
    readers: Readers


facts: Hook[Fact] = Hook(
    "people.person_records.facts",
    "Fields of the roster that the pages about a person show, each with its label and who reads it.",
)


def facts_about(person: User, *, is_hr: bool) -> list[tuple[Any, Any]]:
    """Label and value of each field that is shown to a reader of the page about the person."""
    return [(fact.label, value_of(person, fact.name)) for fact in facts if is_hr or fact.readers is Readers.TEAM]
