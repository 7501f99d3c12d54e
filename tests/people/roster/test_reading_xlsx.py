import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook

from people.roster.bounds import RosterUnreadable
from tests.people.roster.files import rows_of, saved, workbook

PLAIN = workbook(["name", "number"], ["Ann", 1])


def with_part(name: str, content: bytes, base: bytes = PLAIN) -> bytes:
    buffer = io.BytesIO(base)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


def archive_of(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_cells_become_the_text_a_person_sees():
    content = workbook(
        ["a", "b", "c", "d", "e", "f"], [" Ann ", 100.0, 1.5, dt.date(2020, 3, 31), None, dt.datetime(2020, 1, 2, 3, 4)]
    )
    assert rows_of(content)[1] == ["Ann", "100", "1.5", "2020-03-31", "", "2020-01-02 03:04:00"]


def test_leading_zeros_of_the_cell_format_are_kept():
    book = Workbook()
    book.active.append(["number"])
    book.active.append([42])
    book.active["A2"].number_format = "00000"
    assert rows_of(saved(book)) == [["number"], ["00042"]]


def test_the_first_visible_sheet_counts():
    book = Workbook()
    book.active.append(["hidden"])
    book.active.sheet_state = "hidden"
    book.create_sheet("People").append(["shown"])
    assert rows_of(saved(book)) == [["shown"]]


def test_empty_rows_are_skipped_and_counted():
    assert rows_of(workbook(["a"], [None], ["x"])) == [["a"], ["x"]]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (with_part("xl/vbaProject.bin", b"macro"), "macros"),
        (with_part("xl/bomb.xml", b" " * 30_000_000), "far larger"),
        (with_part("xl/evil.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'), "not data"),
        (with_part("xl/workbook.bin", b"x"), "binary workbook"),
        (archive_of(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"), "LibreOffice"),
        (archive_of(letter=b"hello"), "no workbook"),
        (archive_of(**{"[Content_Types].xml": b"<Types/>"}), "damaged"),
        (PLAIN[:200], "cannot be opened"),
        (PLAIN[:-200], "cannot be opened"),
    ],
)
def test_bad_workbooks_are_refused_with_their_reason(content, says):
    with pytest.raises(RosterUnreadable, match=says):
        rows_of(content)


def test_an_encrypted_archive_is_refused():
    content = bytearray(PLAIN)
    start = content.index(b"PK\x01\x02")
    content[start + 8] |= 1
    with pytest.raises(RosterUnreadable, match="password"):
        rows_of(bytes(content))
