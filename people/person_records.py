"""People as plain records, in sets: read in one query, made by bulk INSERT, changed by bulk upsert on their id."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import batched
from typing import Any, NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils.dateparse import parse_date, parse_datetime

from people.models import Department, User
from people.search import SEARCHED


@dataclass(slots=True)
class Person:
    """A person of the roster as they are now; `id` is any hashable."""

    id: object
    email: str
    first_name: str = ""
    last_name: str = ""
    employee_number: str = ""
    preferred_name: str = ""
    job_title: str = ""
    department: str = ""
    city: str = ""
    country: str = ""
    level: int | None = None
    level_source: str = ""
    manager: object = None
    time_zone: str = ""
    language: str = ""
    hired_on: dt.date | None = None
    is_active: bool = True
    left_at: dt.datetime | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


BATCH = 1000
#: Columns that are not called as the record calls them.
COLUMN_OF = {"language": "spoken_languages"}

Departments = dict[str, uuid.UUID]
"""Ids of departments by casefolded name."""


def departments_for(names: Iterable[str]) -> tuple[Departments, list[uuid.UUID]]:
    """All departments, with those made that were missing; the second part are the ids of the new ones."""
    known: Departments = {name.casefold(): pk for pk, name in Department.objects.values_list("pk", "name")}
    wanted: dict[str, str] = {}
    for name in names:
        wanted.setdefault(name.casefold(), name)
    missing = [Department(name=name) for key, name in wanted.items() if key and key not in known]
    Department.objects.bulk_create(missing, batch_size=BATCH)
    known |= {department.name.casefold(): department.pk for department in missing}
    return known, [department.pk for department in missing]


def create_people(people: Iterable[Person], departments: Departments, done: Callable[[int], None]) -> None:
    """Insert people who are not there yet; nobody can sign in with a password before setting one."""
    for batch in batched(people, BATCH):
        rows = [_user(person, departments) for person in batch]
        User.objects.bulk_create(rows, batch_size=BATCH)
        done(len(rows))


class Changed(NamedTuple):
    """A person as they are to be, and the fields that this changes."""

    person: Person
    fields: frozenset[str]


def update_people(changed: Iterable[Changed], departments: Departments, done: Callable[[int], None]) -> None:
    """Change people who are there: of each only the columns that change, so that nothing else is put back to what it
    was when it was read. One upsert per batch and kind of change, never a new row."""
    for batch in batched(changed, BATCH):
        alike: dict[frozenset[str], list[User]] = defaultdict(list)
        for person, fields in batch:
            alike[fields].append(_user(person, departments))
        for fields, rows in alike.items():
            columns = sorted(COLUMN_OF.get(name, name) for name in fields)
            if not SEARCHED.isdisjoint(columns):
                columns.append("search_text")
            User.objects.bulk_create(
                rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=columns
            )
        done(len(batch))


def lock_people(ids: Iterable[object] | None = None) -> None:
    """Let nobody else change everyone (or those with the ids) until this transaction ends; always in the same order,
    so that two who lock never wait for each other. What only refers to people goes on."""
    people = User.objects.select_for_update(no_key=True).order_by("pk")
    if ids is not None:
        people = people.filter(pk__in=list(ids))
    for _pk in people.values_list("pk", flat=True).iterator(chunk_size=5000):
        pass


def _user(person: Person, departments: Departments) -> User:
    return User(
        id=person.id,  # type: ignore[misc]
        email=person.email,
        password=f"{UNUSABLE_PASSWORD_PREFIX}{uuid.uuid4().hex}",
        employee_number=person.employee_number,
        first_name=person.first_name,
        last_name=person.last_name,
        preferred_name=person.preferred_name,
        job_title=person.job_title,
        department_id=departments.get(person.department.casefold()) if person.department else None,
        city=person.city,
        country=person.country,
        level=person.level,
        level_source=person.level_source,
        manager_id=person.manager,
        time_zone=person.time_zone,
        spoken_languages=person.language.split(",") if person.language else [],
        hired_on=person.hired_on,
        is_active=person.is_active,
        left_at=person.left_at,
    )


def with_values(people: Iterable[Person], values: dict[object, dict[str, object]]) -> Iterator[Changed]:
    """The people with some fields replaced, by id; those without new values are left out."""
    for person in people:
        if fields := values.get(person.id):
            yield Changed(replace(person, **fields), frozenset(fields))  # type: ignore[arg-type]


def write_fields(person_id: uuid.UUID, fields: Mapping[str, list[Any]]) -> bool:
    """Change one entry as `fields` say, name to [before, after] as JSON; False, and nothing written, where the entry
    is not any more what it was before. Inside a transaction."""
    if not fields:
        return True
    lock_people([person_id])
    person = load_people([person_id])[0]
    if any(typed(name, before) != getattr(person, name) for name, (before, _after) in fields.items()):
        return False
    after: dict[str, object] = {name: typed(name, value) for name, (_before, value) in fields.items()}
    departments, _made = departments_for([str(after["department"])] if after.get("department") else [])
    update_people(with_values([person], {person.id: after}), departments, lambda count: None)
    return True


def typed(name: str, value: Any) -> Any:
    """A value of an entry from what JSON holds of it."""
    if value is None:
        return None
    if name == "manager":
        return uuid.UUID(value)
    if name == "hired_on":
        return parse_date(value)
    return parse_datetime(value) if name == "left_at" else value


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


def _person(row: tuple[Any, ...]) -> Person:
    values = list(row)
    values[LANGUAGE] = ",".join(values[LANGUAGE] or [])
    values[DEPARTMENT] = values[DEPARTMENT] or ""
    return Person(*values)
