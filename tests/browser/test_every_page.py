"""Every page of every person: without violations in both themes, without errors, and no wider than a phone."""

from contextlib import suppress

import pytest
from playwright.sync_api import TimeoutError

from mentorship.demo.load import load_demo
from people.models import User
from people.sign_in.demo import PERSONAS
from tests.browser import axe as axe_core
from tests.browser.tour import reader, stops
from tests.cast import assemble
from tests.permissions.crawl import addresses
from tests.permissions.scene import set_scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

DOORS = ("/account/login/", "/account/password/reset/", "/offline/", "/nowhere/")
FEWEST_ROUTES = 60
#: Colours would fade from one theme to the other; what counts is where they come to rest.
AT_ONCE = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
  document.adoptedStyleSheets = [sheet];
}"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def faults(page, url):
    """What is wrong with a page, in words."""
    page.goto(url)
    page.evaluate(AT_ONCE)
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for violation in axe_core.violations(page):
            yield f"{url} in {theme}: {violation}"
    if wider := overflow(page):
        yield f"{url} is {wider} px wider than a phone"


def overflow(page):
    """How many px a phone must scroll sideways; charts may take a moment to fit."""
    page.set_viewport_size({"width": 320, "height": 900})
    with suppress(TimeoutError):
        page.wait_for_function(f"() => {OVERFLOW} <= 0", timeout=1000)
    wider = page.evaluate(OVERFLOW)
    page.set_viewport_size({"width": 1280, "height": 900})
    return wider


@pytest.fixture(scope="module")
def met():
    """What was looked at on each route, so that no test looks at it again."""
    return {}


@pytest.fixture
def tour(open_page, met):
    """Gives `tour(people, start)`: the faults of all pages that these people reach."""

    def take(people, start):
        found = []
        for name, person in people.items():
            page = open_page("/healthz", person)
            urls = stops(reader(person), start, met)
            found += [f"{name} on {fault}" for url in urls for fault in faults(page, url)]
            page.close()
        return found

    return take


def test_the_demo_has_no_page_with_a_fault(tour, met):
    load_demo()
    people = {first: User.objects.get(first_name=first, last_name=last) for first, last, _role in PERSONAS}
    assert tour(people, ["/"]) == []
    assert len(met) > FEWEST_ROUTES, "the tour would prove nothing if it saw little"


def test_no_address_leads_to_a_page_with_a_fault(tour):
    scene = set_scene(assemble())
    assert tour(scene.cast.people, addresses(scene)) == []


@pytest.mark.parametrize("url", DOORS)
def test_the_doors_have_no_fault(url, open_page):
    assert list(faults(open_page(url), url)) == []
