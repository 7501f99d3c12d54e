"""The frame in a browser: menus, themes, phone, no JavaScript, no connection."""

import pytest

from tests import factories as make

PAGE = "/account/email/"


@pytest.fixture
def noor(transactional_db):
    return make.UserFactory(first_name="Noor", last_name="Aziz", email="noor@example.com")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", [PAGE, "/account/2fa/", "/account/sessions/", "/no/such/page/", "/offline/"])
def test_pages_are_accessible_in_every_shape(open_page, axe, noor, path, theme, width):
    axe(open_page(path, noor, theme=theme, width=width))


def test_first_tab_leads_past_the_menu(open_page, noor):
    page = open_page(PAGE, noor)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("js", [True, False])
def test_theme_is_chosen_and_kept(open_page, noor, js):
    page = open_page(PAGE, noor, js=js)
    page.locator("details.frame-user summary").click()
    page.get_by_role("button", name="Dark").click()
    assert page.url.endswith(PAGE)
    page.goto("/account/2fa/")
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"


def test_menu_of_a_phone_opens_and_closes(open_page, noor):
    page = open_page(PAGE, noor, width=390)
    entry = page.locator("details.frame-user summary")
    assert not entry.is_visible()
    page.get_by_role("button", name="Menu").click()
    entry.wait_for(state="visible")


def test_menu_of_a_phone_stands_open_without_javascript(open_page, noor):
    page = open_page(PAGE, noor, width=390, js=False)
    assert page.locator("details.frame-user summary").is_visible()
    assert not page.get_by_role("button", name="Menu").is_visible()


def test_escape_closes_the_menu_and_returns_to_it(open_page, noor):
    page = open_page(PAGE, noor)
    page.locator("details.frame-user summary").click()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert page.locator("details.frame-user").get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_without_a_connection_a_page_says_so(browser, live_server):
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/account/login/")
    page.evaluate("navigator.serviceWorker.register('/service-worker.js')")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    context.set_offline(True)
    page.goto("/account/password/reset/")
    assert page.get_by_role("heading", level=1).inner_text() == "You are offline"
    context.close()


@pytest.mark.parametrize("forced", [True, False])
def test_the_menu_button_of_a_phone_can_be_seen(open_page, noor, forced):
    page = open_page(PAGE, noor, width=390, forced=forced)
    seen = page.locator(".navbar-toggler").screenshot()
    page.evaluate("document.querySelector('.navbar-toggler-icon').style.visibility = 'hidden'")
    assert page.locator(".navbar-toggler").screenshot() != seen


def test_on_a_phone_the_open_tab_is_in_sight(open_page, noor):
    page = open_page("/profile/my-data/", noor, width=390)
    box = page.locator(".tabs [aria-current]").bounding_box()
    assert 0 <= box["x"] <= box["x"] + box["width"] <= 390
