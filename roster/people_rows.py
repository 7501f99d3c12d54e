"""The people of the roster as plain rows, in sets: read in one query, made by bulk INSERT, changed by bulk upsert."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from itertools import batched
from typing import Any, NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from people.models import User
from people.person_records import COLUMN_OF, Departments
from people.search import SEARCHED
from roster.entry import Entry

BATCH = 1000


@dataclass(slots=True)
class Person(Entry):
    """A person of the roster as they are now; `id` is any hashable."""

    id: object = None
    level_source: str = ""
    manager: object = None
    is_active: bool = True
    left_at: dt.datetime | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.email


NAMES = tuple(attribute.name for attribute in fields(Person))
COLUMNS = tuple({"department": "department__name"}.get(name, COLUMN_OF.get(name, name)) for name in NAMES)
LANGUAGE, DEPARTMENT = NAMES.index("language"), NAMES.index("department")


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


def with_values(people: Iterable[Person], values: dict[object, dict[str, object]]) -> Iterator[Changed]:
    """The people with some fields replaced, by id; those without new values are left out."""
    for person in people:
        if changed := values.get(person.id):
            yield Changed(replace(person, **changed), frozenset(changed))  # type: ignore[arg-type]


def update_people(changed: Iterable[Changed], departments: Departments, done: Callable[[int], None]) -> None:
    """Change people who are there: of each only the columns that change, so that nothing else is put back to what it
    was when it was read. One upsert per batch and kind of change, never a new row."""
    for batch in batched(changed, BATCH):
        alike: dict[frozenset[str], list[User]] = defaultdict(list)
        for person, names in batch:
            alike[names].append(_user(person, departments))
        for names, rows in alike.items():
            columns = sorted(COLUMN_OF.get(name, name) for name in names)
            if not SEARCHED.isdisjoint(columns):
                columns.append("search_text")
            User.objects.bulk_create(
                rows, batch_size=BATCH, update_conflicts=True, unique_fields=["id"], update_fields=columns
            )
        done(len(batch))


def _user(person: Person, departments: Departments) -> User:
    values = {COLUMN_OF.get(name, name): getattr(person, name) for name in NAMES}
    values["department_id"] = departments.get(person.department.casefold()) if person.department else None
    values["spoken_languages"] = person.language.split(",") if person.language else []
    return User(password=f"{UNUSABLE_PASSWORD_PREFIX}{uuid.uuid4().hex}", **values)
