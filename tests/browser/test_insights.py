"""Home, results and dashboards in a browser: charts are drawn, nothing violates the policy, axe finds nothing."""

import gzip

import pytest

from tests.insights.story import hold_meetings, hold_round, more_pairs

#: Of everything that a first visit of the dashboard loads, compressed.
MOST_BYTES = 250_000
SIZES = [("light", 1280), ("dark", 1280), ("light", 320)]
DRAWN = ["pairs", "meetings", "participation", "confidence", "benefits-junior", "benefits-senior"]


def charts(page):
    """The drawn charts of the dashboard, in their order; none of them may be without a drawing that is seen."""
    seen = page.locator("section:has(.drawn-chart svg:visible)")
    assert page.locator(".drawn-chart").count() == page.locator(".drawn-chart svg:visible").count() == seen.count()
    return [one.get_attribute("aria-labelledby").removesuffix("-title") for one in seen.all()]


@pytest.fixture
def told(cast):
    """A program with ten pairs, their meetings and a closed review."""
    hold_meetings([cast.pairing, cast.other_pairing, *more_pairs(cast, 8)])
    return hold_round(cast.cycle)


@pytest.mark.parametrize(("theme", "width"), SIZES)
@pytest.mark.parametrize("who", ["kavya", "priya", "lena", "noor", "igor"])
def test_first_pages_are_accessible(cast, told, open_page, axe, who, theme, width):
    axe(open_page("/", cast.people[who], theme=theme, width=width))


@pytest.mark.parametrize(("theme", "width"), SIZES)
def test_the_dashboard_draws_its_charts(cast, told, open_page, axe, shot, theme, width):
    page = open_page(f"/insights/programs/{cast.program.pk}/", cast.lena, theme=theme, width=width)
    assert charts(page) == DRAWN
    axe(page)
    shot(page, f"dashboard-{theme}-{width}")


@pytest.mark.parametrize(("theme", "width"), SIZES)
def test_results_and_health_are_accessible(cast, told, open_page, axe, theme, width):
    for path in (f"/review-rounds/{told.pk}/results/", f"/programs/{cast.program.pk}/health/"):
        page = open_page(path, cast.priya, theme=theme, width=width)
        assert page.locator(".drawn-chart svg:visible").first.is_visible()
        axe(page)


def test_the_dashboard_is_whole_in_the_readers_colours_and_without_scripts(cast, told, open_page):
    page = open_page(f"/insights/programs/{cast.program.pk}/", cast.lena, js=False, forced=True)
    assert charts(page) == DRAWN
    page.get_by_text("Show as a table").first.click()
    assert page.locator("table").first.is_visible()


def test_a_first_visit_of_the_dashboard_is_light(cast, told, open_page):
    page = open_page("/", cast.lena)
    loaded = {}
    fresh = page.context.new_page()
    fresh.on("response", lambda response: loaded.setdefault(response.url, response))
    fresh.goto(f"/insights/programs/{cast.program.pk}/", wait_until="networkidle")
    sizes = {url: len(gzip.compress(response.body())) for url, response in loaded.items()}
    assert sum(sizes.values()) <= MOST_BYTES, sizes
