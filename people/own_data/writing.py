"""The file of a copy: `index.html` to read and print, a table for each subject, and `data.json` for programs.

What stands in it is what PERSONAL_RECORDS says, and nothing else. Each row is read once; what is kept in memory is one
batch of rows, whatever somebody has written in the years.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from itertools import batched, chain
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import models
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from frame.isolation import bare
from frame.safe_csv import MARK, csv_lines
from people.models import Organization, User
from people.own_data.values import for_programs, in_words, label_of, plain_of, text_of
from people.personal_data import PERSONAL_RECORDS, PersonalRecord

AT_ONCE = 200
#: Where programs find what is pieced together beside the fields of a row.
MORE = "more"


@dataclass
class Subject:
    """One record of the register, as the copy tells of it."""

    record: PersonalRecord
    person: User
    number: int
    rows: int = 0

    @property
    def anchor(self) -> str:
        return f"subject-{self.number}"

    @property
    def table(self) -> str:
        """The name of its table, in the language of the copy."""
        return f"{self.number:02}-{slugify(str(self.record.name), allow_unicode=True)}.csv"

    @property
    def labels(self) -> list[str]:
        """Of the columns of its table."""
        own = [label_of(self.record.model, name) for name in self.record.exported]
        return [*own, _("More")] if self.record.computed else own

    def computed(self, row: models.Model) -> Mapping[Any, Any]:
        """What is pieced together for the person beside the fields, by its label."""
        return self.record.computed(row, self.person) if self.record.computed else {}


def write_copy(person: User, target: IO[bytes]) -> None:
    """Write everything that `person` may have of what is kept about them into `target`, in their language and on their
    clock. To be called within `as_of_one_moment`, so that all parts tell of the same one."""
    with (
        translation.override(person.language),
        timezone.override(person.zone),
        ZipFile(target, "w", ZIP_DEFLATED) as archive,
        ExitStack() as files,
    ):
        page, data = (files.enter_context(TemporaryFile("w+b")) for _file in range(2))
        told = [Subject(record, person, number) for number, record in enumerate(_exported(), start=1)]
        _write(data, json.dumps(_head(person), ensure_ascii=False)[:-1] + ', "subjects": [')
        for subject in told:
            _write(data, ",\n" if subject.number > 1 else "\n")
            _write_subject(subject, person, archive, page, data)
        _write(data, "\n]}\n")
        begin, end = _frame_of_page(person, told)
        _put(archive, "index.html", BytesIO(begin), page, BytesIO(end))
        _put(archive, "data.json", data)


def _exported() -> list[PersonalRecord]:
    return [record for record in PERSONAL_RECORDS if record.exported]


def _head(person: User) -> dict[str, str]:
    return {
        "person": bare(str(person)),
        "organization": Organization.objects.current().name,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "time_zone": person.zone_name,
    }


def _write_subject(subject: Subject, person: User, archive: ZipFile, page: IO[bytes], data: IO[bytes]) -> None:
    """One subject into all three: its own table, the page, and what programs read. Without rows it has no table."""
    record = subject.record
    about = {"subject": record.label, "name": str(record.name), "purpose": str(record.purpose)}
    _write(data, json.dumps(about, ensure_ascii=False)[:-1] + ', "rows": [')
    batches = batched(_rows_of(record, person), AT_ONCE)
    if first := next(batches, None):
        _write(page, render_to_string("people/data_copy/subject.html", {"subject": subject}))
        with archive.open(subject.table, "w") as table:
            _write(table, MARK + "".join(csv_lines([subject.labels])))
            for rows in chain([first], batches):
                _write_rows(subject, rows, table, page, data)
    _write(data, "]}")


def _write_rows(
    subject: Subject, rows: Iterable[models.Model], table: IO[bytes], page: IO[bytes], data: IO[bytes]
) -> None:
    names, shown_as = subject.record.exported, subject.record.shown_as
    entries = []
    for row in rows:
        values = [in_words(row, name, shown_as) for name in names]
        more = {str(label): value for label, value in subject.computed(row).items()}
        _write(table, "".join(csv_lines([[*values, text_of(more)] if subject.record.computed else values])))
        facts = [*zip(subject.labels, values, strict=False), *((label, text_of(more[label])) for label in more)]
        entries.append([(label, value) for label, value in facts if value])
        plain = {name: for_programs(row, name, shown_as) for name in names} | ({MORE: plain_of(more)} if more else {})
        _write(data, ("," if subject.rows else "") + "\n" + json.dumps(plain, ensure_ascii=False))
        subject.rows += 1
    _write(page, render_to_string("people/data_copy/rows.html", {"entries": entries}))


def _rows_of(record: PersonalRecord, person: User) -> Iterator[models.Model]:
    """The rows that belong to the person, with what their fields name, in batches."""
    fields = [field for field in record.model._meta.get_fields() if field.name in record.exported]
    named = [field.name for field in fields if field.is_relation]
    return iter(record.rows_of(person).prefetch_related(*named).iterator(chunk_size=AT_ONCE))


def _frame_of_page(person: User, subjects: list[Subject]) -> tuple[bytes, bytes]:
    """What stands before and behind the subjects."""
    here = uuid4().hex
    context = {
        "person": person,
        "organization": Organization.objects.current(),
        "now": timezone.now(),
        "subjects": [subject for subject in subjects if subject.rows],
        "empty": [subject for subject in subjects if not subject.rows],
        "here": here,
    }
    begin, _here, end = render_to_string("people/data_copy/index.html", context).partition(here)
    return begin.encode(), end.encode()


def _write(file: IO[bytes], text: str) -> None:
    file.write(text.encode())


def _put(archive: ZipFile, name: str, *parts: IO[bytes]) -> None:
    """Add a file, piece by piece."""
    with archive.open(name, "w") as file:
        for part in parts:
            part.seek(0)
            copyfileobj(part, file)
