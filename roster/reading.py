"""Bytes to a table of rows: the first look at a roster file.

Everything here streams: a row is read when it is asked for, and the file's text never
exists as a whole. Whatever the bytes are, the outcome is rows or `RosterUnreadable`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import dropwhile

from django.utils.translation import gettext as _

from frame.safe_csv import GUARD, without_guard
from roster.encodings import odd_values
from roster.limits import MAX_BYTES, MAX_COLUMNS, RosterUnreadable, max_rows
from roster.reading_csv import csv_encoding, csv_rows, csv_separator
from roster.reading_xlsx import read_sheet

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MB = 1024 * 1024

FOREIGN = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"\x1f\x8b": "gzip",
    b"7z\xbc\xaf": "7-Zip",
    b"{\\rtf": "RTF",
    b"<!DOCTYPE": "HTML",
    b"<html": "HTML",
    b"<?xml": "XML",
}

type Row = tuple[int, list[str]]


@dataclass
class Table:
    """A file's header and its rows; `rows` can be walked once.

    A row is (number, cells): the number counts as a spreadsheet does, the first line being 1.
    Every row has as many cells as the header; empty lines are skipped. `kind` is "xlsx", or the codec of a text
    file, whose cells stand between `separator`s; `sheet` is the one of a workbook's `sheets` that is read, and
    `header_row` the number of the row with the names of the columns.
    """

    kind: str
    header: list[str]
    rows: Iterator[Row]
    separator: str = ""
    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    header_row: int = 1
    samples: list[list[str]] = field(default_factory=list)


def read_table(content: bytes, kind: str = "", separator: str = "", *, sheet: str = "", header_row: int = 1) -> Table:
    """The table in a CSV or XLSX file; raises RosterUnreadable, here or while its rows are walked.

    `kind` (a codec) and `separator` are those a person has chosen, or that were found before; else they are guessed.
    `header_row` is the first row that may hold the names of the columns.
    """
    refuse_impossible(content)
    sheets: list[str] = []
    if content.startswith(ZIP):
        chosen_sheet = read_sheet(content, sheet)
        kind, separator, raw, sheet, sheets = "xlsx", "", chosen_sheet.rows, chosen_sheet.name, chosen_sheet.names
    else:
        kind = kind or csv_encoding(content)
        separator = separator or csv_separator(content, kind)
        raw = csv_rows(content, kind, separator)
    rows = dropwhile(lambda row: row[0] < header_row, _filled(raw))
    number, header = next(rows, (0, []))
    if not any(char.isalnum() for name in header for char in name):
        raise RosterUnreadable(_("The file has no rows. Export it again with a first line of column names."))
    header = [" ".join(name.split()) for name in _without_tail(header)]
    if len(header) > MAX_COLUMNS:
        raise RosterUnreadable(_too_wide())
    return Table(kind, header, _bounded(rows, len(header)), separator, sheet, sheets, header_row=number)


def peek(
    content: bytes, kind: str = "", separator: str = "", count: int = 5, *, sheet: str = "", header_row: int = 1
) -> Table:
    """The header and the first rows, for the mapping page; its `rows` are used up."""
    table = read_table(content, kind, separator, sheet=sheet, header_row=header_row)
    for _number, cells in table.rows:
        table.samples.append(cells)
        if len(table.samples) == count:
            break
    return table


def odd_values_in(content: bytes, table: Table) -> list[str]:
    """Values of a text file by which to judge its encoding; none for a workbook, which has no choice."""
    if table.kind == "xlsx" or content.isascii():
        return []
    return odd_values(csv_rows(content, table.kind, table.separator))


def refuse_impossible(content: bytes) -> None:
    """Refuse by size and first bytes, before anything opens the file."""
    if not content.strip():
        raise RosterUnreadable(_("The file is empty. Export the roster again and upload it."))
    if len(content) > MAX_BYTES:
        raise RosterUnreadable(
            _("The file has %(size)d MB; at most %(most)d MB can be read. Leave out columns or split it.")
            % {"size": -(-len(content) // MB), "most": MAX_BYTES // MB}
        )
    if content.startswith(OLE):
        raise RosterUnreadable(_ole_reason(content))
    for start, name in FOREIGN.items():
        if content[:64].lstrip().lower().startswith(start.lower()):
            raise RosterUnreadable(
                _("This is a file of the kind %(kind)s. Upload the roster as CSV or XLSX.") % {"kind": name}
            )


def _ole_reason(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return _("The workbook is protected by a password. Save a copy without the password and upload that.")
    return _("This is an old Excel file (.xls). Save it as XLSX or CSV and upload that.")


def _too_wide() -> str:
    return _("The file has more than %(most)d columns. Keep only the columns about people.") % {"most": MAX_COLUMNS}


def _too_long(most: int) -> str:
    said = _(
        "The file has more than %(most)s rows. Split it and import the parts as “some people”, or, if it has to be "
        "everyone at once, ask whoever runs this site for a higher ROSTER_MAX_ROWS."
    )
    return said % {"most": f"{most:,}"}


def _filled(raw: Iterator[list[str]]) -> Iterator[Row]:
    """Rows with something in them; what an export of ours has guarded from being a formula is as it was."""
    for number, cells in enumerate(raw, start=1):
        if any(cells):
            yield number, [without_guard(cell) if GUARD in cell else cell for cell in cells]


def _bounded(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """Rows as wide as the header, no more of them than may be."""
    most = max_rows()
    for count, (number, cells) in enumerate(rows, start=1):
        if count > most:
            raise RosterUnreadable(_too_long(most))
        if len(cells) != width:
            cells = (cells + [""] * width)[:width]
        yield number, cells


def _without_tail(header: list[str]) -> list[str]:
    end = len(header)
    while end and not header[end - 1]:
        end -= 1
    return header[:end]
