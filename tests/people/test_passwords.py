"""What may be a password."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.models import Organization
from tests.people.second_factor.conftest import PASSWORD, by_password, with_password  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def organisation():
    Organization.objects.update_or_create(pk=1, defaults={"name": "Müller & Söhne Maschinenbau"})


def is_good(password: str) -> bool:
    try:
        validate_password(password)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    "password",
    ["Turnabout2026!", "turnabout-mentor", "Maschinenbau26", "müllersöhne1", "MULLER.2026!!", "ReverseMentor"],
)
def test_a_name_that_everybody_knows_and_a_year_is_none(password):
    assert not is_good(password)


@pytest.mark.parametrize(
    "password", ["a long way home", "turnabout of nine green cats", "maschinenbau ist langweilig", "zxqv-9183-lkmw"]
)
def test_a_long_one_may_hold_such_a_word(password):
    assert is_good(password)


def test_without_its_name_the_organisation_is_no_word(cast):
    Organization.objects.update(name="")
    assert is_good("Maschinenbau26")


def test_any_letters_and_many_of_them_may_be_one():
    assert is_good("только строчные буквы " * 5)
    assert is_good("🦊 and 🐻 walk home, slowly")


def test_it_counts_as_it_is_typed(cast, by_password):  # noqa: F811
    """With its blanks, its capitals and all its letters."""
    client, typed = by_password(cast.noor), f"  Bleib wie du bist {'x' * 100}  "
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": typed, "password2": typed})
    cast.noor.refresh_from_db()
    others = [typed.strip(), typed.lower(), typed[:-3]]
    assert [cast.noor.check_password(word) for word in (typed, *others)] == [True, False, False, False]


@pytest.mark.parametrize("password", ["1234567890", "password123", "short-one"])
def test_short_and_common_ones_are_none(password):
    assert not is_good(password)
