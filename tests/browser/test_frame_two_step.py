"""Two-step sign-in from set-up to use, as one does it."""

import re
import time

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import expect

from tests import factories as make

PASSWORD = "a long way home"
STEP_S = 30


@pytest.fixture
def noor(transactional_db):
    user = make.UserFactory(first_name="Noor", last_name="Aziz", email="noor@example.com")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP_S))


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def set_up(page, check) -> list[str]:
    """Turn the app on; gives the recovery codes that come with it."""
    page.get_by_role("link", name="Set up", exact=True).click()
    check(page)
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")
    check(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    press(page, "Turn on")
    check(page)
    return re.findall(r"\d{8}", page.locator(".codes").inner_text())


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_app_is_set_up_and_asked_for(open_page, axe, noor, settings, theme):
    settings.LOGIN_REDIRECT_URL = "account_email"
    page = open_page("/account/2fa/", noor, theme=theme)
    axe(page)
    codes = set_up(page, axe)
    assert len(codes) == 10
    page.locator("details.frame-user summary").click()
    press(page, "Sign out")
    sign_in_with(page, codes[0], axe)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-in and security")


def sign_in_with(page, code, check):
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill("noor@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")
    check(page)
    page.get_by_label("Code").fill(code)
    press(page, "Sign in")
