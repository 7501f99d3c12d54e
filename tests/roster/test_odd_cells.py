"""Cells as spreadsheets and people leave them: what was meant is read, or it is said what was read."""

import datetime as dt

import pytest

from tests.roster.files import csv, parsed, told


def reasons(result) -> list[str]:
    return [problem.reason for problem in result.problems]


class TestShortenedNumbers:
    def test_nobody_gets_a_number_of_which_the_end_is_lost(self):
        result = parsed(csv("1.00001E+11,Ann,Left,ann@x.org,,,,,", "1.00001E+11,Ben,Right,ben@x.org,,,,,"))
        assert (result.records, told(result.problems)) == ([], [(row, "number", "1.00001E+11") for row in (2, 3)])
        assert "last digits are lost" in reasons(result)[0]

    def test_as_a_manager_it_is_nobody(self):
        result = parsed(csv("1,Ann,Left,ann@x.org,,,,,1.00001E+11"))
        assert (result.records[0].manager_number, "manager_number" in result.records[0].said) == ("", False)

    @pytest.mark.parametrize("number", ["E00042", "4E", "12E", "1E2X"])
    def test_numbers_with_an_e_are_numbers(self, number):
        assert parsed(csv(f"{number},Ann,Left,ann@x.org,,,,,")).records[0].employee_number == number


class TestUnseenMarks:
    def test_they_are_taken_out_and_told(self):
        result = parsed(csv("\u200e9711,\u202bAnn\u202c,Left,ann@x.org\u200c,,,,,"))
        [ann] = result.records
        assert (ann.employee_number, ann.first_name, ann.email) == ("9711", "Ann", "ann@x.org")
        assert set(reasons(result)) == {"Marks that nobody can see were taken out."}

    def test_wide_digits_and_signs_are_what_they_are(self):
        [ben] = parsed(csv("\uff18\uff12\uff10\uff17,Ben,Right,ben\uff20x.org,,,,,")).records
        assert (ben.employee_number, ben.email) == ("8207", "ben@x.org")


class TestPlaceholders:
    def test_a_vacant_position_is_nobody(self):
        result = parsed(csv("1,N/D,Vacant,a@x.org,,,,,"))
        assert result.records == []
        assert "The name is empty." in reasons(result)

    @pytest.mark.parametrize("last", ["-", "N/A", "n.a.", "Vacant"])
    def test_half_a_name_may_be_missing(self, last):
        [mani] = parsed(csv(f"2,Mani,{last},m@x.org,,,,,NO_MANAGER")).records
        assert (mani.name, mani.manager_number) == ("Mani", "")

    @pytest.mark.parametrize("name", ["Null", "Nil", "None", "Na", "Nd", "Vacanti"])
    def test_people_are_called_so(self, name):
        [one] = parsed(csv(f"3,Christopher,{name},c@x.org,,,,,")).records
        assert one.last_name == name

    def test_where_they_are_words_they_stay(self):
        [mani] = parsed(csv("2,Mani,-,m@x.org,,,,,"), placeholders="words").records
        assert mani.last_name == "-"


class TestDates:
    @pytest.mark.parametrize(
        ("text", "date"),
        [("03/31/15", dt.date(2015, 3, 31)), ("31.3.98", dt.date(1998, 3, 31)), ("13/1/04", dt.date(2004, 1, 13))],
    )
    def test_years_of_two_digits_are_not_to_come(self, text, date):
        assert self.hired(text).records[0].hired_on == date

    def test_the_days_that_a_spreadsheet_counts_are_read_and_said(self):
        result = self.hired("43831")
        assert result.records[0].hired_on == dt.date(2020, 1, 1)
        assert "read as 2020-01-01" in reasons(result)[0]

    @pytest.mark.parametrize("text", ["12345678901", "99999", "1234"])
    def test_other_numbers_are_no_dates(self, text):
        result = self.hired(text)
        assert (result.records[0].hired_on, len(result.problems)) == (None, 1)

    @staticmethod
    def hired(text: str):
        return parsed(csv(f"1,Ann Left,ann@x.org,{text}", header="number,name,email,hire date"))
