"""docs/hooks.md lists what the apps ask of each other, and nobody asks in vain."""

import os

import pytest

from frame.ports import Hook, Port
from tests.structure.imports import FLOORS, ROOT
from tests.structure.ports import declared, fillers, page

PAGE = ROOT / "docs" / "hooks.md"
HEIGHT = {package: -number for number, floor in enumerate(FLOORS) for package in floor}


def test_the_page_of_hooks_is_what_the_code_declares():
    """Set WRITE_HOOKS=1 to write the page anew."""
    if os.environ.get("WRITE_HOOKS"):
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("name", [name for name, one in declared().items() if isinstance(one, Port)])
def test_a_port_is_provided_by_the_app_above_that_it_names(name):
    port = declared()[name]
    assert port.is_provided
    assert fillers(name, "provide") == [port.provided_by]
    assert HEIGHT[port.provided_by] > HEIGHT[port.needed_by]


@pytest.mark.parametrize("name", [name for name, one in declared().items() if isinstance(one, Hook)])
def test_a_hook_is_used_and_says_what_for(name):
    assert declared()[name].says.endswith(".")
    assert fillers(name, "register")
