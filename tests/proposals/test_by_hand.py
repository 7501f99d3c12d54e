"""What coordinators have decided, after one more decision."""

import pytest

from proposals.manual_decisions import Act, Change, ManualDecisions

AB, CD, AD, CB = ("a", "b"), ("c", "d"), ("a", "d"), ("c", "b")
PAIR, PEOPLE = AB, ("a",)


def decided(pins=(), forbidden=(), left_out=()):
    return ManualDecisions(frozenset(pins), frozenset(forbidden), frozenset(left_out))


@pytest.mark.parametrize(
    ("before", "change", "after"),
    [
        (decided(), Change(Act.PINNED, PAIR), decided(pins=[AB])),
        (decided(forbidden=[AB, CD]), Change(Act.PAIRED, PAIR), decided(pins=[AB], forbidden=[CD])),
        (decided(left_out=["a", "c"]), Change(Act.PINNED, PAIR), decided(pins=[AB], left_out=["c"])),
        (decided(pins=[AB, CD]), Change(Act.UNPINNED, PAIR), decided(pins=[CD])),
        (decided(pins=[AB, CD]), Change(Act.TAKEN_OUT, PAIR), decided(pins=[CD], forbidden=[AB])),
        (decided(forbidden=[AB, CD]), Change(Act.ALLOWED, PAIR), decided(forbidden=[CD])),
        (decided(pins=[AB]), Change(Act.SWAPPED, (*AB, *CD)), decided(pins=[AD, CB])),
        (decided(forbidden=[AD]), Change(Act.SWAPPED, (*AB, *CD)), decided(pins=[AD, CB])),
        (decided(pins=[AB, CD]), Change(Act.LEFT_OUT, PEOPLE), decided(pins=[CD], left_out=["a"])),
        (decided(left_out=["a", "c"]), Change(Act.BROUGHT_BACK, PEOPLE), decided(left_out=["c"])),
    ],
)
def test_each_change_leaves_what_does_not_contradict_it(before, change, after):
    assert before.after(change) == after


def test_a_pin_that_had_to_give_way_is_forgotten():
    assert decided(pins=[AB, CD], forbidden=[AD]).without([AB]) == decided(pins=[CD], forbidden=[AD])
