"""An import is taken back within a day, while nothing depends on it."""

import datetime as dt

import pytest
import time_machine

from frame.errors import Refused
from people.models import Department, HeldAct, JobTitleLevel, RoleGrant, User
from programs.models import Todo
from roster import services
from tests import factories as make
from tests.roster.conftest import ANN, fresh, person
from tests.roster.files import csv

pytestmark = pytest.mark.django_db


def everything() -> list:
    tables = [
        User.objects.order_by("pk"),
        RoleGrant.objects.order_by("user", "role"),
        Department.objects.order_by("pk"),
    ]
    ignored = {"id", "granted_at", "granted_by_id"}
    rows = [list(table.values()) for table in tables]
    grants = [{name: value for name, value in row.items() if name not in ignored} for row in rows[1]]
    return [rows[0], grants, rows[2], list(JobTitleLevel.objects.values_list("job_title", "level"))]


def test_undoing_restores_everything(omar, previewed):
    make.RoleGrantFactory(user__email="gone@x.org", role="operator")
    person(manager=omar, hired_on=dt.date(2020, 1, 2), department=make.DepartmentFactory(name="Old"))
    make.UserFactory(email="back@x.org", first_name="Bo", last_name="Ek", employee_number="7", is_active=False)
    before = everything()
    roster = previewed(
        csv("1,Ann,Lea,ann@x.org,Boss,New,,,7", "7,Bo,Ek,back@x.org,Chief,,,,", "8,Cy,Fox,cy@x.org,,,,,1"),
        everyone=True,
    )
    services.choose_details(roster=fresh(roster), zones=[], titles={"Boss": 9}, managers={})
    services.apply_import(roster=fresh(roster), typed=1)
    assert everything() != before
    services.undo_import(roster=fresh(roster), by=omar)
    after = everything()
    back = next(row for row in after[0] if row["email"] == "back@x.org")
    assert back.pop("left_at") is not None
    next(row for row in before[0] if row["email"] == "back@x.org").pop("left_at")
    for row in [*before[0], *after[0]]:  # links that were sent before stay void
        row.pop("closed_at")
    back_in_role = [row for row in before[1] if row["role"] == "operator"]
    assert after == [before[0], [row for row in before[1] if row not in back_in_role], *before[2:]]
    asked = HeldAct.objects.filter(kind="grant_role", state="asked")
    assert list(asked.values_list("person", "topic", "asked_by")) == [(back_in_role[0]["user_id"], "operator", omar.pk)]


def test_undoing_restores_the_lines_to_those_who_left(omar, applied):
    """A manager and a report who both leave, one who is spared, and one who had left before."""
    boss = make.UserFactory(email="boss@x.org")
    both_leave = make.UserFactory(email="both@x.org", manager=boss)
    stays = person(manager=boss)
    gone_before = make.UserFactory(manager=boss, is_active=False)
    User.objects.filter(pk=omar.pk).update(manager=boss)
    managers = User.objects.order_by("pk").values_list("pk", "manager")
    before = list(managers)
    roster = applied(csv("1,Ann,Lee,ann@x.org,Clerk,,,,"), typed=2, everyone=True)
    assert set(User.objects.values_list("manager", flat=True)) == {None}
    services.undo_import(roster=fresh(roster), by=omar)
    assert list(managers) == before
    assert {both_leave.pk, stays.pk, gone_before.pk, omar.pk} == set(boss.reports.values_list("pk", flat=True))


def test_undoing_lets_go_again_whom_the_import_had_brought_back(omar, applied):
    """With everything that ends then: else somebody who is gone would stay in places and charges."""
    bo = make.UserFactory(email="back@x.org", first_name="Bo", last_name="Ek", employee_number="7", is_active=False)
    roster = applied(csv("7,Bo,Ek,back@x.org,Chief,,,,"))
    assert User.objects.get(pk=bo.pk).is_active
    place, charge = make.ParticipantFactory(user=bo), make.CoordinatorFactory(user=bo)
    make.RoleGrantFactory(user=bo, role="operator")
    report = make.UserFactory(manager=bo)
    services.undo_import(roster=fresh(roster), by=omar)
    place.refresh_from_db()
    report.refresh_from_db()
    assert (User.objects.get(pk=bo.pk).is_active, place.state, report.manager) == (False, "withdrawn", None)
    assert not RoleGrant.objects.filter(user=bo).exists()
    assert not type(charge).objects.filter(pk=charge.pk).exists()
    assert set(Todo.objects.filter(kind="leaver").values_list("subject_id", flat=True)) == {place.pk, charge.pk}


def test_undoing_leaves_a_line_that_was_drawn_since(omar, applied):
    boss = make.UserFactory()
    report = make.UserFactory(manager=boss, is_active=False)
    roster = applied(ANN, typed=1, everyone=True)
    User.objects.filter(pk=report.pk).update(manager=omar)
    services.undo_import(roster=fresh(roster), by=omar)
    report.refresh_from_db()
    assert report.manager == omar


def test_undoing_that_would_close_a_circle_is_refused(omar, applied):
    top = make.UserFactory()
    between = make.UserFactory(manager=top)
    ann = person(manager=between)
    make.UserFactory(employee_number="9", email="top@x.org")
    User.objects.filter(pk=top.pk).update(employee_number="8")
    roster = applied(csv("1,Ann,Lee,ann@x.org,Clerk,,,,", f"8,T,Op,{top.email},,,,,"), typed=2, everyone=True)
    User.objects.filter(pk=top.pk).update(manager=ann)
    with pytest.raises(Refused, match="manage each other in a circle"):
        services.undo_import(roster=fresh(roster), by=omar)
    assert fresh(roster).state == "applied"


def test_undoing_twice_is_undoing_once(omar, applied):
    roster = applied(ANN)
    services.undo_import(roster=roster, by=omar)
    services.undo_import(roster=fresh(roster), by=omar)
    assert fresh(roster).state == "undone"


def test_after_a_day_an_import_stays(omar, applied):
    with time_machine.travel(dt.datetime(2030, 1, 1, tzinfo=dt.UTC), tick=False):
        roster = applied(ANN)
    with time_machine.travel(dt.datetime(2030, 1, 2, 0, 0, 1, tzinfo=dt.UTC)), pytest.raises(Refused, match="24 hours"):
        services.undo_import(roster=roster, by=omar)


def test_an_earlier_import_waits_for_the_later_one(omar, applied):
    roster = applied(ANN)
    applied(csv("2,Bo,Ek,bo@x.org,,,,,"))
    with pytest.raises(Refused, match="later import"):
        services.undo_import(roster=roster, by=omar)


@pytest.mark.parametrize("use", ["invited", "signed in", "leads"])
def test_people_in_use_cannot_be_undone(omar, applied, use):
    roster = applied(ANN)
    ann = User.objects.get(email="ann@x.org")
    if use == "invited":
        make.ParticipantFactory(user=ann)
    elif use == "signed in":
        User.objects.filter(pk=ann.pk).update(last_login=dt.datetime.now(dt.UTC))
    else:
        make.UserFactory(manager=ann)
    with pytest.raises(Refused, match="1 person of this import has signed in or is used elsewhere"):
        services.undo_import(roster=roster, by=omar)
    assert User.objects.filter(pk=ann.pk).exists()


def test_later_edits_are_not_lost_by_undoing(omar, applied):
    ann = person()
    roster = applied(ANN)
    User.objects.filter(pk=ann.pk).update(job_title="Chief")
    with pytest.raises(Refused, match="changed since, and undoing would lose that: Ann Lee"):
        services.undo_import(roster=roster, by=omar)
