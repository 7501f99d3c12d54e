"""Workbooks open without running anything, and what is no text stays what it is."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from frame import safe_xlsx
from frame.errors import Refused
from frame.safe_xlsx import xlsx_response

AT = dt.datetime(2026, 3, 1, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))


def sheet_of(*rows):
    return load_workbook(io.BytesIO(b"".join(xlsx_response("x.xlsx", rows).streaming_content))).active


@pytest.mark.parametrize("text", ["=1+1", "+1+cmd|' /C calc'!A0", "@SUM(A1)", "-2+3", "\t=1", "Ann;=HYPERLINK(1)"])
def test_no_cell_is_a_formula(text):
    cell = sheet_of(["Name"], [text])["A2"]
    assert (cell.data_type, "'" in cell.value) == ("s", True)


def test_numbers_dates_and_instants_stay_what_they_are():
    cells = sheet_of(["a", "b", "c", "d"], [-4, dt.date(2026, 3, 1), AT, None])[2]
    assert [cell.value for cell in cells] == [-4, dt.datetime(2026, 3, 1), dt.datetime(2026, 3, 1, 10, 30), None]
    assert (cells[1].is_date, cells[2].number_format) == (True, 'yyyy-mm-dd hh:mm "+02:00"')


def test_the_header_is_bold_and_stays_in_sight():
    sheet = sheet_of(["Name"], ["Ann"])
    assert (sheet["A1"].font.b, sheet["A2"].font.b, sheet.freeze_panes) == (True, False, "A2")


def test_what_xml_cannot_hold_is_left_out():
    assert sheet_of(["Name"], ["Ann\x00\x0b\uffff Lee"])["A2"].value == "Ann Lee"


def test_more_rows_than_one_waits_for_are_refused_with_the_way_out(monkeypatch):
    monkeypatch.setattr(safe_xlsx, "MOST_ROWS", 3)
    assert sheet_of(["n"], [1], [2]).max_row == 3
    with pytest.raises(Refused, match="CSV"):
        sheet_of(["n"], [1], [2], [3])
