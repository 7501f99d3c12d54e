"""Lists of the ground floor cost the same whatever their length."""

import pytest
from django.urls import reverse

from people.audit import recording
from people.models import HeldAct
from tests import factories as make
from tests.query_counts import assert_cost_stays

pytestmark = pytest.mark.django_db


def employee(cast):
    return make.UserFactory(department=make.DepartmentFactory(), manager=make.UserFactory())


def entry(cast):
    person = make.UserFactory()
    recording.record(actor=person, act="role.granted", person=person, program_id=cast.program.pk)


def own_entry(cast):
    recording.record(actor=make.UserFactory(), act="role.granted", person=cast.omar)


def request_for_a_second_person(cast):
    return HeldAct.objects.create(kind=HeldAct.Kind.GRANT_ROLE, person=make.UserFactory(), asked_by=make.UserFactory(),
                                  topic="operator")  # fmt: skip


LISTS = {
    "the directory": ("people_list", {}, employee),
    "the directory, searched": ("people_list", {"q": "first example"}, employee),
    "the directory by manager": ("people_list", {"sort": "-manager"}, employee),
    "the top of the reporting lines": ("org_chart", {}, lambda cast: make.UserFactory(manager=make.UserFactory())),
    "the audit log": ("audit_log", {}, entry),
    "the audit log of somebody": ("audit_log", {"whom": "first"}, entry),
    "one's access log": ("access_log", {}, own_entry),
    "what waits for a second person": ("held_act_list", {}, request_for_a_second_person),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_whatever_its_length(name, cast, sign_in):
    view, query, add = LISTS[name]
    assert_cost_stays(sign_in(cast.omar), reverse(view, query=query), lambda: add(cast))


def test_reports_of_a_person_cost_the_same_whatever_their_number(cast, sign_in):
    url = reverse("org_chart_person", args=[cast.jack.pk])
    assert_cost_stays(sign_in(cast.omar), url, lambda: make.UserFactory(manager=cast.jack))
