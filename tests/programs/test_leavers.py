"""People who leave the organisation leave their cycles."""

from django.urls import reverse

from people.directory.services import deactivate_person, reactivate_person
from people.models import User
from programs.models import Todo
from programs.services import raise_todos
from programs.services.participants import todo_of_free_place
from roster import services as rosters
from tests import factories as make
from tests.people.approvals.conftest import imported


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


def test_who_comes_back_does_not_find_the_program_waiting(cast, program, sign_in):
    """Leaving has ended the lines that made them close; were they on the team again, nobody would have been asked."""
    page = reverse("program_detail", args=[program.pk])
    assert sign_in(cast.priya).get(page).status_code == 200
    deactivate_person(person=cast.priya, by=cast.omar)
    priya = User.objects.get(pk=cast.priya.pk)
    reactivate_person(person=priya, by=cast.omar)
    assert sign_in(priya).get(page).status_code == 403
    setup = sign_in(cast.omar).get(reverse("setup_people", args=[program.pk])).text
    assert reverse("person_detail", args=[priya.pk]) not in setup
    assert not program.coordinators.exists()


def test_nor_by_an_import_that_takes_them_out_and_is_undone(cast, program, sign_in):
    rows = [f"{one.email},{one.first_name},{one.last_name}" for one in User.objects.exclude(pk=cast.priya.pk)]
    roster = imported(cast.omar, *rows, header="email,first name,last name", everyone=True)
    assert not program.coordinators.exists()
    rosters.undo_import(roster=roster, by=cast.omar)
    priya = User.objects.get(pk=cast.priya.pk)
    assert priya.is_active
    assert sign_in(priya).get(reverse("program_detail", args=[program.pk])).status_code == 403


def test_the_team_is_told_of_many_in_few_queries(cast, cycle, django_assert_max_num_queries):
    """Beside one withdrawal for each, four statements tell of all of them."""
    places = make.ParticipantFactory.create_batch(12, cycle=cycle, state="applied")
    matters = [todo_of_free_place(place) for place in places]
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
