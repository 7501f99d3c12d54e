"""What the pages of an import show can be taken along, as they show it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import AuditEntry
from tests import factories as make
from tests.downloads import assert_file_costs_the_same, lines_of
from tests.roster.conftest import person
from tests.roster.files import csv

KINDS = ["csv", "xlsx"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def hr(sign_in, omar):
    return sign_in(omar)


def lines(client, roster, part, kind="csv"):
    return lines_of(client.get(reverse("roster_import", args=[roster.pk]), {"show": part, "download": kind}))


@pytest.fixture
def roster(previewed):
    person(email="ann@example.com", job_title="Clerk")
    return previewed(csv("1,Ann,Lee,ann@example.com,=1+1,,,,", "2,Bo,Ek,new@example.com,,,,,", "3,Cy,Fox,nowhere,,,,,"))


@pytest.mark.parametrize("kind", KINDS)
def test_changes_with_before_and_after(hr, roster, kind):
    header, *rows = lines(hr, roster, "update", kind)
    assert list(header) == ["Row", "Person", "What changes", "Before", "After"]
    told = {row[2]: (row[3], row[4]) for row in rows}
    assert told["Job title"] == ("Clerk", "'=1+1")


@pytest.mark.parametrize("kind", KINDS)
def test_problems_and_new_people(hr, roster, kind):
    problem = lines(hr, roster, "problems", kind)[1]
    assert (int(problem[0]), problem[2], problem[5]) == (4, "nowhere", "Row left out")
    assert [row[1] for row in lines(hr, roster, "create", kind)] == ["Person", "Bo Ek"]


def test_each_is_recorded_and_can_be_printed(hr, omar, roster):
    lines(hr, roster, "update")
    entry = AuditEntry.objects.get(act="roster.downloaded")
    assert (entry.actor, entry.details) == (omar, {"part": "update"})
    assert "Clerk" in hr.get(reverse("roster_import", args=[roster.pk]), {"show": "update", "download": "paper"}).text


def test_nobody_but_hr(sign_in, roster):
    client = sign_in(make.UserFactory())
    url = reverse("roster_import", args=[roster.pk])
    assert client.get(url, {"show": "update", "download": "csv"}).status_code == 403


def test_the_imports_there_were(hr, roster):
    header, row = lines_of(hr.get(reverse("roster_upload"), {"download": "csv"}))
    assert (header[0], row[0]) == ("File", "people.csv")
    assert AuditEntry.objects.filter(act="roster.listed").count() == 1


def test_many_rows_cost_the_same(hr, previewed):
    def queries_for(number):
        roster = previewed(csv(*(f"{n},P,N{n},p{n}@example.com,,,,," for n in range(number))))
        url = reverse("roster_import", args=[roster.pk])
        lines(hr, roster, "create")
        with CaptureQueriesContext(connection) as told:
            assert len(lines_of(hr.get(url, {"show": "create", "download": "csv"}))) == number + 1
        return len(told)

    assert queries_for(3) == queries_for(150)


def test_reporting_lines(hr, omar):
    boss = make.UserFactory(first_name="Bea", last_name="Boss", employee_number="B1")
    make.UserFactory(first_name="Tim", last_name="Team", manager=boss, job_title="=cmd", level=2)
    make.UserFactory(first_name="Left", last_name="Long ago", manager=boss, is_active=False)
    rows = {row[0]: row for row in lines_of(hr.get(reverse("org_chart"), {"download": "xlsx"}))}
    assert rows["Tim Team"][2:4] == ["'=cmd", None]
    assert rows["Tim Team"][5:] == [0, "Bea Boss", "B1"]
    assert rows["Bea Boss"][5] == 1
    assert "Left Long ago" not in rows
    own = lines_of(hr.get(reverse("org_chart_person", args=[boss.pk]), {"download": "csv"}))
    assert [row[0] for row in own] == ["Name", "Tim Team"]
    assert AuditEntry.objects.filter(act="lines.downloaded", actor=omar).count() == 2
    assert_file_costs_the_same(hr, reverse("org_chart"), lambda: make.UserFactory(manager=boss))
