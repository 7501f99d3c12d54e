"""A change of the org chart, a level or a conflict of interest, and what the program team is told."""

import pytest

from pairings.models import MatchPolicy
from people.models import ConflictOfInterest, User
from people.roster import changed
from programs.models import Todo
from tests import factories as make


def todos():
    return {todo.text for todo in Todo.objects.open().filter(kind=Todo.Kind.BROKEN_RULE)}


def test_a_new_manager_who_is_the_leader_raises_a_todo(cast):
    User.objects.filter(pk=cast.kavya.pk).update(manager=cast.jack)
    changed.announce([cast.kavya.pk])
    assert todos() == {"Kavya Nair and Jack Whitfield: one stands too near above the other in the reporting line"}


def test_a_change_above_counts_for_those_below(cast):
    between = make.UserFactory(manager=cast.jack)
    User.objects.filter(pk=cast.kavya.pk).update(manager=between)
    changed.announce([between.pk])
    assert len(todos()) == 1


def test_a_level_too_close_raises_a_todo_and_a_correction_takes_it_back(cast):
    for level, count in ((6, 1), (6, 1), (1, 0)):
        User.objects.filter(pk=cast.kavya.pk).update(level=level)
        changed.announce([cast.kavya.pk])
        assert len(todos()) == count


def test_a_private_conflict_is_called_protected(cast):
    ConflictOfInterest.objects.create(person=cast.kavya, other=cast.jack, owner=cast.kavya, note="He knows why")
    changed.announce([cast.kavya.pk])
    (text,) = todos()
    assert "protected" in text
    assert "He knows why" not in text


def test_others_and_ended_pairings_are_left_alone(cast):
    User.objects.filter(pk=cast.kavya.pk).update(level=6)
    changed.announce([cast.maria.pk])
    cast.pairing.__class__.objects.update(state="ended")
    changed.announce([cast.kavya.pk])
    assert todos() == set()


@pytest.mark.parametrize("more", [0, 10])
def test_it_costs_the_same_however_many_fit(cast, django_assert_max_num_queries, more):
    for _ in range(more):
        make.PairingFactory(cycle=cast.cycle)
    MatchPolicy.objects.get(program=cast.program)
    people = list(User.objects.values_list("pk", flat=True))
    with django_assert_max_num_queries(10):
        changed.announce(people)
