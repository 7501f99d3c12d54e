"""The overview of a program."""

import uuid

import pytest
from django.urls import reverse

from programs import services
from tests import factories as make


def page_of(sign_in, user, program):
    return sign_in(user).get(reverse("program_detail", args=[program.pk]))


def test_a_coordinator_sees_the_steps_and_what_is_missing(cast, sign_in, draft):
    page = page_of(sign_in, cast.priya, draft)
    shown = {str(tab.label): str(status.text) for tab, status in page.context["steps"]}
    assert shown["Set up"] == "3 topics are missing"
    assert "People" in shown


def test_people_who_wait_are_counted(cast, sign_in, cycle):
    make.ParticipantFactory.create_batch(2, cycle=cycle, state="applied")
    page = page_of(sign_in, cast.priya, cycle.program)
    assert "2 people wait for your decision" in page.text


def test_sponsor_and_participant_read_what_it_is_about_and_no_steps(cast, sign_in):
    for user in (cast.lena, cast.kavya):
        page = page_of(sign_in, user, cast.program)
        assert "steps" not in page.context
        assert "Social media" in page.text


def test_a_program_of_others_does_not_exist(cast, sign_in, foreign):
    for user in (cast.priya, cast.lena, cast.kavya):
        assert page_of(sign_in, user, foreign).status_code == 404


def test_a_draft_offers_to_go_on_with_the_set_up(cast, sign_in, draft):
    assert "Go on with the set-up" in page_of(sign_in, cast.priya, draft).text


def test_todos_stand_there_until_done(cast, sign_in, program):
    todo = services.raise_todo(program=program, kind="leaver", subject_id=uuid.uuid4(), text="Ada has left")
    client = sign_in(cast.priya)
    assert "Ada has left" in page_of(sign_in, cast.priya, program).text
    client.post(reverse("todo_done", args=[todo.pk]))
    assert "Ada has left" not in page_of(sign_in, cast.priya, program).text


def test_queries_do_not_grow_with_people(cast, sign_in, cycle, django_assert_max_num_queries):
    make.ParticipantFactory.create_batch(30, cycle=cycle)
    client = sign_in(cast.priya)
    with django_assert_max_num_queries(14):
        client.get(reverse("program_detail", args=[cycle.program.pk]))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_neither_do_they_with_the_pairs_of_a_running_cycle(cast, sign_in, django_assert_max_num_queries, count):
    make.PairingFactory.create_batch(count, cycle=cast.cycle, state="active")
    client = sign_in(cast.priya)
    with django_assert_max_num_queries(14):
        client.get(reverse("program_detail", args=[cast.program.pk]))
