"""Somebody with a password and a verified address, and a code of their authenticator app."""

import time
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from people.models import User

PASSWORD = "a long way home"


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.fixture
def with_password() -> Callable[[User], User]:
    def given(user: User) -> User:
        user.set_password(PASSWORD)
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    return given


@pytest.fixture
def by_password(with_password) -> Callable[[User], Client]:
    """Signs somebody in as they do it, by e-mail and password."""

    def signed_in(user: User, **more: str) -> Client:
        client = Client()
        with_password(user)
        client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD, **more})
        return client

    return signed_in


@pytest.fixture
def app_of() -> Callable[[User], str]:
    """Gives somebody an authenticator app, and its secret."""

    def given(user: User) -> str:
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        return secret

    return given
