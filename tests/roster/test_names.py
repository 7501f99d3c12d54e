"""Full names as rosters have them: who is greeted how, and what is no name."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from roster.names import WHOLE, split_name
from tests.roster.conftest import fresh
from tests.roster.files import csv, parsed


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("Ana Petrov, PhD", "Ana", "Petrov"),
        ("Ana Petrov Ph.D.", "Ana", "Petrov"),
        ("Dr. med. univ. Margit Popper, MSc", "Margit", "Popper"),
        ("Kim Lee, CPA, CFA", "Kim", "Lee"),
        ("Ortega, Luis, Jr.", "Luis", "Ortega Jr."),
        ("Martin King, Jr.", "Martin", "King Jr."),
        ("Rossi, Ing. Paolo, MBA", "Paolo", "Rossi"),
        ("Jane Doe (On Leave)", "Jane", "Doe"),
        ("Tom Roe [C]", "Tom", "Roe"),
        ("DUPONT Claire", "Claire", "DUPONT"),
        ("DE LA TOUR Claire", "Claire", "DE LA TOUR"),
        ("Dr. Ngozi Ade", "Ngozi", "Ade"),
        ("JP Morgan", "JP", "Morgan"),
        ("KIM LEE", "KIM", "LEE"),
        ("LEE, MA", "MA", "LEE"),
        ("Nguyen, Ma", "Ma", "Nguyen"),
        ("Yo-Yo Ma", "Yo-Yo", "Ma"),
        ("O'Neil, Ann Marie", "Ann Marie", "O'Neil"),
        ("李小龙", "李小龙", ""),
        ("Prof.", "Prof.", ""),
        ("(Vacant)", "(Vacant)", ""),
    ],
)
def test_a_name_is_cut_where_its_owner_would(name, first, last):
    assert split_name(name) == (first, last)


@given(st.text(max_size=40))
def test_no_name_is_lost(name):
    assert any(split_name(name)) == bool(name.strip(" ,\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0").strip())


NAMED = csv('"Gabriel García Márquez (On Leave)",gabo@example.com', header="name,email")


def test_names_stay_whole_where_that_was_chosen():
    (record,) = parsed(NAMED, names=WHOLE).records
    assert (record.first_name, record.last_name) == ("Gabriel García Márquez", "")


@pytest.mark.django_db
@pytest.mark.parametrize(("names", "greeting"), [("", "Gabriel García"), (WHOLE, "Gabriel García Márquez")])
def test_the_preview_shows_the_greeting_that_was_chosen(previewed, sign_in, omar, names, greeting):
    roster = fresh(previewed(NAMED, names=names))
    (row,) = roster.pages.get(part="create").rows
    assert row["greeting"] == greeting
    assert f"“Hello {greeting}”" in sign_in(omar).get(reverse("roster_import", args=[roster.pk])).content.decode()
