"""People who leave the organisation leave their cycles."""

from people.directory.services import deactivate_person
from programs.leavers import place_left
from programs.models import Todo
from programs.services import raise_todos
from tests import factories as make


def test_a_leaver_is_withdrawn_and_the_team_told(cast, cycle):
    place = make.ParticipantFactory(cycle=cycle, user=cast.noor, state="approved")
    deactivate_person(person=cast.noor, by=cast.omar)
    place.refresh_from_db()
    assert place.state == "withdrawn"
    todo = Todo.objects.get(kind="leaver", subject_id=place.pk)
    assert todo.program == cycle.program
    assert "Noor Aziz" in todo.text


def test_a_coordinator_who_leaves_leaves_a_todo(cast, program):
    deactivate_person(person=cast.priya, by=cast.omar)
    assert Todo.objects.filter(program=program, kind="leaver").count() == 1


def test_the_team_is_told_of_many_in_few_queries(cast, cycle, django_assert_max_num_queries):
    """Beside one withdrawal for each, four statements tell of all of them."""
    places = make.ParticipantFactory.create_batch(12, cycle=cycle, state="applied")
    matters = [place_left(place) for place in places]
    with django_assert_max_num_queries(6):
        raise_todos(matters)
    raise_todos(matters)
    todos = Todo.objects.filter(kind="leaver")
    assert {todo.subject_id for todo in todos} == {place.pk for place in places}
    assert all(todo.concerns.count() == 1 for todo in todos)


def test_closed_cycles_stay_as_they_were(cast, cycle):
    cycle.state = "closed"
    cycle.save()
    place = make.ParticipantFactory(cycle=cycle, user=cast.noor, state="active")
    deactivate_person(person=cast.noor, by=cast.omar)
    place.refresh_from_db()
    assert place.state == "active"
