"""Workbooks with several sheets, lines above the table: what is read is said, and can be chosen."""

import pytest
from django.urls import reverse
from openpyxl import Workbook

from roster import services
from roster.first_look import first_look
from tests.roster.conftest import fresh
from tests.roster.files import saved

HEADER = ["Employee No.", "Name", "Work Email"]
ANN, BO = [1, "Ann Lee", "ann@x.org"], [2, "Bo Ek", "bo@x.org"]


def workbook(sheets: dict[str, list[list[object]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return saved(book)


TWO = workbook({"Germany": [HEADER, ANN], "France": [HEADER, BO]})
READ_ME_FIRST = workbook({"Read me": [["How to read this file"], ["Ask HR"]], "People": [HEADER, ANN]})


@pytest.mark.parametrize(("content", "sheet"), [(TWO, "Germany"), (READ_ME_FIRST, "People")])
def test_the_first_sheet_with_people_is_read(content, sheet):
    assert (first_look(content).sheet, first_look(content).header) == (sheet, HEADER)


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ("", 1),
        ("Staff list\nAs of 1 December\n\n", 4),
        ("#TYPE Microsoft.ActiveDirectory.Management.ADUser\n", 2),
        ("Report;;\nHR;;\n", 3),
    ],
)
def test_the_names_of_columns_are_found_below_other_lines(above, row):
    separator = ";" if ";" in above else ","
    lines = [separator.join(map(str, line)) for line in (HEADER, ANN, BO)]
    table = first_look((above + "\n".join(lines)).encode())
    assert (table.header, table.header_row) == (HEADER, row)
    assert table.samples == [list(map(str, ANN)), list(map(str, BO))]


def test_a_file_whose_columns_nobody_knows_begins_where_it_begins():
    table = first_look(b"foo,bar\n1,2\n3,4\n")
    assert (table.header, table.header_row) == (["foo", "bar"], 1)


@pytest.mark.django_db
def test_what_is_not_read_is_said_and_can_be_read_instead(omar, sign_in):
    client = sign_in(omar)
    roster = services.start_import(user=omar, file_name="people.xlsx", content=TWO)
    url = reverse("roster_columns", args=[roster.pk])
    page = client.get(url).text
    assert "Only the sheet “Germany” is read. Not read: France." in page
    targets = {f"column_{index}": name for index, name in enumerate(roster.mapping["targets"])}
    chosen = targets | {"sheet": "France", "header_row": "1", "level_mode": "derived", "everyone": "some"}
    client.post(url, chosen)
    assert fresh(roster).mapping["samples"] == [["2", "Bo Ek", "bo@x.org"]]
    client.post(url, chosen)
    (row,) = fresh(roster).pages.get(part="create").rows
    assert (row["row"], row["email"]) == (2, "bo@x.org")


@pytest.mark.django_db
def test_a_row_of_names_that_is_not_there_is_refused_and_nothing_changes(omar, sign_in):
    client = sign_in(omar)
    roster = services.start_import(user=omar, file_name="people.xlsx", content=TWO)
    chosen = {"sheet": "Germany", "header_row": "40", "level_mode": "derived", "everyone": "some"}
    response = client.post(reverse("roster_columns", args=[roster.pk]), chosen)
    assert (response.status_code, fresh(roster).mapping) == (422, roster.mapping)
