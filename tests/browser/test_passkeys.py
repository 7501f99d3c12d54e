"""A passkey from set-up to sign-in, with an authenticator that the browser plays."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import Page, expect

from people.models import Role
from tests import factories as make
from tests.browser.test_frame_two_step import PASSWORD, press

SECURITY = "/account/2fa/"


@pytest.fixture
def omar(transactional_db, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user = make.UserFactory(first_name="Omar", last_name="Haddad", email="omar@example.com")
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    make.RoleGrantFactory(user=user, role=Role.HR_ADMIN)
    return user


def with_device(page: Page, *, is_verified: bool = True) -> None:
    """Give the browser a device that keeps passkeys; its owner's finger is right, or wrong."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": is_verified, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def by_password(page: Page) -> None:
    page.get_by_label("E-mail address").fill("omar@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Sign in")


def to_the_form(page: Page) -> None:
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    press(page, "Continue")


def set_up(page: Page) -> None:
    to_the_form(page)
    page.get_by_label("Name").fill("My laptop")
    press(page, "Continue")
    expect(page.get_by_role("heading", level=2)).to_have_text("Recovery codes")


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_the_team_sets_one_up_and_signs_in_with_it(open_page, shot, omar, theme, width):
    page = open_page("/people/", theme=theme, width=width)
    with_device(page)
    shot(page, f"sign-in-{theme}")
    by_password(page)
    expect(page).to_have_url(page.url.split("/account")[0] + SECURITY)
    shot(page, f"second-factor-missing-{theme}")
    set_up(page)
    page.goto("/people/")
    expect(page.get_by_role("heading", level=1)).to_have_text("People")
    page.goto(f"{SECURITY}webauthn/")
    shot(page, f"passkeys-{theme}")
    page.goto(SECURITY)
    shot(page, f"second-factor-{theme}")
    page.context.clear_cookies()
    page.goto("/account/login/?next=/people/")
    press(page, "Sign in with a passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("People")


def test_it_is_the_second_step_after_the_password(open_page, shot, omar):
    page = open_page("/account/login/")
    with_device(page)
    by_password(page)
    set_up(page)
    page.context.clear_cookies()
    page.goto("/account/login/?next=/people/")
    by_password(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("The second step")
    shot(page, "second-step")
    press(page, "Use a passkey")
    expect(page.get_by_role("heading", level=1)).to_have_text("People")


def test_a_device_that_refuses_leaves_everything_as_it_is(open_page, omar):
    page = open_page("/account/login/")
    with_device(page, is_verified=False)
    by_password(page)
    to_the_form(page)
    press(page, "Continue")
    expect(page.get_by_role("alert")).to_have_text(
        "That did not work. Nothing was changed; try again, or take another device."
    )
    assert not Authenticator.objects.exists()


def test_without_javascript_the_app_is_offered(open_page, omar):
    page = open_page("/account/login/", js=False)
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_have_count(0)
    by_password(page)
    to_the_form(page)
    expect(page.locator("noscript p")).to_have_text("Passkeys need JavaScript. The authenticator app works without.")


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_the_pages_can_be_used_by_everybody(open_page, axe, omar, theme, width):
    """Without a device: when axe's debugger lets go of the page, the browser takes the device away."""
    page = open_page("/account/login/", theme=theme, width=width)
    axe(page)
    by_password(page)
    axe(page)
    to_the_form(page)
    axe(page)
    TOTP.activate(omar, generate_totp_secret())
    page.goto(SECURITY)
    axe(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    expect(page.get_by_role("link", name="Use your password")).to_have_count(0)
