"""The directory as a list: what is in the address, chips, download, and how it answers htmx."""

import csv

import pytest
from django.urls import reverse

from people.models import AuditEntry, User
from tests import factories as make
from tests.downloads import lines_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Target": "list"}


@pytest.fixture
def hr(cast, sign_in):
    return sign_in(cast.omar)


def chips(page):
    return {chip["label"]: chip["url"] for chip in page.context["filter"].chips}


def test_a_name_is_found_however_it_is_typed(hr):
    make.UserFactory(first_name="José", last_name="Müller")
    for words in ("jose mueller", "MULLER José"):
        page = hr.get(reverse("people_list"), {"q": words})
        assert [row.record.first_name for row in page.context["table"].paginated_rows] == ["José"]


def test_each_filter_that_is_set_has_a_chip_that_takes_it_alone_away(hr):
    make.UserFactory(first_name="Zed", country="Peru", level=4)
    page = hr.get(reverse("people_list"), {"q": "zed", "country": "Peru", "sort": "-level", "page": "1"})
    assert chips(page) == {
        "Search: zed": "?country=Peru&sort=-level",
        "Country: Peru": "?q=zed&sort=-level",
    }
    assert page.context["filter"].url_without == "?sort=-level"
    assert 'href="?q=zed&amp;sort=-level"' in page.text


def test_what_counts_anyway_is_no_filter(hr):
    page = hr.get(reverse("people_list"), {"show": "active", "q": " "})
    assert not page.context["filter"].is_filtered
    assert "Filters that are set" not in page.text


def test_a_filter_that_cannot_be_read_leaves_nobody_and_says_so(hr):
    page = hr.get(reverse("people_list"), {"country": "Nowhere"})
    assert list(page.context["table"].paginated_rows) == []
    assert 'id="id_country_error"' in page.text
    assert chips(page) == {"Country: Nowhere": "?"}


def test_the_order_and_other_filters_go_with_the_form(hr):
    page = hr.get(reverse("people_list"), {"sort": "-level", "page": "2", "q": "a"})
    assert page.context["filter"].kept == [("sort", "-level")]


@pytest.mark.parametrize("per_page", ["100000", "0", "-3", "x"])
def test_nobody_asks_for_a_page_without_an_end(hr, per_page):
    User.objects.bulk_create(make.UserFactory.build() for _number in range(110))
    page = hr.get(reverse("people_list"), {"per_page": per_page})
    assert len(page.context["table"].paginated_rows) <= 100


def test_a_page_that_is_not_there_is_the_last_one(hr):
    page = hr.get(reverse("people_list"), {"page": "99"})
    assert (page.status_code, page.context["table"].page.number) == (200, 1)


def test_htmx_gets_the_list_alone(hr):
    whole, part = hr.get(reverse("people_list")), hr.get(reverse("people_list"), headers=HTMX)
    assert part.text.strip().startswith("<form")
    assert "<title>" not in part.text
    assert part.text.strip() in whole.text
    assert {"HX-Request", "HX-Target"} <= {name.strip() for name in part["Vary"].split(",")}


def test_hr_downloads_what_is_shown_and_that_is_recorded(hr, cast):
    make.UserFactory(first_name="=Zed", last_name="Zappa", country="Peru", city="Lima", level=4, manager=cast.jack)
    answer = hr.get(reverse("people_list"), {"country": "Peru", "q": "zappa", "download": "csv"})
    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert lines == [
        ["Name", "Department", "Level", "Manager", "Place"],
        ["'=Zed Zappa", "", "4", "Jack Whitfield", "Lima, Peru"],
    ]
    entry = AuditEntry.objects.get(act="people.downloaded")
    assert (entry.actor, entry.details) == (cast.omar, {"q": "some words", "country": "Peru"})


def test_the_file_has_all_pages_in_the_order_that_is_shown(hr):
    make.UserFactory.create_batch(30, level=9)
    answer = hr.get(reverse("people_list"), {"sort": "-level", "download": "csv"})
    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert [line[2] for line in lines[1:31]] == ["9"] * 30
    assert len(lines) == 1 + User.objects.count()


def test_coordinators_take_those_they_see_and_nobody_else(cast, sign_in):
    client = sign_in(cast.priya)
    lines = lines_of(client.get(reverse("people_list"), {"download": "csv"}))
    shown = {str(person) for person in User.objects.visible_to(cast.priya).active()}
    assert {line[0] for line in lines[1:]} == shown != {str(person) for person in User.objects.active()}
    assert AuditEntry.objects.get(act="people.downloaded").actor == cast.priya
