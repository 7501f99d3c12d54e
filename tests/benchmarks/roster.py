"""Roster import of 50,000 rows, from the uploaded bytes to the written people."""

import time

from django.core.management import call_command
from django.db import transaction

from people.models import Role, RoleGrant, User
from roster import services
from roster.columns import guess
from roster.models import RosterImport
from roster.parsing import parse
from roster.reading import read_table
from roster.records import Record
from tests.benchmarks.result import Result, peak_mb

ROWS = 50_000
GOAL = 2.5
HEADER = "Employee ID;Name;E-Mail;Title;Dept;City;Country;Hire date;Manager ID"
FIELDS = ["employee_number", "first_name", "last_name", "job_title", "city", "country", "hired_on"]


def content() -> bytes:
    """A file as an HR system writes it, in Windows-1252: every manager has eight reports."""
    lines = [HEADER]
    for number in range(ROWS):
        manager = (number - 1) // 8 if number else ""
        lines.append(
            f"{number};Jürgen{number} van der Müller{number};j{number}@example.com;Title {number % 300};"
            f"Dept {number % 40};München;Germany;{number % 28 + 1:02}.03.2019;{manager}"
        )
    return "\n".join(lines).encode("cp1252")


def imported(file: bytes, omar: User) -> float:
    """Seconds from the upload to the applied import."""
    start = time.perf_counter()
    roster = services.start_import(user=omar, file_name="roster.csv", content=file)
    targets = roster.mapping["targets"]
    RosterImport.objects.filter(pk=roster.pk).update(
        state="checking", mapping=roster.mapping | {"targets": targets}, options={"level_mode": "derived"}
    )
    services.check_import(roster.pk)
    RosterImport.objects.filter(pk=roster.pk, state="previewed").update(state="applying")
    services.write_import(roster.pk)
    took = time.perf_counter() - start
    roster.refresh_from_db()
    assert (roster.state, roster.counts["create"]) == ("applied", ROWS), roster.message
    return took


def bare(file: bytes) -> float:
    """Seconds to parse the file and to upsert its rows with nothing else."""
    start = time.perf_counter()
    table = read_table(file)
    people = [_user(record) for record in parse(table, guess(table.header)).records]
    with transaction.atomic():
        User.objects.bulk_create(
            people, batch_size=1000, update_conflicts=True, unique_fields=["id"], update_fields=FIELDS
        )
    return time.perf_counter() - start


def _user(record: Record) -> User:
    return User(email=record.email, password="!", **{name: getattr(record, name) for name in FIELDS})


def run() -> Result:
    call_command("migrate", verbosity=0)
    omar = User.objects.create_user("omar@example.org", first_name="Omar", last_name="Haddad")
    RoleGrant.objects.create(user=omar, role=Role.HR_ADMIN)
    file = content()
    took, memory = imported(file, omar), peak_mb()
    User.objects.exclude(pk=omar.pk)._raw_delete(using=User.objects.db)
    what = f"{ROWS:,} rows of CSV: read, parsed, planned, previewed, planned again and written in one transaction"
    return Result("roster import", took, bare(file), GOAL, f"{what}; against parsing and one bare bulk upsert", memory)
