"""The source stays as it is meant to be cut."""

from tests.structure.contract import floors_of_contract
from tests.structure.figures import refused
from tests.structure.imports import FLOORS
from tests.structure.picture import drawn, found


def test_nothing_is_longer_than_allowed_and_no_modules_import_each_other_round():
    assert refused() == []


def test_the_floors_are_those_of_the_import_contract():
    assert floors_of_contract() == FLOORS


def test_the_picture_of_the_house_is_drawn_from_the_contract():
    """`python -m tests.structure.picture` draws it anew."""
    assert found() == drawn()
