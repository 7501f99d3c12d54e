"""A passkey instead of the password opens an account only with its PIN or fingerprint: a lost key is no account."""

import json

import pytest
import time_machine
from allauth.account.app_settings import LOGIN_TIMEOUT
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fido2.utils import websafe_decode

from people.offboarding import let_go
from tests.people.second_factor.conftest import PASSWORD
from tests.people.second_factor.soft_key import SoftKey

pytestmark = pytest.mark.django_db
SIGN_IN = "mfa_login_webauthn"


def challenge_of(client: Client) -> bytes:
    """The one of the sign-in page."""
    answer = client.get(reverse(SIGN_IN), headers={"X-Requested-With": "XMLHttpRequest"})
    return websafe_decode(answer.json()["request_options"]["publicKey"]["challenge"])


def sign_in_with(key: SoftKey, client: Client, challenge: bytes, *, with_pin: bool) -> bool:
    """Whether the site opens to them."""
    client.post(reverse(SIGN_IN), {"credential": json.dumps(key.answer(challenge, with_pin=with_pin))})
    return client.session.get("_auth_user_id") == str(key.owner.pk)


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now(), tick=False) as traveller:
        yield traveller


@pytest.fixture
def key(cast, with_password) -> SoftKey:
    key = SoftKey(with_password(cast.omar))
    key.register()
    return key


@pytest.mark.parametrize("with_pin", [True, False])
def test_it_opens_with_the_pin_only(key, client, with_pin):
    assert sign_in_with(key, client, challenge_of(client), with_pin=with_pin) is with_pin


@pytest.mark.parametrize("with_pin", [True, False])
def test_a_challenge_asked_for_beside_a_password_opens_nothing_instead_of_it(
    cast, key, client, clock, with_password, with_pin
):
    """Noor has found Omar's key. Beside her own password no PIN is asked for, so that challenge must not serve here."""
    SoftKey(with_password(cast.noor)).register()
    client.post(reverse("account_login"), {"login": cast.noor.email, "password": PASSWORD})
    client.get(reverse("mfa_authenticate"))
    state = client.session["mfa.webauthn.state"]
    clock.shift(LOGIN_TIMEOUT + 1)  # her sign-in is forgotten, the challenge is not
    assert not sign_in_with(key, client, websafe_decode(state["challenge"]), with_pin=with_pin)


def test_an_answer_that_was_overheard_opens_nothing(key, client):
    """Neither again in the same browser nor for the challenge of another."""
    answer = {"credential": json.dumps(key.answer(challenge_of(client), with_pin=True))}
    client.post(reverse(SIGN_IN), answer)
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    other = Client()
    challenge_of(other)
    for browser in (client, other):
        browser.post(reverse(SIGN_IN), answer)
        assert "_auth_user_id" not in browser.session


def test_that_of_somebody_who_has_left_opens_nothing(key, client):
    let_go([key.owner.pk], at=timezone.now())
    assert not sign_in_with(key, client, challenge_of(client), with_pin=True)
