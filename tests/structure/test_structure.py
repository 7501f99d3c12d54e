"""The source stays as it is meant to be cut."""

from tests.structure.contract import floors_of_contract
from tests.structure.imports import FLOORS, ROOT
from tests.structure.measures import refused
from tests.structure.picture import drawn, drawn_in_page


def test_nothing_is_longer_than_allowed_and_no_modules_import_each_other_round():
    assert refused() == []


def test_the_floors_are_those_of_the_import_contract():
    assert floors_of_contract() == FLOORS


def test_the_picture_of_the_house_is_drawn_from_the_contract():
    """`python -m tests.structure.picture` draws it anew."""
    assert drawn_in_page() == drawn()


#: Half as much again as the 120 of the code: room for a link with its address, which a template cannot break.
LONGEST_TEMPLATE_LINE = 160


def test_no_line_of_a_template_is_too_long_to_be_read_and_compared():
    """A line of ten elements shows in a comparison as changed, and not where. Text templates are left out: there a line
    break is sent, and the reader's mail program wraps the lines."""
    too_long = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]
    assert too_long == []
