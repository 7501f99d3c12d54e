"""Strangers may try passwords: few, and without locking the owner out."""

import re
from itertools import count

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db
PASSWORD = "a long way home"
NUMBER = count()


@pytest.fixture
def owner():
    user = make.UserFactory(email="noor@example.com")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.fixture
def own_browser(owner):
    """One in which the owner has signed in before, and is signed out."""
    client = Client()
    assert sign_in(client, PASSWORD)
    client.post(reverse("account_logout"))
    return client


def sign_in(client: Client, password: str, email: str = "noor@example.com") -> bool:
    client.post(reverse("account_login"), {"login": email, "password": password})
    return "_auth_user_id" in client.session


def stranger() -> Client:
    """From an address of its own each time, as those who hire a thousand machines."""
    number = next(NUMBER)
    return Client(REMOTE_ADDR=f"10.0.{number // 250}.{number % 250 + 1}")


def attack(times: int = 30) -> None:
    for _ in range(times):
        sign_in(stranger(), "wrong")


def test_an_attack_does_not_lock_the_owner_out(own_browser):
    attack()
    assert sign_in(own_browser, PASSWORD)


def test_nor_one_from_the_owners_own_network(own_browser):
    for _ in range(30):
        sign_in(Client(), "wrong")
        sign_in(Client(), "wrong", email="other@example.com")
    assert sign_in(own_browser, PASSWORD)


def test_strangers_are_stopped_together_wherever_they_come_from(owner):
    attack(5)
    assert not sign_in(stranger(), PASSWORD)


def test_an_attack_over_days_has_few_tries(owner, time_machine):
    """Even with pauses: fifty a day for one account."""
    time_machine.move_to("2026-11-23 08:00+00:00", tick=False)
    for _ in range(12):
        attack(5)
        time_machine.shift(360)
    assert not sign_in(stranger(), PASSWORD)


def test_a_link_works_at_once_in_any_browser(owner):
    attack()
    new_browser = Client()
    assert not sign_in(new_browser, PASSWORD)
    new_browser.post(reverse("account_reset_password"), {"email": owner.email})
    link = re.search(r"https?://[^/\s]+(/account/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    page = new_browser.get(link, follow=True)
    new_browser.post(page.request["PATH_INFO"], {"password1": "another long way", "password2": "another long way"})
    assert "_auth_user_id" in new_browser.session


def test_the_owner_confirms_that_it_is_them_during_an_attack(own_browser):
    sign_in(own_browser, PASSWORD)
    attack()
    own_browser.get(reverse("account_reauthenticate"))
    answer = own_browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert answer.status_code == 302


def test_a_known_browser_has_no_endless_tries_either(own_browser):
    for _ in range(10):
        assert not sign_in(own_browser, "wrong")
    assert not sign_in(own_browser, PASSWORD)


def test_the_mark_of_one_account_opens_no_tries_for_another(own_browser, owner):
    other = make.UserFactory(email="jack@example.com")
    other.set_password(PASSWORD)
    other.save()
    for _ in range(30):
        sign_in(stranger(), "wrong", email=other.email)
    assert not sign_in(own_browser, PASSWORD, email=other.email)


def test_a_mark_cannot_be_made_up(owner):
    attack()
    thief = Client()
    thief.cookies["known-" + "0" * 20] = "anything"
    assert not sign_in(thief, PASSWORD)


def test_the_mark_names_nobody(own_browser, owner):
    kept = {name: one for name, one in own_browser.cookies.items() if name.startswith("known-")}
    (mark,) = kept.values()
    assert "noor" not in mark.key + mark.value
    assert (mark["httponly"], mark["samesite"], mark["path"]) == (True, "Lax", "/account/")


def test_an_unknown_address_is_locked_just_the_same(owner):
    pages = []
    for email in (owner.email, "nobody@example.com"):
        for _ in range(6):
            page = stranger().post(reverse("account_login"), {"login": email, "password": "wrong"})
        pages.append(page.context["form"].errors)
    assert pages[0] == pages[1]
