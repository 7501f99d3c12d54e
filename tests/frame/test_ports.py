"""How lower apps reach upper ones: what is missing or there twice is said by name."""

import pytest

from frame import ports
from frame.ports import Hook, NotProvidedError, Port, task_named


class Bell:
    """A contract."""


@pytest.fixture(autouse=True)
def only_for_this_test(monkeypatch):
    monkeypatch.setattr(ports, "ALL", [])


def test_what_nobody_provides_is_named_with_both_apps():
    port = Port(Bell, needed_by="frame", provided_by="notifications")
    assert not port.is_provided
    with pytest.raises(NotProvidedError, match="frame needs Bell from notifications"):
        port()


def test_what_is_provided_is_given_and_the_last_one_counts():
    port = Port(Bell, needed_by="frame", provided_by="notifications")
    first, second = Bell(), Bell()
    for bell in (first, second):
        port.provide(bell)
    assert (port.is_provided, port() is second) == (True, True)


def test_the_same_entry_twice_is_there_once():
    """`ready()` may run twice."""
    hook = Hook("kinds", "Kinds of message.")
    hook.register("a", "b")
    hook.register("b", "a", "c")
    assert (list(hook), len(hook)) == (["a", "b", "c"], 3)


def test_another_one_with_a_key_that_is_taken_is_refused_by_name():
    hook = Hook("kinds", "Kinds of message.", key=lambda pair: pair[0])
    hook.register(("mail", 1))
    with pytest.raises(ValueError, match=r"kinds: mail is declared twice\."):
        hook.register(("mail", 2))
    assert hook.find("mail") == ("mail", 1)


def test_a_key_that_nobody_has_is_nothing():
    assert Hook("kinds", "Kinds.", key=str).find("mail") is None


def test_without_keys_nothing_is_found():
    hook = Hook("kinds", "Kinds.")
    hook.register("mail")
    assert hook.find("mail") is None


def test_all_of_them_are_known_in_their_order():
    bell, kinds = Port(Bell, needed_by="a", provided_by="b"), Hook("kinds", "Kinds.")
    assert [bell, kinds] == ports.ALL


@pytest.mark.django_db  # what is loaded then looks whether reviews can be read
def test_a_task_is_found_by_its_name_and_another_is_not():
    assert task_named("mentorship.heartbeat").name == "mentorship.heartbeat"
    with pytest.raises(KeyError):
        task_named("mentorship.no_such_task")
