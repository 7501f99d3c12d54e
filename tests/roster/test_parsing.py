import datetime as dt

import pytest

from roster.dates import DAY_FIRST
from tests.roster.files import SAMPLE, csv, parsed, told

ANN = "1,Ann,Lee,ann@example.com,Clerk,IT,Berlin,Germany,"


def one(header: str, row: str):
    return parsed(csv(f"{row},Ann Lee,ann@example.com", header=f"{header},name,email"))


def test_the_sample_has_no_problems():
    result = parsed(SAMPLE.read_bytes())
    assert (len(result.records), result.problems, result.rows) == (107, [], 107)
    first = result.records[0]
    assert (first.row, first.email, first.name, first.hired_on) == (
        2,
        "sking@example.com",
        "Steven King",
        dt.date(2013, 6, 17),
    )


def test_addresses_are_lower_case():
    assert parsed(csv("1,A,B,Ann.LEE@Example.com,,,,,")).records[0].email == "ann.lee@example.com"


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ann Lee", "Ann", "Lee"),
        ("Lee, Ann Marie", "Ann Marie", "Lee"),
        ("Ludwig van der Berg", "Ludwig", "van der Berg"),
        ("Martin King Jr.", "Martin", "King Jr."),
        ("Suharto", "Suharto", ""),
    ],
)
def test_a_full_name_is_cut(name, first, last):
    record = parsed(csv(f'"{name}",a@example.com', header="name,email")).records[0]
    assert (record.first_name, record.last_name) == (first, last)


@pytest.mark.parametrize(
    ("row", "place"),
    [
        ("1,,,ann@example.com,,,,,", ("last name", "")),
        ("1,Ann,Lee,,,,,,", ("email", "")),
        ("1,Ann,Lee,ann(at)example.com,,,,,", ("email", "ann(at)example.com")),
        ("1,Ann,Lee,a@b@example.com,,,,,", ("email", "a@b@example.com")),
        (f"{'9' * 65},Ann,Lee,ann@example.com,,,,,", ("number", "9" * 65)),
        (f"1,{'A' * 121},Lee,ann@example.com,,,,,", ("first name", "A" * 119 + "…")),
        ("1,An\x07n,Lee,ann@example.com,,,,,", ("first name", "An\\x07n")),
    ],
)
def test_a_row_without_name_or_address_is_left_out(row, place):
    result = parsed(csv(row))
    assert result.records == []
    assert told(result.problems)[0] == (2, *place)
    assert result.problems[0].left_out


@pytest.mark.parametrize(
    ("header", "value", "field"),
    [
        ("level", "senior", "level"),
        ("level", "3.5", "level"),
        ("level", "-1", "level"),
        ("time zone", "Middle Earth", "time_zone"),
        ("language", "Quenya", "language"),
        ("hire date", "soon", "hired_on"),
        ("hire date", "2021-02-30", "hired_on"),
        ("hire date", "0203-01-01", "hired_on"),
        ("job title", "x" * 161, "job_title"),
        ("job title", "Cl\x1berk", "job_title"),
    ],
)
def test_a_bad_value_is_reported_and_the_person_still_imported(header, value, field):
    result = one(header, value)
    assert not getattr(result.records[0], field)
    assert [(problem.row, problem.column) for problem in result.problems] == [(2, header)]
    assert not result.problems[0].left_out


@pytest.mark.parametrize(
    ("header", "value", "field", "typed"),
    [
        ("level", "5", "level", 5),
        ("level", "5.0", "level", 5),
        ("time zone", "europe/berlin", "time_zone", "Europe/Berlin"),
        ("language", "German", "language", "de"),
        ("language", "pt-BR", "language", "pt"),
        ("location", '"Munich, Germany"', "city", "Munich"),
        ("location", '"Munich, Germany"', "country", "Germany"),
        ("location", "Munich", "city", "Munich"),
        ("job title", "Chief\u00a0\u200bclerk", "job_title", "Chief clerk"),
    ],
)
def test_values_are_typed(header, value, field, typed):
    result = one(header, value)
    assert (getattr(result.records[0], field), result.problems) == (typed, [])


@pytest.mark.parametrize(
    "value",
    [
        "2021-03-31",
        "2021-03-31T00:00:00",
        "31.03.2021",
        "31/03/2021",
        "03/31/2021",
        "20210331",
        "31 Mar 2021",
        '"March 31, 2021"',
    ],
)
def test_dates_of_all_countries_are_read(value):
    assert one("hire date", value).records[0].hired_on == dt.date(2021, 3, 31)


def dated(*values: str, **options: str):
    rows = [f"{value},Ann Lee,a{index}@example.com" for index, value in enumerate(values)]
    return parsed(csv(*rows, header="hire date,name,email"), **options)


def test_one_clear_date_settles_the_order_of_the_column():
    assert [record.hired_on for record in dated("04/03/2021", "31/03/2021").records] == [
        dt.date(2021, 3, 4),
        dt.date(2021, 3, 31),
    ]


def test_an_unclear_date_is_reported_with_both_readings():
    (problem,) = dated("04/03/2021").problems
    assert problem.reason == "This may be 2021-03-04 or 2021-04-03."


def test_a_person_may_settle_the_order():
    assert dated("04/03/2021", date_order=DAY_FIRST).records[0].hired_on == dt.date(2021, 3, 4)


def test_duplicate_addresses_leave_out_all_their_rows_whatever_their_case():
    result = parsed(csv(ANN, "2,Anne,Lea,ANN@example.com,,,,,", "3,Bo,Ek,bo@example.com,,,,,"))
    assert [record.row for record in result.records] == [4]
    assert told(result.problems) == [(2, "email", "ann@example.com"), (3, "email", "ann@example.com")]
    assert result.problems[0].reason == "One person under two employee numbers: the same e-mail is also in row 3."


def test_duplicate_numbers_leave_out_all_their_rows():
    result = parsed(csv(ANN, "1,Bo,Ek,bo@example.com,,,,,"))
    assert (result.records, told(result.problems)) == ([], [(2, "number", "1"), (3, "number", "1")])


def test_of_two_equal_rows_the_first_is_imported():
    result = parsed(csv(ANN, ANN))
    assert [record.row for record in result.records] == [2]
    assert result.problems[0].reason == "This row says the same as row 2."


def test_people_in_rows_left_out_are_remembered():
    result = parsed(csv("7,,,bad,,,,,"))
    assert (result.seen_numbers, result.seen_emails) == ({"7"}, {"bad"})
