"""Signing in, in a browser."""

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import expect

from tests import factories as make


@pytest.fixture
def noor(transactional_db):
    user = make.UserFactory(first_name="Noor", last_name="Aziz", email="noor@example.com")
    user.set_password("a long way home")
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_page_is_accessible_in_every_shape(open_page, axe, transactional_db, theme, width):
    axe(open_page("/account/login/", theme=theme, width=width))


@pytest.mark.parametrize("js", [True, False])
def test_wrong_password_says_so_and_keeps_the_address(open_page, noor, js):
    page = open_page("/account/login/", js=js)
    page.get_by_label("E-mail address").fill("noor@example.com")
    page.get_by_label("Password").fill("something else")
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert "not correct" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("E-mail address").input_value() == "noor@example.com"


def test_the_summary_of_errors_takes_the_focus(open_page, noor):
    page = open_page("/account/login/")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_be_focused()


@pytest.mark.parametrize("js", [True, False])
def test_right_password_opens_the_frame(open_page, noor, js):
    page = open_page("/account/login/?next=/account/email/", js=js)
    page.get_by_label("E-mail address").fill("noor@example.com")
    page.get_by_label("Password").fill("a long way home")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign-in and security")


def test_dark_is_dark_before_any_script_runs(open_page, noor):
    page = open_page("/account/login/", theme="dark", js=False)
    colour = page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor")
    assert lightness(colour) < 0.3


def lightness(colour: str) -> float:
    """The L of `oklch(L C h)`, as Chromium writes the computed value of our colours."""
    return float(colour.removeprefix("oklch(").split()[0])
