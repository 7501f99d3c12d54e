"""An answer kept with the object it is about."""

from types import SimpleNamespace

from frame.remembered import remembered


def test_it_is_asked_once_for_each_object():
    asked = []

    @remembered
    def size(thing):
        asked.append(thing.name)
        return len(thing.name)

    one, other = SimpleNamespace(name="one"), SimpleNamespace(name="other")
    assert [size(one), size(other), size(one)] == [3, 5, 3]
    assert asked == ["one", "other"]


def test_no_and_nothing_are_answers_too():
    asked = []

    @remembered
    def count(thing):
        asked.append(thing)
        return 0

    thing = SimpleNamespace()
    assert (count(thing), count(thing), len(asked)) == (0, 0, 1)


def test_what_was_found_out_elsewhere_is_not_asked_again():
    @remembered
    def is_there(thing):
        raise AssertionError

    thing = SimpleNamespace()
    is_there.note(thing, True)
    assert is_there(thing) is True
    assert is_there.known(SimpleNamespace()) is None


def test_two_questions_about_one_thing_do_not_meet():
    @remembered
    def first(thing):
        return 1

    @remembered
    def second(thing):
        return 2

    thing = SimpleNamespace()
    assert (first(thing), second(thing)) == (1, 2)
