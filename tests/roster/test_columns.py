import pytest

from roster.columns import TARGETS, check, guess
from roster.synonyms import SYNONYMS
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
        ("Manager Name", ""),
        ("Salary", ""),
    ],
)
def test_names_of_columns_are_understood(name, target):
    assert guess([name]) == [target]


def test_a_manager_column_with_addresses_is_the_managers_email():
    assert guess(["Manager"], [["a@example.com"]]) == ["manager_email"]


def test_a_field_is_guessed_once():
    assert guess(["E-mail", "Mail"]) == ["email", ""]


def test_first_and_last_name_win_over_the_full_name():
    assert guess(["Name", "First name", "Last name"]) == ["", "first_name", "last_name"]


def test_name_beside_vorname_is_the_last_name():
    assert guess(["Name", "Vorname"]) == ["last_name", "first_name"]


def test_every_synonym_stands_for_a_known_field():
    assert set(SYNONYMS) == set(TARGETS)


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
