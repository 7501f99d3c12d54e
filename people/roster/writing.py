"""Sets of people written at once: made by bulk INSERT, changed by bulk upsert on their id."""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import batched

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from people.models import Department, User
from people.roster.records import Person

BATCH = 1000
CHANGED = [
    "employee_number", "first_name", "last_name", "preferred_name", "job_title", "department", "city", "country",
    "level", "level_source", "manager", "time_zone", "spoken_languages", "hired_on", "is_active", "left_at",
]  # fmt: skip

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


def update_people(people: Iterable[Person], departments: Departments, done: Callable[[int], None]) -> None:
    """Write the whole roster record of people who are there: one upsert per batch, never a new row."""
    for batch in batched(people, BATCH):
        rows = [_user(person, departments) for person in batch]
        User.objects.bulk_create(
            rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=CHANGED
        )
        done(len(rows))


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
        manager_id=person.manager,  # type: ignore[misc]
        time_zone=person.time_zone,
        spoken_languages=person.language.split(",") if person.language else [],
        hired_on=person.hired_on,
        is_active=person.is_active,
        left_at=person.left_at,
    )


def with_values(people: Iterable[Person], values: dict[object, dict[str, object]]) -> Iterator[Person]:
    """The people with some fields replaced, by id; those without new values are left out."""
    for person in people:
        if fields := values.get(person.id):
            yield replace(person, **fields)  # type: ignore[arg-type]
