"""docs/hooks.md lists what the apps ask of each other, and nobody asks in vain."""

import ast
import os

import pytest

from frame.ports import ALL, Hook, Port
from tests.structure.imports import FLOORS, ROOT, modules
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


def test_nobody_keeps_a_list_of_their_own():
    """A module in which others register themselves by a function stands on no page."""
    own = [
        f"{module.name}.{node.name}"
        for module in modules().values()
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("register")
    ]
    assert own == []


def test_two_entries_with_one_key_are_a_mistake():
    hook = Hook("test.words", "Words.", key=lambda word: word[0])
    ALL.remove(hook)
    hook.register("apple", "bread", "apple")
    assert list(hook) == ["apple", "bread"]
    assert (hook.find("b"), hook.find("c")) == ("bread", None)
    with pytest.raises(ValueError, match=r"test\.words: a is declared twice"):
        hook.register("almond")
