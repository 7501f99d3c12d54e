"""Every entry of the list of criteria is whole, and the docs show all of them."""

import os
from pathlib import Path

import pytest

from matchmaker import CRITERIA, PRESETS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "matching.md"
BEGIN, END = "<!-- criteria: generated -->\n", "<!-- end of criteria -->\n"


def table():
    rows = [f"| {one.label[:1].lower()}{one.label[1:]} | {one.weight} | {one.full} |" for one in CRITERIA]
    return "\n".join(["", "| part | at first | full points when |", "| --- | --- | --- |", *rows, "", ""])


def test_the_table_in_the_docs_is_the_list():
    """Set WRITE_CRITERIA=1 to write the table anew."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    shown, _, after = rest.partition(END)
    if os.environ.get("WRITE_CRITERIA"):
        shown = table()
        PAGE.write_text(f"{before}{BEGIN}{shown}{END}{after}", encoding="utf-8")
    assert shown == table()


@pytest.mark.parametrize("criterion", CRITERIA, ids=lambda criterion: criterion.code)
def test_it_says_what_it_is_and_how_it_is_worked_out(criterion):
    assert all((criterion.label, criterion.hint, criterion.full, criterion.yes, criterion.no))
    assert (criterion.share is None) != (criterion.cells is None)
    assert criterion.share or not criterion.word


def test_no_two_have_one_code():
    assert len({criterion.code for criterion in CRITERIA}) == len(CRITERIA)


def test_presets_name_every_criterion_and_add_up_to_a_hundred():
    for weights in PRESETS.values():
        assert [*weights] == [criterion.code for criterion in CRITERIA]
        assert sum(weights.values()) == 100
