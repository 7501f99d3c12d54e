"""What the program team must look at."""

import uuid

from django.urls import reverse

from programs import services
from programs.models import Todo


def raised(program, **wanted):
    wanted = {"kind": "slipping", "subject_id": uuid.uuid4(), "text": "They slip"} | wanted
    return services.raise_todo(program=program, **wanted)


def test_the_same_matter_is_raised_once(program):
    subject = uuid.uuid4()
    assert raised(program, subject_id=subject) == raised(program, subject_id=subject)
    assert Todo.objects.filter(subject_id=subject).count() == 1


def test_a_finished_matter_can_come_back(program):
    first = raised(program)
    assert services.finish_todo(kind="slipping", subject_id=first.subject_id)
    assert raised(program, subject_id=first.subject_id) != first


def test_whoever_is_a_party_does_not_see_it(cast, program):
    raised(program, concerns=[cast.priya])
    assert not Todo.objects.visible_to(cast.priya).exists()
    assert Todo.objects.visible_to(cast.omar).count() == 1


def test_done_twice_is_done_once(cast, sign_in, program):
    todo = raised(program)
    client = sign_in(cast.priya)
    for _n in range(2):
        assert client.post(reverse("todo_done", args=[todo.pk])).status_code == 302
    todo.refresh_from_db()
    assert todo.done_by == cast.priya


def test_a_party_cannot_take_it_off_the_list(cast, sign_in, program):
    todo = raised(program, concerns=[cast.priya])
    assert sign_in(cast.priya).post(reverse("todo_done", args=[todo.pk])).status_code == 404
    todo.refresh_from_db()
    assert todo.done_at is None
