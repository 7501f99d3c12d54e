"""Days and hours of work: by the person, else by the country; holidays; and moments moved into them."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.working_time import (
    WorkingTime,
    country_of,
    days_in_words,
    free_hours,
    open_hours,
    usual_days,
    working_time,
)
from tests import factories as make

ZONES = (
    "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "America/Sao_Paulo",
    "Pacific/Honolulu",
    "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Chatham", "Australia/Lord_Howe", "Asia/Kolkata",
    "Africa/Casablanca",
)  # fmt: skip
TWO_YEARS = st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2028, 1, 1), timezones=st.just(dt.UTC))


@pytest.mark.parametrize(
    ("country", "days"),
    [("DE", "12345"), ("IL", "12347"), ("SA", "12347"), ("IN", "12345"), ("IR", "12367"), ("", "12345"),
     ("XX", "12345")],
)  # fmt: skip
def test_the_usual_days_are_those_of_the_country(country, days):
    assert usual_days(country) == days


@pytest.mark.parametrize(
    ("name", "zone", "code"),
    [("Israel", "", "IL"), ("Deutschland", "", "DE"), ("", "Asia/Kolkata", "IN"), ("Atlantis", "Asia/Riyadh", "SA"),
     ("", "UTC", "")],
)  # fmt: skip
def test_the_country_is_found_by_its_name_else_by_the_zone(name, zone, code):
    assert country_of(name, zone) == code


def test_what_the_person_has_chosen_counts(db):
    person = make.UserFactory(time_zone="Asia/Jerusalem", country="Israel", working_days="12345")
    assert working_time(person.zone_name, person.country, person.working_days).days == "12345"


def test_sunday_is_a_working_day_in_israel_and_friday_is_not():
    sunday = dt.datetime(2026, 11, 29, 10, tzinfo=dt.UTC)
    assert working_time("Asia/Jerusalem", "Israel", "").is_now(sunday)
    assert not working_time("Asia/Jerusalem", "Israel", "").is_now(sunday - dt.timedelta(days=2))
    assert not working_time("Europe/London", "United Kingdom", "").is_now(sunday)


def test_holidays_are_those_of_the_country():
    christmas = dt.datetime(2026, 12, 25, 10, tzinfo=dt.UTC)
    british = working_time("Europe/London", "United Kingdom", "")
    assert not british.is_now(christmas)
    assert working_time("Asia/Tokyo", "Japan", "").is_now(christmas - dt.timedelta(hours=8))
    # Friday and Saturday, then the substitute Monday: Tuesday is the next day of work.
    assert british.next(christmas) == dt.datetime(2026, 12, 29, 8, tzinfo=dt.UTC)
    assert british.latest(christmas) == dt.datetime(2026, 12, 24, 10, tzinfo=dt.UTC)


@given(zone=st.sampled_from(ZONES), instant=TWO_YEARS, days=st.sampled_from(("", "12345", "12347", "1")))
def test_a_moved_moment_lies_in_working_time_and_on_its_side(zone, instant, days):
    when = working_time(zone, "", days)
    later, sooner = when.next(instant), when.latest(instant)
    assert sooner <= instant <= later
    for moment in (later, sooner):
        local = moment.astimezone(ZoneInfo(zone))
        assert when.is_now(moment), (moment, local)
    if when.is_now(instant):
        assert sooner == instant == later


@given(zone=st.sampled_from(ZONES), instant=TWO_YEARS)
def test_nothing_in_between_would_have_been_nearer(zone, instant):
    when = working_time(zone, "", "")
    later = when.next(instant)
    step = dt.timedelta(hours=1)
    between = [instant + n * step for n in range(int((later - instant) / step))]
    assert not any(when.is_now(moment) for moment in between)


TIMES = st.times().map(lambda time: time.replace(second=0, microsecond=0))
LEAVES = st.none() | st.tuples(
    st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)), st.integers(0, 60)
).map(lambda leave: (leave[0], leave[0] + dt.timedelta(days=leave[1])))  # fmt: skip


@given(zone=st.sampled_from(ZONES), instant=TWO_YEARS, quiet=st.tuples(TIMES, TIMES), away=LEAVES)
def test_quiet_hours_and_leaves_are_left_out(zone, instant, quiet, away):
    when = WorkingTime(zone, quiet=quiet, away=away)
    later, sooner = when.next(instant), when.latest(instant)
    assert sooner <= instant <= later
    assert when.is_now(later)
    local = later.astimezone(ZoneInfo(zone))
    assert not (away and away[0] <= local.date() <= away[1])
    if free_hours(*quiet):
        begins, ends = quiet
        time = local.time()
        is_quiet = begins <= time < ends if begins <= ends else time >= begins or time < ends
        assert not is_quiet
    assert replace(when, away=None).is_now(sooner)
    step = dt.timedelta(minutes=30)
    between = [instant + n * step for n in range(min(200, int((later - instant) / step)))]
    assert not any(when.is_now(moment) for moment in between)


@pytest.mark.parametrize(
    ("quiet", "hours"),
    [
        (("17:00", "09:00"), [("09:00", "17:00")]),
        (("12:00", "14:00"), [("08:00", "12:00"), ("14:00", "20:00")]),
        (("22:00", "06:00"), [("08:00", "20:00")]),
        (("07:00", "21:00"), [("08:00", "20:00")]),
    ],
)
def test_the_hours_that_are_left(quiet, hours):
    at = dt.time.fromisoformat
    assert open_hours((at(quiet[0]), at(quiet[1]))) == tuple((at(one), at(two)) for one, two in hours)


@pytest.mark.parametrize(
    ("days", "words"),
    [("12345", "Monday to Friday"), ("12347", "Sunday to Thursday"), ("135", "Mon, Wed, Fri"), ("67", "Sat, Sun")],
)
def test_days_in_words(days, words):
    assert days_in_words(days) == words


def test_who_never_works_is_written_to_nonetheless():
    never = WorkingTime("UTC", "")
    now = dt.datetime(2026, 11, 29, 3, tzinfo=dt.UTC)
    assert never.next(now) == now
