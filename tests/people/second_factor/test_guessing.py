"""Who knows a password, or sits at an open browser, cannot try out what they do not know."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.people.second_factor.conftest import PASSWORD, code_of

pytestmark = pytest.mark.django_db
TRIES = 12


@pytest.fixture
def noor(cast, with_password, app_of, time_machine):
    time_machine.move_to(timezone.now(), tick=False)  # a code is good for half a minute
    return with_password(cast.noor), app_of(cast.noor)


def after_the_password(person) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_after_many_wrong_codes_the_right_one_opens_nothing(noor):
    person, secret = noor
    client = after_the_password(person)
    for number in range(TRIES):
        client.post(reverse("mfa_authenticate"), {"code": f"{number:06d}"})
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_in(client)


def test_nor_in_another_browser(noor):
    person, secret = noor
    for _browser in range(2):
        client = after_the_password(person)
        for number in range(TRIES):
            client.post(reverse("mfa_authenticate"), {"code": f"{number:06d}"})
    client = after_the_password(person)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert not is_in(client)


def test_without_wrong_ones_it_does(noor):
    person, secret = noor
    client = after_the_password(person)
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert is_in(client)


def test_an_open_browser_is_no_place_to_guess_the_password(cast, by_password):
    client = by_password(cast.noor)
    answers = [client.post(reverse("account_reauthenticate"), {"password": f"{n} ways home"}) for n in range(TRIES)]
    assert [answer.status_code for answer in answers][-1] == 429
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.get(reverse("mfa_activate_totp")).status_code == 302
