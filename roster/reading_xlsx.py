"""XLSX workbooks: checked as an archive first, then read as a stream by openpyxl."""

import datetime as dt
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import IO, Any
from xml.parsers import expat

from django.utils.translation import gettext as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.escape import unescape

from roster.guarded_archive import GuardedArchive
from roster.limits import MAX_COLUMNS, MAX_RATIO, MAX_SHARED_STRINGS, MAX_UNZIPPED, RosterUnreadable, max_rows

BROKEN_ARCHIVE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, OSError, ValueError, EOFError,
)  # fmt: skip
SHEET_ROWS = 1_048_576
SMALL_PART = 1024 * 1024
PROLOG_CHUNK = 4096
#: An employee number shown as 00042 or E00042 is stored as 42 with the format 00000 or "E"00000.
SHOWN_BY_FORMAT = re.compile(r'(?:"([^"]*)")?(0+)(?:"([^"]*)")?$')
MACROS = ("vbaproject.bin", "vbadata.xml")


@dataclass
class Sheet:
    """One sheet of a workbook: its `rows` as stripped text cells, and the `names` of all sheets that can be seen."""

    name: str
    names: list[str]
    rows: Iterator[list[str]]


def read_sheet(content: bytes, name: str = "") -> Sheet:
    """The sheet that is called so, else the first that can be seen."""
    refuse_archive(content)
    with _damage_told():
        book = _opened(content)
        names = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not names:
        raise RosterUnreadable(_("The workbook has no visible sheet. Put the roster on the first sheet."))
    chosen = name if name in names else names[0]
    return Sheet(chosen, names, _sheet_rows(book, book[chosen]))


@contextmanager
def _damage_told() -> Iterator[None]:
    try:
        yield
    except RosterUnreadable:
        raise
    except Exception as error:
        # openpyxl meets a damaged workbook with whatever its parsers raise (KeyError, ValueError,
        # ParseError, zlib.error …), so nothing narrower can be named here.
        raise RosterUnreadable(
            _("The workbook is damaged or uses something unknown. Open it, save it again as XLSX or CSV.")
        ) from error


def refuse_archive(content: bytes) -> None:
    """Look at the archive's directory, then at the beginning of each part; nothing is unpacked before this has
    passed."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            _refuse_size(parts)
            _refuse_kind(parts)
            _refuse_document_types(archive, parts)
    except BROKEN_ARCHIVE as error:
        raise RosterUnreadable(
            _("The workbook cannot be opened. Open it in your spreadsheet program and save it again as XLSX.")
        ) from error


def _refuse_size(parts: list[zipfile.ZipInfo]) -> None:
    bomb = any(
        part.file_size > SMALL_PART and part.file_size > MAX_RATIO * max(part.compress_size, 1) for part in parts
    )
    strings = sum(part.file_size for part in parts if part.filename.endswith("sharedStrings.xml"))
    total = sum(part.file_size for part in parts)
    if bomb or total > MAX_UNZIPPED or strings > MAX_SHARED_STRINGS or len(parts) > 5000:
        raise RosterUnreadable(
            _("Unpacked, the workbook is far larger than a roster. Export it as CSV and upload that.")
        )


def _refuse_kind(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if any(name.rsplit("/", 1)[-1] in MACROS for name in names):
        raise RosterUnreadable(_("The workbook holds macros (.xlsm). Save it as XLSX without macros, or as CSV."))
    if any(part.flag_bits & 0x1 for part in parts):
        raise RosterUnreadable(_("The file is protected by a password. Save a copy without the password."))
    if "xl/workbook.bin" in names:
        raise RosterUnreadable(_("This is a binary workbook (.xlsb). Save it as XLSX or CSV."))
    if "mimetype" in names or "index/document.iwa" in names:
        raise RosterUnreadable(_("This is a LibreOffice or Numbers file. Save it as XLSX or CSV."))
    if "[content_types].xml" not in names:
        raise RosterUnreadable(_("This archive is no workbook. Upload the roster itself as CSV or XLSX."))


def _refuse_document_types(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """A workbook's XML never declares a document type; one that does wants to blow up the parser, or to have it fetch
    something. Asked of the parser itself, in every part whatever its name, since it knows all encodings."""
    for part in parts:
        with archive.open(part) as stream:
            if _declares_document_type(stream):
                raise RosterUnreadable(
                    _("The workbook declares a document type (DTD), which no roster needs. Export it as CSV.")
                )


class _RootReachedError(Exception):
    """From its first element on, XML cannot declare a document type any more."""


def _declares_document_type(stream: IO[bytes]) -> bool:
    """Whether a part is XML with a DTD; only what stands before its first element is read."""
    has_rows = False

    def note(*_declaration: Any) -> None:
        nonlocal has_rows
        has_rows = True
        raise _RootReachedError

    def stop(*_element: Any) -> None:
        raise _RootReachedError

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = note, stop
    try:
        while chunk := stream.read(PROLOG_CHUNK):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (_RootReachedError, expat.ExpatError):
        pass  # a part that this parser cannot read, openpyxl with the same one cannot read either
    return has_rows


def _sheet_rows(book: Any, sheet: Any) -> Iterator[list[str]]:
    with closing(book), _damage_told():
        sheet.reset_dimensions()  # the stated size may be wrong; the cells themselves count
        for count, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1)):
            if count > SHEET_ROWS:
                raise RosterUnreadable(_("The sheet has more than %(most)d rows.") % {"most": max_rows()})
            yield [_text(cell) for cell in cells]


def _opened(content: bytes) -> Any:
    """The workbook, with every part of it counted before openpyxl gets it."""
    reader = ExcelReader(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    reader.archive = GuardedArchive(io.BytesIO(content))
    reader.read()
    return reader.wb


def _text(cell: Any) -> str:
    """A cell as the text that a person sees: whole numbers without .0, dates as ISO 8601."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, str):
        return str(unescape(value)).strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, (int, float)):
        return _number(cell, value)
    return str(value).strip()


def _number(cell: Any, value: float) -> str:
    if isinstance(value, float):
        if not value.is_integer():
            return repr(value)
        value = int(value)
    if shown := SHOWN_BY_FORMAT.match(cell.number_format or ""):
        return f"{shown[1] or ''}{str(value).zfill(len(shown[2]))}{shown[3] or ''}"
    return str(value)
