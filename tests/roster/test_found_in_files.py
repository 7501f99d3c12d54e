"""What real files hold, as people have reported it of this and other software."""

import datetime as dt

import pytest

from roster.columns import guess
from roster.dates import parse_date
from roster.records import grouped
from roster.values import read_address, read_time_zone
from tests.roster.files import csv, parsed, person, planned


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("3 février 2009", dt.date(2009, 2, 3)),
        ("1 juin 2009", dt.date(2009, 6, 1)),
        ("14 juillet 2009", dt.date(2009, 7, 14)),
        ("1 août 2009", dt.date(2009, 8, 1)),
        ("1er mai 2009", dt.date(2009, 5, 1)),
        ("5. März 2009", dt.date(2009, 3, 5)),
        ("01-Mrz-2015", dt.date(2015, 3, 1)),
        ("12 de marzo de 2009", dt.date(2009, 3, 12)),
        ("2 settembre 2009", dt.date(2009, 9, 2)),
        ("3 maart 2009", dt.date(2009, 3, 3)),
    ],
)
def test_months_are_known_by_name(text, date):
    assert parse_date(text) == date


@pytest.mark.parametrize("text", ["12 Foo 2009", "31 juin 2009", "12 de 2009"])
def test_what_is_no_month_or_no_day_is_no_date(text):
    (problem,) = parsed(csv(f"{text},Ann Lee,ann@x.org", header="hired on,name,email")).problems
    assert (problem.value, problem.left_out) == (text, False)


@pytest.mark.parametrize(
    "text", ["mailto:Ann@x.org", "Ann Lee <ann@x.org>", "ann@x.org;", "Lee, Ann <ann@x.org>;", "<ann@x.org>"]
)
def test_an_address_is_read_out_of_what_programs_write_round_it(text):
    assert read_address(text) == "ann@x.org"


@pytest.mark.parametrize("text", ["ann<x@x.org", "a b@x.org", "ann@x.org>b", "Ann <nobody>"])
def test_what_is_no_address_stays_none(text):
    result = parsed(csv(f'"{text}",Ann Lee', header="email,name"))
    assert (result.records, result.problems[0].left_out) == ([], True)


def test_the_columns_of_a_payroll_export_are_told_apart():
    header = ["Position ID", "Job Title Description", "Payroll Name", "Reports To Associate ID", "Work Email"]
    assert guess(header) == ["", "job_title", "full_name", "manager_number", "email"]


def test_what_an_export_of_ours_has_guarded_is_read_as_it_was():
    row = "1,Ann Lee,ann@x.org,'+Sales,'=HYPERLINK(1)"
    (record,) = parsed(csv(row, header="number,name,email,department,title")).records
    assert (record.department, record.job_title) == ("+Sales", "=HYPERLINK(1)")


def test_somebody_new_with_the_address_of_a_leaver_is_a_question():
    lea = person("L", "otto@x.org", "Lea", "Vers", is_active=False)
    plan = planned(csv("Daniela,Otto,otto@x.org,Trainee", header="first name,last name,email,title"), lea)
    assert ([problem.reason for problem in plan.problems], plan.creates, plan.updates) == (
        ["This is the address of Lea Vers, who has left."], [], [],
    )  # fmt: skip


def test_a_mailbox_that_all_share_is_one_problem():
    rows = [f"{number},Ann No{number},team@x.org" for number in range(1, 30)]
    ((problem, where),) = grouped(parsed(csv(*rows, header="number,name,email")).problems).items()
    assert (problem.value, problem.left_out, where) == ("team@x.org", True, list(range(2, 31)))
    assert problem.reason == "29 rows have this e-mail. People sign in with it, so each needs one of their own."


def test_an_unknown_manager_of_many_is_one_problem():
    rows = [f"{number},Ann No{number},a{number}@x.org,{90 + number % 2}" for number in range(1, 31)]
    plan = planned(csv(*rows, header="number,name,email,manager"))
    assert (plan.counts()["problems"], len(plan.problems)) == (2, 30)


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("europe/berlin", "Europe/Berlin"),
        ("US/Eastern", "America/New_York"),
        ("Asia/Calcutta", "Asia/Kolkata"),
        ("Europe/Kiev", "Europe/Kyiv"),
        ("Pacific Standard Time", "America/Los_Angeles"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("UTC", "UTC"),
    ],
)
def test_a_zone_is_known_by_its_old_names_and_as_windows_calls_it(text, zone):
    assert read_time_zone(text) == zone


def test_a_clock_without_a_place_is_asked_for():
    (problem,) = parsed(csv("Ann Lee,ann@x.org,GMT+5:30", header="name,email,time zone")).problems
    assert (problem.value, problem.left_out) == ("GMT+5:30", False)
