"""Whatever list it is: its file's name, the reader's clock, paper, right to left, and memory that does not grow."""

import datetime as dt
import io
import tempfile
import tracemalloc
from itertools import chain, repeat

import pytest
from django.test import RequestFactory
from django.utils import timezone, translation
from openpyxl import load_workbook

from frame.lists import as_file, downloads
from frame.safe_csv import csv_lines
from frame.safe_xlsx import write_xlsx
from tests import factories as make
from tests.downloads import lines_of

AT = dt.datetime(2026, 7, 1, 8, 30, tzinfo=dt.UTC)
ROWS = [["Name", "At"], ["=SUM(A1)", AT], ["أمل", None]]


@pytest.fixture
def reader(db):
    return make.UserFactory(time_zone="Asia/Kolkata")


def taken(reader, kind, rows=ROWS, **more):
    request = RequestFactory().get("/list/", {"download": kind, "page": "2", "state": "open"})
    request.user = reader
    return as_file(request, "What pairs do", rows, "Zukunft & Führung", **more)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_name_of_the_file_says_whose_list_it_is_and_of_which_day(reader, kind):
    name = taken(reader, kind)["Content-Disposition"]
    day = timezone.localdate(timezone=reader.zone)
    assert name == f"attachment; filename*=utf-8''zukunft-f%C3%BChrung-what-pairs-do-{day}.{kind}"


def test_instants_stand_on_the_clock_of_whoever_reads(reader):
    assert lines_of(taken(reader, "csv"))[1] == ["'=SUM(A1)", "2026-07-01 14:00 +05:30"]
    sheet = load_workbook(io.BytesIO(b"".join(taken(reader, "xlsx").streaming_content))).active
    assert (sheet["B2"].value, sheet["B2"].number_format) == (dt.datetime(2026, 7, 1, 14), 'yyyy-mm-dd hh:mm "+05:30"')


@pytest.mark.parametrize(("language", "runs_from_the_right"), [("ar", True), ("en", False)])
def test_a_sheet_runs_as_its_reader_reads(reader, language, runs_from_the_right):
    with translation.override(language):
        sheet = load_workbook(io.BytesIO(b"".join(taken(reader, "xlsx").streaming_content))).active
    assert bool(sheet.sheet_view.rightToLeft) is runs_from_the_right
    assert sheet["A3"].value == "أمل"


def test_paper_has_every_row_and_the_way_back_to_the_list(reader):
    page = taken(reader, "paper").text
    assert page.count("<tr>") == len(ROWS)
    assert "=SUM(A1)" in page, "nothing reckons on paper, so nothing is guarded"
    assert 'href="/list/?page=2&amp;state=open"' in page
    assert "There are more" not in page


def test_paper_says_what_is_not_on_it(reader, monkeypatch):
    monkeypatch.setattr(downloads, "MOST_ON_PAPER", 1)
    page = taken(reader, "paper").text
    assert "There are more" in page
    assert "أمل" not in page


def peak_of(write, count):
    """The most bytes that Python held while it wrote so many rows."""
    rows = chain([["Name", "At", "Number"]], repeat(["Ann Lee of a department", AT, 7], count))
    tracemalloc.start()
    write(rows)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def as_xlsx(rows):
    with tempfile.TemporaryFile() as file:
        write_xlsx(file, rows)


def as_csv(rows):
    for _piece in csv_lines(rows):
        pass


@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_memory_does_not_grow_with_the_rows(write):
    peak_of(write, 10)
    assert peak_of(write, 8000) < 1.3 * peak_of(write, 1000)
