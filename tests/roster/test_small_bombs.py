"""Small workbooks that would fill the memory of the process that reads them."""

import io
import random
import time
import tracemalloc
import zipfile

import pytest

from roster.limits import MAX_CELLS_IN_ROW, RosterUnreadable
from roster.reading import peek
from tests.roster.files import rows_of, workbook

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
END = b"</sheetData></worksheet>"
TEN_MB = 10 * 1024 * 1024


def with_part(path: str, *pieces: bytes) -> bytes:
    """An honest workbook in which one part is replaced."""
    honest = io.BytesIO(workbook(["email", "name"], ["ann@example.com", "Ann"]))
    file = io.BytesIO()
    with zipfile.ZipFile(honest) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in {path, *old.namelist()}:
            content = b"".join(pieces) if part == path else old.read(part)
            new.writestr(part, content.replace(b"</Types>", TYPE_OF_STRINGS) if path == STRINGS else content)
    return file.getvalue()


def noisy(cells: bytes, size: int = TEN_MB) -> bytes:
    """So many bytes of the same, with as much noise between them as keeps the permitted ratio."""
    piece = cells * (8000 // len(cells))
    return b"".join(piece + f"<!--{random.randbytes(40).hex()}-->".encode() for _ in range(size // len(piece)))


SHEET_PART, STYLES, STRINGS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"
TYPE_OF_STRINGS = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    b'spreadsheetml.sharedStrings+xml"/></Types>'
)
BOMBS = {
    "one row of empty cells": with_part(SHEET_PART, SHEET, b"<row>", noisy(b"<c/>"), b"</row>", END),
    "with a prefix": with_part(
        SHEET_PART,
        b'<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData><x:row>',
        noisy(b"<x:c/>"), b"</x:row></x:sheetData></x:worksheet>",
    ),
    "one cell of empty values": with_part(SHEET_PART, SHEET, b"<row><c>", noisy(b"<v/>"), b"</c></row>", END),
    "cells beside the rows": with_part(SHEET_PART, SHEET, noisy(b"<c/>"), END),
    "styles": with_part(STYLES, b'<styleSheet xmlns="a">', noisy(b"<xf/>"), b"</styleSheet>"),
    "one string of many parts": with_part(
        STRINGS, b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>', noisy(b"<r/>"),
        b"</si></sst>",
    ),
    "one value of many megabytes": with_part(
        SHEET_PART, SHEET, b"<row><c><v>", b"".join(random.randbytes(400).hex().encode() * 20 for _ in range(800)),
        b"</v></c></row>", END,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BOMBS)
def test_it_is_refused_soon(name):
    content, began = BOMBS[name], time.process_time()
    assert len(content) < 1_500_000
    with pytest.raises(RosterUnreadable, match="Export it as CSV"):
        peek(content)
    assert time.process_time() - began < 5


def test_little_memory_is_needed_to_refuse_it():
    tracemalloc.start()
    try:
        with pytest.raises(RosterUnreadable):
            peek(BOMBS["one row of empty cells"])
        assert tracemalloc.get_traced_memory()[1] < 30_000_000
    finally:
        tracemalloc.stop()


def test_a_row_of_more_cells_than_a_sheet_has_columns_is_refused():
    """Few enough to be no bomb for the other limits."""
    wide = with_part(SHEET_PART, SHEET, b"<row>", b"<c/>" * (MAX_CELLS_IN_ROW + 1), b"</row>", END)
    with pytest.raises(RosterUnreadable, match="more than 16,384 cells"):
        peek(wide)


def test_a_wide_honest_row_is_read():
    wide = [f"c{number}" for number in range(150)]
    assert rows_of(workbook(wide, wide)) == [wide, wide]
