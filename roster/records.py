"""The shapes that a roster import passes on: records, problems, people as they are now."""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

# what the database can hold, in characters
LENGTHS = {
    "employee_number": 64,
    "email": 254,
    "first_name": 120,
    "last_name": 120,
    "preferred_name": 120,
    "job_title": 160,
    "department": 120,
    "city": 120,
    "country": 120,
    "manager_number": 64,
    "manager_email": 254,
}


class Problem(NamedTuple):
    """One thing to mend in the file. `row` counts as a spreadsheet does (the header is 1).

    With `left_out` the whole row is not imported; else only this one value is not.
    """

    row: int
    column: str
    value: str
    reason: str
    remedy: str
    left_out: bool = False


@dataclass(slots=True)
class Record:
    """One person as the file has them; None where the file has no such column or no usable value."""

    row: int
    email: str
    first_name: str
    last_name: str
    employee_number: str = ""
    preferred_name: str | None = None
    job_title: str | None = None
    department: str | None = None
    city: str | None = None
    region: str = ""
    country: str | None = None
    level: int | None = None
    manager_number: str | None = None
    manager_email: str | None = None
    time_zone: str | None = None
    language: str | None = None
    hired_on: dt.date | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(slots=True)
class Parsed:
    """What came of a file: records that can be imported, and what has to be mended.

    `seen_emails` and `seen_numbers` hold every casefolded one in the file, those of rows left out
    too: who is in the file, however badly, has not left.
    """

    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0
    targets: frozenset[str] = frozenset()
    header: dict[str, str] = field(default_factory=dict)
    seen_emails: set[str] = field(default_factory=set)
    seen_numbers: set[str] = field(default_factory=set)
