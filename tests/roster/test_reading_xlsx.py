import datetime as dt
import io
import zipfile

import pytest
from openpyxl import Workbook

from roster.limits import RosterUnreadable
from tests.roster.files import rows_of, saved, workbook

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
        (with_part("xl/evil.xml", b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>'), "document type"),
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


BOMB = '<!DOCTYPE sst [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><sst>&b;</sst>'
FETCH = '<!DOCTYPE sst SYSTEM "http://example.com/a.dtd"><sst/>'


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("declaration", [BOMB, FETCH])
@pytest.mark.parametrize(
    "name", ["xl/sharedStrings.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels", "xl/sheet.data", "docProps/x"]
)
@pytest.mark.parametrize(
    ("before", "encoding"),
    [
        ('<?xml version="1.0"?>', "utf-8"),
        ('<?xml version="1.0" encoding="UTF-16"?>', "utf-16"),
        ('<?xml version="1.0"?><!--' + " " * 100_000 + "-->", "utf-8"),
    ],
    ids=["plain", "utf-16", "after a long comment"],
)
def test_a_document_type_is_found_in_every_part_and_encoding(declaration, name, before, encoding):
    with pytest.raises(RosterUnreadable, match="document type"):
        rows_of(with_part(name, (before + declaration).encode(encoding)))


def test_the_words_of_a_document_type_in_a_cell_are_only_words():
    assert rows_of(workbook(["name"], ["<!DOCTYPE x>"])) == [["name"], ["<!DOCTYPE x>"]]


def test_a_workbook_in_a_workbook_is_not_unpacked():
    inner = with_part("xl/bomb.xml", b" " * 30_000_000)
    assert rows_of(with_part("xl/embeddings/inner.xlsx", inner)) == [["name", "number"], ["Ann", "1"]]


def test_an_encrypted_archive_is_refused():
    content = bytearray(PLAIN)
    start = content.index(b"PK\x01\x02")
    content[start + 8] |= 1
    with pytest.raises(RosterUnreadable, match="password"):
        rows_of(bytes(content))


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [(42, "00000", "00042"), (42, '"E"00000', "E00042"), (7, '000"-X"', "007-X"), ("Ops_x000D_", "General", "Ops")],
)
def test_a_cell_is_read_as_the_spreadsheet_shows_it(value, number_format, shown):
    book = Workbook()
    book.active.append(["number", "name"])
    book.active.append([value, "Ann"])
    book.active["A2"].number_format = number_format
    assert rows_of(saved(book))[1] == [shown, "Ann"]
