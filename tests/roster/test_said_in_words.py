"""Cells that say something in words: that they are empty, or that somebody has left."""

import pytest

from people import orgchart
from roster.columns import guess
from tests.roster.files import csv, parsed, person, planned, told

HEADER = "number,name,email,manager id,status"


def rows(*statuses: str) -> bytes:
    return csv(*(f"{n},P {n},p{n}@example.com,,{status}" for n, status in enumerate(statuses, 1)), header=HEADER)


@pytest.mark.parametrize(
    "empty", ["N/A", "n/a", "#N/A", "-", "—", "NULL", "None", "NO_MANAGER", "N/D", "Not applicable"]
)
def test_a_placeholder_is_nobodys_manager(empty):
    plan = planned(csv(f"1,Ann,Top,ann@example.com,CEO,,,,{empty}", "2,Ben,Low,ben@example.com,Clerk,,,,1"))
    assert [made.person.level for made in plan.creates] == [orgchart.TOP, orgchart.TOP - 1]
    assert [(problem.value, problem.left_out) for problem in plan.problems] == [(empty, False)]


@pytest.mark.parametrize("there", ["NA", "Nadal", "ND", "C", "Vacant"])
def test_what_only_looks_like_one_is_kept(there):
    assert parsed(csv(f"1,Ann,Top,ann@example.com,{there},,,,")).records[0].job_title == there


def test_a_placeholder_in_a_place_is_empty():
    record = parsed(csv("1,Ann,Top,ann@example.com,-,N/A,n/a,-,")).records[0]
    assert (record.job_title, record.department, record.city, record.country) == ("", "", "", "")


def test_who_has_left_by_the_status_is_not_imported_and_said():
    plan = planned(rows("Active", "Terminated", "On leave", "ausgeschieden"))
    assert [made.name for made in plan.creates] == ["P 1", "P 3"]
    assert told(plan.problems) == [(3, "status", "Terminated"), (5, "status", "ausgeschieden")]
    assert all(problem.left_out for problem in plan.problems)


def test_who_has_left_by_the_status_is_a_leaver_where_the_file_is_everyone():
    here = [person("a", "p1@example.com", "P", "1", "1"), person("b", "p2@example.com", "P", "2", "2")]
    assert [left.id for left in planned(rows("Active", "Terminated"), *here, everyone=True).leavers] == ["b"]
    assert planned(rows("Active", "Terminated"), *here).leavers == []


def test_somebody_who_has_left_does_not_come_back_by_a_row_that_says_so():
    gone = person("a", "p2@example.com", "P", "2", "2", is_active=False)
    plan = planned(rows("Active", "Terminated"), gone)
    assert (plan.updates, len(plan.creates)) == ([], 1)


@pytest.mark.parametrize(
    ("name", "values", "target"),
    [
        ("Status", ["Active", "Terminated"], "status"),
        ("Employment Status", ["Employed"], "status"),
        ("Status", ["Full time", "Part time"], ""),
        ("Marital status", ["Married", "Single"], ""),
    ],
)
def test_a_status_is_guessed_by_what_stands_in_it(name, values, target):
    assert guess([name], [[value] for value in values]) == [target]
