"""A list in a browser: it changes alone where there is JavaScript, and with whole pages where there is none."""

import pytest
from django.urls import reverse

from tests import factories as make
from tests.cast import assemble


@pytest.fixture
def cast(transactional_db):
    cast = assemble()
    for number in range(30):
        make.UserFactory(first_name="José", last_name=f"Müller{number:02}", country="Peru", level=4)
    return cast


def mark(page):
    """Left on what stands around the list; a whole new page would not have it."""
    page.evaluate("document.querySelector('h1').dataset.mark = 'kept'")


def is_marked(page) -> bool:
    return page.evaluate("document.querySelector('h1').dataset.mark === 'kept'")


def address(page) -> str:
    return page.url.partition("/people/")[2]


def test_only_the_list_changes_and_the_address_says_all(open_page, cast, axe):
    page = open_page(reverse("people_list"), cast.omar)
    mark(page)
    page.get_by_label("Country").select_option("Peru")
    page.get_by_role("link", name="Country: Peru").wait_for()
    page.get_by_label("Search").fill("jose mueller")
    page.get_by_label("Search").press("Enter")
    page.get_by_role("link", name="Search: jose mueller").wait_for()
    assert page.get_by_label("Search").evaluate("field => field === document.activeElement")
    page.get_by_role("link", name="Next page").click()
    page.get_by_text("26–30 of 30").first.wait_for()
    assert "q=jose+mueller" in address(page)
    assert "country=Peru" in address(page)
    assert "page=2" in address(page)
    assert is_marked(page)
    axe(page)
    page.get_by_role("link", name="Country: Peru").click()
    page.get_by_text("1–25 of 30").first.wait_for()
    assert page.get_by_label("Country").input_value() == ""
    assert is_marked(page)
    page.get_by_role("link", name="José Müller00").click()
    page.wait_for_url("**/people/*-*/**")
    page.go_back()
    page.get_by_role("link", name="Search: jose mueller").wait_for()


def test_the_order_is_changed_in_the_list_alone(open_page, cast):
    page = open_page(reverse("people_list"), cast.omar)
    mark(page)
    page.get_by_role("link", name="Level").click()
    page.wait_for_url("**/people/?sort=level")
    assert is_marked(page)


def test_without_javascript_the_same_addresses_do(open_page, cast):
    page = open_page(reverse("people_list"), cast.omar, js=False)
    page.get_by_label("Country").select_option("Peru")
    page.get_by_role("button", name="Filter").click()
    page.get_by_role("link", name="Next page").click()
    assert address(page) in ("?q=&department=&level=&country=Peru&role=&show=active&page=2",)
    page.get_by_role("link", name="Country: Peru").click()
    assert "Peru" not in address(page)


@pytest.mark.parametrize("look", [{"width": 390}, {"theme": "dark"}, {"forced": True}])
@pytest.mark.parametrize("path", ["/people/?country=Peru&q=jose", "/audit/?act=role.granted", "/outbox/"])
def test_lists_are_readable_everywhere(open_page, cast, axe, path, look):
    axe(open_page(path, cast.omar, **look))


@pytest.mark.parametrize("js", [True, False])
def test_ticks_and_choices_survive_searching_and_turning_pages(open_page, cast, js):
    """Who is ticked on one page and found by no search after it is invited all the same, and as what was said first."""
    page = open_page(reverse("invite", args=[cast.program.pk]) + f"?cycle={cast.cycle.pk}", cast.priya, js=js)
    page.get_by_label("Leader", exact=True).check()
    page.get_by_label("Pick Noor Aziz").check()
    turn_page(page, js)
    page.get_by_label("Pick José Müller27").check()
    page.get_by_label("Name, job title, e-mail or city").fill("müller0")
    page.get_by_role("button", name="Filter").click()
    page.get_by_text("2 people are ticked whom this page does not show.").wait_for()
    assert page.get_by_label("Leader", exact=True).is_checked()
    page.get_by_label("Pick José Müller03").check()
    page.get_by_role("button", name="Check the list").click()
    page.get_by_role("heading", name="Send the invitations?").wait_for()
    text = page.locator("main").inner_text()
    assert "3 people get an invitation as leader" in text
    assert all(name in text for name in ("Noor Aziz", "José Müller27", "José Müller03"))
    page.get_by_role("link", name="Back to the list").click()
    page.get_by_text("2 people are ticked whom this page does not show.").wait_for()
    assert page.get_by_label("Pick José Müller03").is_checked()


def turn_page(page, js):
    if js:
        page.get_by_role("link", name="Next page").click()
        page.get_by_text("1 person is ticked whom this page does not show.").wait_for()
    else:
        page.get_by_role("button", name="Next page").click()
