"""Lists of programs and of their people cost the same whatever their length."""

import pytest
from django.urls import reverse

from programs.models import TopicChoice
from tests import factories as make
from tests.query_counts import assert_cost_stays


def participant(cycle):
    place = make.ParticipantFactory(cycle=cycle, user__department=make.DepartmentFactory())
    TopicChoice.objects.create(participant=place, topic=cycle.program.topics.first(), rating=3)


def employee(cycle):
    return make.UserFactory(department=make.DepartmentFactory())


LISTS = {
    "people of a cycle": ("participant_list", {}, participant),
    "people of a cycle, searched": ("participant_list", {"q": "last", "side": "junior"}, participant),
    "people of a cycle by topics": ("participant_list", {"sort": "-topics"}, participant),
    "people to invite": ("invite", {}, employee),
    "people to invite, searched": ("invite", {"q": "analyst berlin"}, employee),
    "who could run the program": ("setup_people", {"q": "first"}, employee),
    "topics wanted and offered": ("participant_topics", {}, participant),
    "a program": ("program_detail", {}, participant),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_whatever_its_length(name, cast, sign_in, cycle):
    view, query, add = LISTS[name]
    url = reverse(view, args=[cycle.program_id], query=query)
    assert_cost_stays(sign_in(cast.omar), url, lambda: add(cycle))


@pytest.mark.parametrize("who", ["omar", "priya", "lena"])
def test_the_list_of_programs_costs_the_same_whatever_its_length(who, cast, sign_in):
    def add():
        program = make.ProgramFactory(sponsor=cast.lena)
        make.CoordinatorFactory(program=program, user=cast.priya)
        make.ParticipantFactory(cycle=make.CycleFactory(program=program))

    assert_cost_stays(sign_in(cast.people[who]), reverse("program_list"), add)
