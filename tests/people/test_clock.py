"""The organisation's clock: which day it is there, read once for work on many rows."""

import datetime as dt

import pytest
import time_machine
from django.core.cache import cache

from people.clock import days_ahead, end_of_day, last_second, local_today, read_once, start_of_day
from people.models import Organization
from people.models.organization import HOME_ZONE

LATE = dt.datetime(2026, 3, 7, 23, 30, tzinfo=dt.UTC)


@pytest.fixture
def auckland(db):
    Organization.objects.update_or_create(pk=1, defaults={"time_zone": "Pacific/Auckland"})


def test_today_is_the_organisations(auckland):
    assert local_today(LATE) == dt.date(2026, 3, 8)
    with time_machine.travel(LATE, tick=False):
        assert local_today() == dt.date(2026, 3, 8)


def test_a_day_begins_and_ends_on_its_clock(auckland):
    day = dt.date(2026, 3, 8)
    assert start_of_day(day) == dt.datetime(2026, 3, 7, 11, tzinfo=dt.UTC)
    assert start_of_day(day, 9) == dt.datetime(2026, 3, 7, 20, tzinfo=dt.UTC)
    assert end_of_day(day) == dt.datetime(2026, 3, 8, 11, tzinfo=dt.UTC)


def test_a_deadline_that_is_shown_as_a_date_is_shown_as_that_date(auckland):
    assert local_today(last_second(dt.date(2026, 3, 8))) == dt.date(2026, 3, 8)
    assert days_ahead(LATE, days=5) == dt.datetime(2026, 3, 13, 10, 59, 59, tzinfo=dt.UTC)


def test_work_on_many_rows_reads_it_once(auckland, django_assert_num_queries):
    with django_assert_num_queries(1), read_once():
        for number in range(10):
            days_ahead(LATE, days=number)


def test_the_next_piece_of_work_sees_what_hr_has_changed(auckland):
    with read_once():
        local_today(LATE)
    Organization.objects.update(time_zone="UTC")
    cache.delete(HOME_ZONE)  # as the page of the settings does
    assert local_today(LATE) == dt.date(2026, 3, 7)
    with read_once():
        assert local_today(LATE) == dt.date(2026, 3, 7)


def test_a_piece_of_work_within_another_reads_nothing_anew(auckland, django_assert_num_queries):
    with django_assert_num_queries(1), read_once():
        local_today(LATE)
        with read_once():
            local_today(LATE)
        local_today(LATE)
