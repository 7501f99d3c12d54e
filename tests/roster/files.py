"""Roster files made by hand for tests, and the short way through reading, parsing and planning."""

import io
from pathlib import Path

from openpyxl import Workbook

from roster.changes import Options, Plan
from roster.columns import guess
from roster.parsing import parse
from roster.people_rows import Person
from roster.plan import make_plan
from roster.reading import read_table
from roster.records import Parsed

SAMPLE = Path(__file__).parents[1] / "data" / "roster_hr_sample.csv"
HEADER = "number,first name,last name,email,job title,department,city,country,manager id"


def csv(*rows: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *rows]).encode()


def person(key: str, email: str, first: str = "", last: str = "", number: str = "", **values: object) -> Person:
    return Person(id=key, email=email, first_name=first, last_name=last, employee_number=number, **values)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rows_of(content: bytes) -> list[list[str]]:
    table = read_table(content)
    return [table.header, *(cells for _number, cells in table.rows)]


def parsed(content: bytes, **options: str) -> Parsed:
    table = read_table(content)
    return parse(table, guess(table.header), **options)


def planned(content: bytes, *people: Person, **options: object) -> Plan:
    return make_plan(parsed(content), people, Options(**options))


def told(problems: list) -> list[tuple[int, str, str]]:
    """Row, column and value of problems."""
    return [(problem.row, problem.column, problem.value) for problem in problems]
