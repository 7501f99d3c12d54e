"""A deadline given as a date, as people all over the world read it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from people.deadlines import Deadline

LONDON = ZoneInfo("Europe/London")
NOON = time_machine.travel(dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC), tick=False)
#: The end of 20 December in London, on the clocks there.
READ = {
    "Europe/London": "Sun 20 December, 23:59 your time",
    "Pacific/Auckland": "Mon 21 December, 13:00 your time",
    "Asia/Kolkata": "Mon 21 December, 05:30 your time",
    "America/Los_Angeles": "Sun 20 December, 16:00 your time",
    "Pacific/Honolulu": "Sun 20 December, 14:00 your time",
    "Pacific/Kiritimati": "Mon 21 December, 14:00 your time",
    "Australia/Lord_Howe": "Mon 21 December, 11:00 your time",
}


@NOON
@pytest.mark.parametrize("zone", READ)
def test_is_read_with_the_hour_and_the_date_of_ones_own_clock(zone):
    until = Deadline.on(dt.date(2026, 12, 20), LONDON)
    assert until.words(ZoneInfo(zone)) == READ[zone]
    with timezone.override(zone):
        assert str(until) == READ[zone]


@NOON
def test_the_last_second_of_a_day_is_read_as_its_end():
    before_midnight = Deadline(dt.datetime(2026, 12, 20, 23, 59, 59, tzinfo=dt.UTC))
    assert before_midnight.words(ZoneInfo("America/Los_Angeles")) == "Sun 20 December, 16:00 your time"
    assert before_midnight.words(LONDON) == "Sun 20 December, 23:59 your time"


@NOON
def test_says_the_year_where_it_is_another():
    assert Deadline.on(dt.date(2027, 1, 19), LONDON).words(LONDON) == "Tue 19 January 2027, 23:59 your time"


def test_ends_with_the_day_of_the_organisation():
    until = Deadline.on(dt.date(2026, 12, 20), ZoneInfo("Pacific/Honolulu"))
    assert until.ends_at == dt.datetime(2026, 12, 21, 10, tzinfo=dt.UTC)
    assert not until.is_past(until.ends_at - dt.timedelta(microseconds=1))
    assert until.is_past(until.ends_at)
