"""A real browser on a real server: pages in both themes, on a phone, without JavaScript.

Any console error, script error or violation of the content security policy fails the test that met it.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from people.models import User
from tests.browser import axe as axe_core
from tests.services import find_browser

# Playwright keeps an event loop in this thread; Django would refuse to touch the database beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

HERE = Path(__file__).parent
#: What a browser prints for every answer of 4xx, also for those that a test asks for.
EXPECTED = "the server responded with a status of 4"

OpenPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """What the browser complained about; must be empty in the end."""
    errors: list[str] = []
    yield errors
    assert errors == []


def watch(page: Page, problems: list[str]) -> None:
    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and EXPECTED not in message.text:
            problems.append(f"{page.url}: {message.text}")

    page.on("console", note)
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))


@pytest.fixture
def open_page(browser: Browser, live_server, problems: list[str]) -> Iterator[OpenPage]:
    """Gives `open_page(path, user=None, theme="light", width=1280, js=True)`, a page with its own cookies; `forced` is
    for readers who chose the colours of all pages themselves."""
    contexts: list[BrowserContext] = []

    def opened(path: str = "/", user: User | None = None, *, theme: str = "light", width: int = 1280,
               js: bool = True, forced: bool = False) -> Page:  # fmt: skip
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": width, "height": 900},
            color_scheme=theme,  # type: ignore[arg-type]
            java_script_enabled=js,
            forced_colors="active" if forced else "none",
            locale="en-GB",
            service_workers="block",
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([session_of(user, live_server.url)])
        page = context.new_page()
        watch(page, problems)
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


def session_of(user: User, url: str) -> dict[str, str]:
    """The cookie of somebody who has signed in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Gives `axe(page)`: fails with what axe finds, and where the page is wider than its window."""

    def check(page: Page) -> None:
        assert axe_core.violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    return check


@pytest.fixture
def shot() -> Callable[[Page, str], None]:
    """Gives `shot(page, name)`: keeps a picture of the whole page in test-results/."""

    def take(page: Page, name: str) -> None:
        page.screenshot(path=settings.BASE_DIR / "test-results" / f"{name}.png", full_page=True)

    return take
