"""Tables as workbooks that a spreadsheet opens without running anything; what is no text stays what it is."""

import datetime as dt
import re
import tempfile
from collections.abc import Iterable
from typing import Any

from django.http import FileResponse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from xlsxwriter import Workbook

from frame.errors import Refused
from frame.safe_csv import formula_safe, offset_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: So many rows, the header among them: each cell is written in Python, and somebody waits for the answer.
MOST_ROWS = 300_000
#: What XML cannot hold.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
#: More signs than that no cell holds.
LONGEST = 32_767
#: Rows go to the disk as they come, and no text is taken for something else.
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


def xlsx_response(name: str, rows: Iterable[Iterable[object]]) -> FileResponse:
    """A download of rows, the first of them in bold and always in sight. Written row by row to a temporary file, so
    that memory does not grow with them. Raises Refused for more than `MOST_ROWS`."""
    file = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it)
    try:
        write_xlsx(file, rows)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def write_xlsx(file: Any, rows: Iterable[Iterable[object]]) -> None:
    """The rows as one sheet, which runs from right to left where the reader's language does."""
    workbook = Workbook(file, OPTIONS)
    sheet = workbook.add_worksheet()
    sheet.freeze_panes(1, 0)
    if get_language_bidi():
        sheet.right_to_left()
    cells = Cells(workbook, sheet)
    try:
        for number, row in enumerate(rows):
            if number >= MOST_ROWS:
                raise Refused(_("These are more than 300,000 rows. Filter the list, or take it as CSV."))
            for column, value in enumerate(row):
                cells.write(number, column, value)
    finally:
        workbook.close()  # where it breaks off, too: it removes its own temporary file


class Cells:
    """Numbers and dates as they are, instants on their own clock, everything else as text that is no formula."""

    def __init__(self, workbook: Workbook, sheet: Any) -> None:
        self.workbook, self.sheet = workbook, sheet
        self.bold = workbook.add_format({"bold": True})
        self.formats: dict[str, Any] = {}

    def write(self, row: int, column: int, value: object) -> None:
        if value is None:
            return
        if isinstance(value, dt.datetime):
            shown_as = self.like(f'yyyy-mm-dd hh:mm "{offset_of(value)}"')
            self.sheet.write_datetime(row, column, value.replace(tzinfo=None), shown_as)
        elif isinstance(value, dt.date):
            self.sheet.write_datetime(row, column, value, self.like("yyyy-mm-dd"))
        elif isinstance(value, int | float):
            self.sheet.write_number(row, column, value)
        else:
            text = formula_safe(NOT_IN_XML.sub("", str(value)))[:LONGEST]
            self.sheet.write_string(row, column, text, None if row else self.bold)

    def like(self, number_format: str) -> Any:
        """The look of a cell, made once: a year has two clocks at most."""
        if number_format not in self.formats:
            self.formats[number_format] = self.workbook.add_format({"num_format": number_format})
        return self.formats[number_format]
