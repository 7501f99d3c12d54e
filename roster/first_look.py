"""The first look at a file: on which sheet and in which row its table begins, and what its columns seem to be."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from roster.columns import guess
from roster.limits import RosterUnreadable
from roster.reading import Table, odd_values_in, peek

#: Lines that exports write above their table, and sheets before the one with people, are no more than these; larger
#: files are not opened again and again to look for them.
ROWS_ABOVE, SHEETS_BEFORE = 10, 10
MOST_BYTES = 5_000_000
#: A row in which so many cells are names of columns is a header.
KNOWN_NAMES = 2


def first_look(content: bytes, kind: str = "", separator: str = "", *, sheet: str = "", header_row: int = 0) -> Table:
    """The header and the first rows, of the sheet and below the row that are named or else look like it. Raises
    RosterUnreadable where there are none."""
    table = peek(content, kind, separator, sheet=sheet, header_row=header_row or 1)
    if not sheet and not header_row and len(content) <= MOST_BYTES and not _is_known(table):
        table = next(filter(_is_known, _elsewhere(content, table)), table)
    if not table.samples:
        raise RosterUnreadable(_("The file has column names and no people below them. Export it again."))
    return table


def mapping_of(content: bytes, table: Table, targets: list[str]) -> dict[str, Any]:
    """How a file is read, as JSON for `RosterImport.mapping`."""
    return {
        "header": table.header,
        "samples": table.samples,
        "targets": targets,
        "kind": table.kind,
        "separator": table.separator,
        "sheet": table.sheet,
        "sheets": table.sheets,
        "header_row": table.header_row,
        "odd": odd_values_in(content, table),
    }


def _is_known(table: Table) -> bool:
    return bool(table.samples) and sum(map(bool, guess(table.header))) >= KNOWN_NAMES


def _elsewhere(content: bytes, table: Table) -> Iterator[Table]:
    """The tables that begin further down in the first sheet, then those of the other sheets."""
    yield from _further_down(content, table.kind, table.separator, table.sheet)
    for sheet in table.sheets[1:SHEETS_BEFORE]:
        yield from _further_down(content, "", "", sheet)


def _further_down(content: bytes, kind: str, separator: str, sheet: str) -> Iterator[Table]:
    row = 1
    for _count in range(ROWS_ABOVE):
        try:
            table = peek(content, kind, separator, sheet=sheet, header_row=row)
        except RosterUnreadable:
            return
        yield table
        row = table.header_row + 1
