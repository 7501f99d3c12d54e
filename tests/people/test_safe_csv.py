"""What goes into a spreadsheet is never taken for a formula, and comes back as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.roster.reading import read_table
from people.safe_csv import csv_response, formula_safe, without_guard

CALL = "1+1|' /C calc'!A0"
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212\u207a\u207b"
BREAKS = ("", "\n", "\r\n", "\t", " ", "\u00a0", "\u3000")
BEFORE = (*BREAKS, "\ufeff", "\u200b", "\u2060\n ", '"', "\u201c", "'", "\x00", "\x0b")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_every_beginning_of_a_formula_is_guarded(before, sign):
    assert formula_safe(before + sign + CALL) == "'" + before + sign + CALL


@pytest.mark.parametrize("text", ["\tname", "\rname", "\nname"])
def test_a_break_at_the_beginning_is_guarded_by_itself(text):
    assert formula_safe(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "Ann", "-5", "+3.5", "-0,5", "'t Hooft", '"Ann" Lee', " Ann", "(none)", "\u2013", "7 = 7", "\u0661"]
)
def test_ordinary_texts_and_numbers_stay_as_they_are(text):
    assert formula_safe(text) == text
    assert without_guard(text) == text


@given(st.text())
def test_what_was_guarded_comes_back_as_it_was(text):
    assert without_guard(formula_safe(text)) == text


def test_rows_exported_mended_and_exported_again_are_the_same_rows():
    rows = [["name", "title"], ["=Ann", "+49 Lead"], ["'=Bo", "\uff1d1"], ["Cy", "-5"]]
    for _time in range(3):
        content = b"".join(csv_response("x.csv", rows).streaming_content)
        assert [row[0][0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))][1] == "'"
        table = read_table(content)
        assert [table.header, *(cells for _number, cells in table.rows)] == rows
