"""docs/asvs.md has every requirement once, and what it names is there."""

import ast
import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.asvs.page import PAGE, ROOT, STATES, page, requirements

LISTED = requirements()
NUMBERS = Path(__file__).with_name("numbers.txt").read_text().splitlines()[1:]


def of_the_standard() -> dict[str, str]:
    """Numbers with their levels."""
    found = {}
    for line in NUMBERS:
        section, _colon, numbers = line.partition(": ")
        found |= {f"{section}.{number.rstrip('*')}": "1" if "*" in number else "2" for number in numbers.split()}
    return found


@cache
def functions_of(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_every_requirement_of_both_levels_is_there_once_in_the_standards_order():
    assert [(one.number, one.level) for one in LISTED] == list(of_the_standard().items())
    assert Counter(one.level for one in LISTED) == {"1": 70, "2": 183}


@pytest.mark.parametrize("one", LISTED, ids=lambda one: one.number)
def test_it_says_where_it_is_met_and_why_it_is_not(one):
    assert one.state in STATES
    assert one.subject
    assert one.places or one.state != "met"
    assert one.reason or one.state == "met"
    assert not (one.places and one.state in ("not met", "does not apply"))


@pytest.mark.parametrize("place", sorted({place for one in LISTED for place in one.places}))
def test_what_it_names_exists(place):
    path, _colons, test = place.partition("::")
    assert (ROOT / path).is_file()
    assert not test or test in functions_of(path)


def test_a_test_that_is_named_is_one():
    named = [place for one in LISTED for place in one.places if "::" in place]
    assert len(named) > 100
    assert [place for place in named if not place.partition("::")[2].startswith("test_")] == []


def test_the_page_is_written_from_the_list():
    """Set WRITE_ASVS=1 to write it anew; the numbers at its top come from the list too."""
    if os.environ.get("WRITE_ASVS"):
        PAGE.write_text(page())
    assert PAGE.read_text() == page()
