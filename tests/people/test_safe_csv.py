"""What goes into a spreadsheet is never taken for a formula, and comes back as it was."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frame.safe_csv import csv_response, formula_safe, without_guard
from roster.reading import read_table

CALL = "1+1|' /C calc'!A0"
SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b\u2212\u207a\u207b"
BREAKS = ("", "\n", "\r\n", "\t", " ", "\u00a0", "\u3000")
BEFORE = (*BREAKS, "\ufeff", "\u200b", "\u2060\n ", '"', "\u201c", "'", "\x00", "\x0b")


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("before", BEFORE)
def test_every_beginning_of_a_formula_is_guarded(before, sign):
    safe = formula_safe(before + sign + CALL)
    assert safe[0] == "'"
    assert safe.replace("'", "") == (before + sign + CALL).replace("'", ""), "nothing else is changed"


@pytest.mark.parametrize("separator", [";", "|", "\t", ",", "\n", "\r\n"])
@pytest.mark.parametrize("text", ["=1+1", " @SUM(A1)", '"=1+1', "\uff1d1+1", "-cmd"])
def test_a_formula_is_guarded_too_where_another_separator_makes_it_a_cell(separator, text):
    """Excel in Germany opens a file with semicolons; `Ann;=1+1` in one of ours would be two cells there."""
    line = (
        b"".join(csv_response("x.csv", [["id", f"Ann{separator}{text}"]]).streaming_content).decode("utf-8-sig").strip()
    )
    cell = line.split(separator)[-1] if separator != "," else line.split(separator, 2)[-1]
    assert cell.startswith("'"), cell
    assert without_guard(formula_safe(f"Ann{separator}{text}")) == f"Ann{separator}{text}"


def test_lists_and_numbers_behind_a_separator_stay_as_they_are():
    for text in ("Berlin; Paris", "a|b", "1;-5;+3.5", "-1,5", "one\ntwo", "Whitfield, Jack", "well; 'tis"):
        assert formula_safe(text) == text == without_guard(text)


@pytest.mark.parametrize("text", ["\tname", "\rname", "\nname"])
def test_a_break_at_the_beginning_is_guarded_by_itself(text):
    assert formula_safe(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "Ann", "-5", "+3.5", "-0,5", "'t Hooft", '"Ann" Lee', " Ann", "(none)", "\u2013", "7 = 7", "\u0661"]
)
def test_ordinary_texts_and_numbers_stay_as_they_are(text):
    assert formula_safe(text) == text
    assert without_guard(text) == text


#: Dense in what guards, quotes, breaks and signs are made of.
TRICKY = st.text(st.sampled_from("'\"=-+@;,|\t\r\n a5\u200b\u201c\uff1d"))


@given(st.text() | TRICKY)
@example("'\tname")
@example("';'=1")
def test_what_was_guarded_comes_back_as_it_was(text):
    assert without_guard(formula_safe(text)) == text


@given(TRICKY, st.sampled_from([";", "|", "\t", ",", "\n", "\r"]))
def test_no_separator_makes_a_formula_of_what_was_guarded(text, separator):
    for cell in re.split(f"[{separator}\r\n]", formula_safe(text)):
        shown = cell.strip(" \t\u200b")
        is_number = re.fullmatch(r"[+-]?\d+(,\d+)?", shown)
        assert is_number or shown[:1] not in {*"=+-@\uff1d"}, cell


@given(st.lists(st.lists(st.text() | TRICKY, min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_table_that_is_exported_and_imported_is_the_same_table(rows):
    """Cell by cell as they were, however many signs of a guard were in them."""
    content = b"".join(csv_response("x.csv", [["name", "title"], *rows]).streaming_content)
    again = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1:]
    assert [[without_guard(cell) for cell in row] for row in again] == rows


def test_rows_exported_mended_and_exported_again_are_the_same_rows():
    rows = [["name", "title"], ["=Ann", "+49 Lead"], ["'=Bo", "\uff1d1"], ["Cy", "-5"]]
    for _time in range(3):
        content = b"".join(csv_response("x.csv", rows).streaming_content)
        assert [row[0][0] for row in csv.reader(io.StringIO(content.decode("utf-8-sig")))][1] == "'"
        table = read_table(content)
        assert [table.header, *(cells for _number, cells in table.rows)] == rows
