"""Whose own time zone is not known lives by the organisation's clock, not by UTC."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse

from people.models import Organization
from people.timezones import grouped
from tests import factories as make

NOON = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)


@pytest.fixture
def kolkata(db):
    Organization.objects.update_or_create(pk=1, defaults={"time_zone": "Asia/Kolkata"})


@pytest.fixture
def nobody_knows(kolkata):
    return make.UserFactory(time_zone="")


def when(user) -> str:
    request = RequestFactory().get("/")
    request.user = user
    return Template("{% load frame %}{% when instant %}").render(Context({"request": request, "instant": NOON}))


def test_pages_show_the_organisations_clock(nobody_knows):
    assert "17:30" in when(nobody_knows)


def test_an_own_zone_goes_before_the_organisations(kolkata):
    assert "13:00" in when(make.UserFactory(time_zone="Europe/Berlin"))


def test_asking_for_many_people_asks_the_database_once(nobody_knows, django_assert_num_queries):
    others = make.UserFactory.create_batch(5, time_zone="")
    with django_assert_num_queries(1):
        assert {person.zone_name for person in [nobody_knows, *others]} == {"Asia/Kolkata"}


def test_a_new_zone_of_the_organisation_counts_at_once(cast, sign_in, nobody_knows, django_capture_on_commit_callbacks):
    assert nobody_knows.zone_name == "Asia/Kolkata"
    hr = sign_in(cast.omar)
    page = hr.get(reverse("organization_edit"))
    initial = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    values = initial | {"time_zone": "America/New_York"}
    with django_capture_on_commit_callbacks(execute=True):
        assert hr.post(reverse("organization_edit"), values).status_code == 302
    assert nobody_knows.zone_name == "America/New_York"


@pytest.mark.parametrize(
    ("zone", "words"),
    [("America/New_York", "America/New York"), ("Antarctica/DumontDUrville", "Antarctica/Dumont d’Urville Station")],
)
def test_zones_are_named_as_one_reads_them(db, zone, words):
    assert make.UserFactory(time_zone=zone).zone_words == words
    choices = {name for _region, zones in grouped() for name in zones}
    assert (zone, words.partition("/")[2]) in choices
