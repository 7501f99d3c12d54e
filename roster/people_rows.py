"""The people of the roster as plain rows, in sets: read in one query, made and changed by few statements for many."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from itertools import batched, zip_longest
from typing import Any, NamedTuple

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from people.models import User
from people.person_records import COLUMN_OF, Departments
from people.search import SEARCHED
from roster.entry import Entry

BATCH = 1000
#: The id of a row about nobody yet.
NO_ID = uuid.UUID(int=0)


@dataclass(slots=True)
class Person(Entry):
    """A person of the roster as they are now."""

    id: uuid.UUID = NO_ID
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
OF_MANY = [NAMES.index(name) for name in ("job_title", "department", "city", "country", "time_zone", "language")]
"""What many people have alike, so that one text serves them all: of 150,000 that is 40 MB."""


def load_people(ids: Iterable[object] | None = None) -> list[Person]:
    """Everyone (or those with the ids), in the order of their ids; one query, no model instances."""
    return list(each_person(ids))


def each_person(ids: Iterable[object] | None = None) -> Iterator[Person]:
    """The people of `load_people` one after the other, never all of them at once."""
    people = User.objects.order_by("id")
    if ids is not None:
        people = people.filter(pk__in=list(ids))
    texts: dict[str, str] = {}
    for row in people.values_list(*COLUMNS).iterator(chunk_size=2000):
        values = list(row)
        values[LANGUAGE] = ",".join(values[LANGUAGE] or [])
        values[DEPARTMENT] = values[DEPARTMENT] or ""
        for index in OF_MANY:
            values[index] = texts.setdefault(values[index], values[index])
        yield Person(*values)


def are_still(people: Iterable[Person]) -> bool:
    """Whether everyone is as these people were when they were loaded."""
    return all(now == then for now, then in zip_longest(each_person(), people))


def create_people(people: Iterable[Person], departments: Departments, done: Callable[[int], None]) -> None:
    """Insert people who are not there yet; nobody can sign in with a password before setting one."""
    for batch in batched(people, BATCH):
        User.objects.bulk_create([_user(person, departments) for person in batch], batch_size=BATCH)
        done(len(batch))


class Changed(NamedTuple):
    """A person as they are to be, and the fields that this changes."""

    person: Person
    fields: frozenset[str]


def with_values(people: Iterable[Person], values: Mapping[uuid.UUID, dict[str, Any]]) -> Iterator[Changed]:
    """The people with some fields replaced, by id; those without new values are left out."""
    for person in people:
        if changed := values.get(person.id):
            yield Changed(replace(person, **changed), frozenset(changed))


def update_people(changed: Iterable[Changed], departments: Departments, done: Callable[[int], None]) -> None:
    """Change people who are there: of each only the columns that change, so that nothing else is put back to what it
    was when it was read. One upsert per batch and kind of change, never a new row."""
    for batch in batched(changed, BATCH):
        alike: dict[frozenset[str], list[User]] = defaultdict(list)
        for person, names in batch:
            alike[names].append(_user(person, departments))
        for names, people in alike.items():
            written = {COLUMN_OF.get(name, name) for name in names}
            found_by = {"search_text"} if SEARCHED & written else set()
            User.objects.bulk_create(
                people,
                batch_size=BATCH,
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=sorted(written | found_by),
            )
        done(len(batch))


def _user(person: Person, departments: Departments) -> User:
    values = {COLUMN_OF.get(name, name): getattr(person, name) for name in NAMES}
    values["department_id"] = departments.get(person.department.casefold()) if person.department else None
    values["spoken_languages"] = person.language.split(",") if person.language else []
    return User(password=f"{UNUSABLE_PASSWORD_PREFIX}{uuid.uuid4().hex}", **values)
