"""Twelve zones, two years of changes of clocks: series stay on the wall clock, deadlines end with their day."""

import datetime as dt
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from people.clock import end_of_day
from people.deadlines import Deadline
from sessions.calendar import occurrences, on_wall_clock
from tests.people.test_working_time import ZONES

zones = st.sampled_from(ZONES).map(ZoneInfo)
days = st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31))
times = st.times().map(lambda time: time.replace(second=0, microsecond=0, fold=0))
DAY = dt.timedelta(days=1)


def exists(naive: dt.datetime, zone: ZoneInfo) -> bool:
    back = naive.replace(tzinfo=zone).astimezone(dt.UTC).astimezone(zone)
    return back.replace(tzinfo=None, fold=0) == naive


@given(zone=zones, day=days, time=times)
def test_a_wall_time_is_met_or_moved_forward_over_the_gap(zone, day, time):
    found = on_wall_clock(day, time, zone)
    local = found.astimezone(zone).replace(tzinfo=None, fold=0)
    wanted = dt.datetime.combine(day, time)
    assert local == wanted if exists(wanted, zone) else wanted < local <= wanted + dt.timedelta(hours=1)
    # Of a time that comes twice it is the first.
    earlier = (found - dt.timedelta(hours=1)).astimezone(zone).replace(tzinfo=None, fold=0)
    assert earlier != wanted


@given(zone=zones, first=days, time=times, weeks=st.integers(1, 4), count=st.integers(1, 26))
def test_a_series_keeps_its_hour_and_its_parity_of_weeks(zone, first, time, weeks, count):
    found = occurrences(first, time, zone, every_weeks=weeks, count=count)
    assert len(found) == len(set(found)) == count
    assert found == sorted(found)
    for n, instant in enumerate(found):
        wanted = dt.datetime.combine(first + n * weeks * 7 * DAY, time)
        assert instant == on_wall_clock(wanted.date(), time, zone)
        if exists(wanted, zone):
            assert instant.astimezone(zone).replace(tzinfo=None, fold=0) == wanted


@given(home=zones, reader=zones, day=days)
def test_a_deadline_ends_with_its_day_and_is_read_as_that_moment(home, reader, day):
    until = Deadline.on(day, home)
    last, next_one = until.ends_at - dt.timedelta(microseconds=1), until.ends_at
    assert last.astimezone(home).date() == day
    assert next_one.astimezone(home).date() == day + DAY
    assert until.ends_at == end_of_day(day, home)
    assert not until.is_past(last)
    assert until.is_past(next_one)
    shown = until.last_minute(reader)
    assert dt.timedelta() <= until.ends_at - shown <= dt.timedelta(minutes=1)
    assert shown.time() != dt.time()
    assert f"{shown:%H:%M}" in until.words(reader)
