from collections import Counter

import pytest

from people.cldr import plain
from roster.columns import check, guess
from roster.records import FIELDS
from tests.roster.files import SAMPLE


def test_the_sample_is_guessed_whole():
    header = SAMPLE.read_text().splitlines()[0].split(",")
    assert guess(header) == [
        "employee_number", "first_name", "last_name", "email", "job_title", "department", "city", "country",
        "hired_on", "manager_number",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("Personal-Nr.", "employee_number"),
        ("EMAIL_ADDRESS", "email"),
        ("Work E-Mail", "email"),
        ("hireDate", "hired_on"),
        ("Prénom", "first_name"),
        ("Apellidos", "last_name"),
        ("Führungskraft", "manager_number"),
        ("Manager's Email", "manager_email"),
        ("Employee Hire Date (UTC)", "hired_on"),
        ("Manager Name", "manager_number"),
        ("Manager First Name", ""),
        ("Salary", ""),
    ],
)
def test_names_of_columns_are_understood(name, target):
    assert guess([name]) == [target]


def test_a_manager_column_with_addresses_is_the_managers_email():
    assert guess(["Manager"], [["a@example.com"]]) == ["manager_email"]


@pytest.mark.parametrize(
    ("header", "samples", "target", "column"),
    [
        (["ID", "Employee No."], [["1", "70012"], ["2", "70044"]], "employee_number", "Employee No."),
        (["Functional Manager ID", "Line Manager ID"], [["12", "13"]], "manager_number", "Line Manager ID"),
        (["Responsable", "Matricule manager"], [["Rolf Amsel", "4001"]], "manager_number", "Matricule manager"),
        (["E-mail address (home)", "E-mail (work)"], [["a@y.org", "a@x.org"]], "email", "E-mail (work)"),
        (["username", "email"], [["ann", "ann@x.org"]], "email", "email"),
    ],
)  # fmt: skip
def test_of_two_columns_the_one_that_says_more_is_taken(header, samples, target, column):
    guessed = guess(header, samples)
    assert (guessed.count(target), header[guessed.index(target)]) == (1, column)


def test_a_managers_address_says_more_than_the_name_beside_it():
    assert guess(["Manager Name", "Manager Email"], [["Rolf Amsel", "rolf@x.org"]]) == ["", "manager_email"]


def test_a_field_is_guessed_once():
    assert guess(["E-mail", "Mail"]) == ["email", ""]


def test_first_and_last_name_win_over_the_full_name():
    assert guess(["Name", "First name", "Last name"]) == ["", "first_name", "last_name"]


def test_name_beside_vorname_is_the_last_name():
    assert guess(["Name", "Vorname"]) == ["last_name", "first_name"]


def test_no_name_of_a_column_stands_for_two_fields():
    words = [(word, name) for name, field in FIELDS.items() for word in {plain(word) for word in field.synonyms()}]
    assert Counter(word for word, _name in words).most_common(1)[0][1] == 1


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_is_known_by_its_own_label(name):
    assert guess([str(FIELDS[name].label)]) == [name]


@pytest.mark.parametrize("name", ["HIREDATE", "DateofHire", "DOH", "Data di assunzione", "datum in dienst"])
def test_names_without_blanks_and_in_more_languages_are_understood(name):
    assert guess([name]) == ["hired_on"]


def test_of_two_columns_called_so_the_one_that_looks_like_it_is_taken():
    assert guess(["username", "email"], [["alee", "ann@example.com"]]) == ["", "email"]


def test_a_column_of_employees_may_hold_numbers():
    header = ["Employee #", "Name", "Work Email", "Job Title", "Reporting to"]
    assert guess(header, [["7101", "Ann Lee", "ann@x.org", "Head", "7100"]]) == [
        "employee_number", "full_name", "email", "job_title", "manager_number",
    ]  # fmt: skip


def test_missing_fields_are_said():
    problems = check(["first_name", ""], ["a", "b"])
    assert [problem.message for problem in problems] == [
        "Choose the column that holds the e-mail address: people sign in with it.",
        "Choose the columns of first and last name, or one column with the full name.",
    ]


def test_full_and_first_name_together_are_refused():
    assert "not both" in check(["full_name", "first_name", "email"], ["a", "b", "c"])[0].message


def test_a_field_taken_twice_is_said_at_the_second_column():
    (problem,) = check(["full_name", "email", "email"], ["Name", "Mail", "Login"])
    assert (problem.column, problem.message) == (
        2,
        "E-mail is already taken from the column “Mail”. Choose one of the two.",
    )
