"""Filters, pages and downloads of a list are all in its address, and each part can be taken away by itself."""

import django_filters
import pytest
from django import forms
from django.http import QueryDict
from django.test import RequestFactory

from frame.lists import ListFilter, chip, page_of, wants_download
from frame.lists.pages import MOST_PER_PAGE
from people.models import Department, User
from tests import factories as make

SIDES = [("junior", "Mentors"), ("Others", [("senior", "Leaders")])]


class Sieve(ListFilter):
    """People by words, by title, by side, by department."""

    defaults = {"side": "junior"}
    orders = ("sort",)
    drawn_apart = ("title",)
    q = django_filters.CharFilter(label="Search", method="leave")
    title = django_filters.CharFilter(field_name="job_title", label="Title")
    side = django_filters.ChoiceFilter(label="Side", choices=SIDES, method="leave")
    department = django_filters.ModelChoiceFilter(label="Department", queryset=Department.objects.all())
    sort = django_filters.ChoiceFilter(label="Order", choices=[("name", "Name")], method="leave")

    class Meta:
        model = User
        fields: list[str] = []

    def leave(self, rows, name, value):
        return rows


def sieve(address: str) -> Sieve:
    return Sieve(QueryDict(address), queryset=User.objects.order_by("email"))


@pytest.mark.django_db
class TestChips:
    def test_nothing_asked_is_nothing_filtered(self):
        assert (sieve("").is_filtered, sieve("").chips) == (False, [])

    def test_what_counts_anyway_has_no_chip(self):
        assert not sieve("side=junior").is_filtered
        assert sieve("side=senior").is_filtered

    @pytest.mark.parametrize("address", ["q=", "q=+++", "sort=name", "page=3", "q=&sort=name"])
    def test_blanks_order_and_page_are_no_filter(self, address):
        assert not sieve(address).is_filtered

    def test_each_chip_takes_itself_away_and_the_page_with_it(self):
        (search, side) = sieve("q=ana&side=senior&sort=name&page=4").chips
        assert (search["label"], search["url"]) == ("Search: ana", "?side=senior&sort=name")
        assert (side["label"], side["url"]) == ("Side: Leaders", "?q=ana&sort=name")

    def test_a_choice_in_a_group_is_said_in_its_words(self):
        assert sieve("side=senior").chips[0]["label"] == "Side: Leaders"

    def test_a_choice_that_is_not_on_offer_is_shown_as_typed(self):
        assert sieve("side=nobody").chips[0]["label"] == "Side: nobody"

    def test_a_row_that_is_not_there_is_not_known(self):
        department = make.DepartmentFactory(name="Finance")
        told = []
        for pk in (department.pk, "7f0c4bd0-0000-4000-8000-000000000000"):
            asked = sieve(f"department={pk}")
            told.append((asked.rows.count(), asked.chips[0]["label"]))
        assert told == [(0, "Department: Finance"), (0, "Department: not known")]

    def test_one_of_two_values_goes_and_the_other_stays(self):
        first, second = sieve("q=ana&q=ben").chips
        assert (first["url"], second["url"]) == ("?q=ben", "?q=ana")

    def test_what_the_page_draws_itself_has_no_chip_and_yet_filters(self):
        asked = sieve("title=Clerk")
        assert (asked.is_filtered, asked.chips) == (True, [])


@pytest.mark.django_db
class TestAddress:
    def test_without_any_filter_the_order_and_the_rest_stay(self):
        assert sieve("q=ana&side=senior&sort=name&view=wide&page=2").url_without == "?sort=name&view=wide"

    def test_the_form_sends_what_it_does_not_show_itself(self):
        assert sieve("q=ana&title=Clerk&view=wide&page=2&download=csv").kept == [("title", "Clerk"), ("view", "wide")]

    def test_the_audit_log_gets_choices_but_never_what_was_typed(self):
        details = sieve("q=secret+name&side=senior&title=also+secret").as_details()
        assert details == {"q": "some words", "title": "some words", "side": "Leaders"}

    def test_a_choice_that_cannot_be_read_shows_nothing_rather_than_everybody(self):
        make.UserFactory()
        assert sieve("side=junior").rows.count() == 1
        assert sieve("side=nobody").rows.count() == 0

    def test_a_filter_by_value_leaves_who_fits(self):
        clerk = make.UserFactory(job_title="Clerk")
        make.UserFactory(job_title="Clerks’ manager")
        assert list(sieve("title=Clerk").rows) == [clerk]

    def test_a_list_of_strangers_offers_no_rows_of_theirs(self):
        assert [field.name for field in sieve("").drawn] == ["q", "side", "department", "sort"]
        assert isinstance(sieve("").form.fields["department"], forms.ModelChoiceField)


class TestChip:
    def test_a_choice_leads_to_the_first_page_with_it(self):
        asked = QueryDict("q=ana&page=3&state=open")
        assert chip(asked, "state", "closed", "Closed") == {
            "label": "Closed", "url": "?q=ana&state=closed", "is_current": False,
        }  # fmt: skip

    def test_the_chosen_one_takes_itself_away(self):
        assert chip(QueryDict("q=ana&state=open"), "state", "open", "Open") == {
            "label": "Open", "url": "?q=ana", "is_current": True,
        }  # fmt: skip

    def test_numbers_are_compared_with_what_the_address_says(self):
        assert chip(QueryDict("round=2"), "round", 2, "Second")["is_current"]

    def test_words_are_written_so_that_an_address_can_hold_them(self):
        assert chip(QueryDict(""), "q", "R&D + more", "R&D")["url"] == "?q=R%26D+%2B+more"


class TestPages:
    @pytest.mark.parametrize(
        ("asked", "number"), [("", 1), ("page=2", 2), ("page=0", 4), ("page=99", 4), ("page=x", 1), ("page=-1", 4)]
    )
    def test_a_page_that_is_not_there_is_the_first_or_the_last(self, asked, number):
        assert page_of(QueryDict(asked), range(10), per_page=3).number == number

    def test_an_empty_list_has_one_page(self):
        page = page_of(QueryDict("page=7"), [])
        assert (page.number, page.paginator.num_pages, list(page)) == (1, 1, [])

    @pytest.mark.parametrize(("asked", "shown"), [(0, 1), (-5, 1), (40, 40), (10**9, MOST_PER_PAGE)])
    def test_nobody_asks_for_more_rows_than_anybody_reads(self, asked, shown):
        assert len(page_of(QueryDict(""), range(1000), per_page=asked)) == shown

    def test_a_count_that_is_known_is_not_asked_for(self, django_assert_num_queries, db):
        make.UserFactory.create_batch(3)
        with django_assert_num_queries(0):
            page = page_of(QueryDict(""), User.objects.order_by("pk"), per_page=2, count=3)
            assert page.paginator.num_pages == 2

    @pytest.mark.parametrize(
        ("address", "wanted"),
        [
            ("/?download=csv", True),
            ("/?download=xlsx", True),
            ("/?download=pdf", False),
            ("/?download=", False),
            ("/", False),
        ],
    )
    def test_only_what_is_on_offer_is_downloaded(self, address, wanted):
        assert wants_download(RequestFactory().get(address)) is wanted
