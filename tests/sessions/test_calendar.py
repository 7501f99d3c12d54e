"""Occurrences on the wall clock, working hours, and calendar files read back with a parser."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from sessions import calendar
from sessions.calendar import Invitation, Person

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), ZoneInfo("America/New_York")
NOW = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)


def invitation(**fields) -> Invitation:
    usual = {
        "uid": "42@turnabout",
        "revision": 3,
        "starts_at": dt.datetime(2026, 3, 10, 13, tzinfo=dt.UTC),
        "minutes": 45,
        "summary": "Mentoring",
        "organizer": Person("Turnabout", "turnabout@example.com"),
        "attendees": [Person("Kavya Nair", "kavya@example.com"), Person("Jack Whitfield", "jack@example.com")],
    }
    return Invitation(**usual | fields)


def on_weekdays(day: dt.date) -> bool:
    return day.isoweekday() <= 5


def read(method: str = "REQUEST", **fields):
    content = calendar.calendar_file(invitation(**fields), method=method, stamp=NOW)
    parsed = Calendar.from_ical(content)
    [event] = parsed.walk("VEVENT")
    return parsed, event


def test_the_first_time_that_both_work_is_the_nearest_to_ten():
    day, nine, six = dt.date(2026, 11, 28), dt.time(9), dt.time(18)  # a Saturday
    india, london = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/London")
    both = [calendar.Hours(zone, nine, six, on_weekdays) for zone in (india, london)]
    assert calendar.first_shared_time(day, 60, india, both) == (dt.date(2026, 11, 30), dt.time(15))
    assert calendar.first_shared_time(day, 60, london, both) == (dt.date(2026, 11, 30), dt.time(10))


def test_where_no_hour_is_shared_none_is_proposed():
    nine, five = dt.time(9), dt.time(17)
    zones = (ZoneInfo("Pacific/Auckland"), ZoneInfo("Europe/London"))
    apart = [calendar.Hours(zone, nine, five, on_weekdays) for zone in zones]
    assert calendar.first_shared_time(dt.date(2026, 11, 23), 60, ZoneInfo("UTC"), apart) is None


def test_fortnightly_ten_in_berlin_stays_ten_across_the_change_of_clocks():
    found = calendar.occurrences(dt.date(2026, 3, 16), dt.time(10), BERLIN, every_weeks=2, count=3)
    assert [at.hour for at in found] == [9, 8, 8]
    assert {at.astimezone(BERLIN).hour for at in found} == {10}


def test_a_time_that_does_not_exist_moves_forward():
    found = calendar.on_wall_clock(dt.date(2026, 3, 29), dt.time(2, 30), BERLIN)
    assert found.astimezone(BERLIN).isoformat() == "2026-03-29T03:30:00+02:00"


def test_a_time_that_comes_twice_is_the_first():
    found = calendar.on_wall_clock(dt.date(2026, 10, 25), dt.time(2, 30), BERLIN)
    assert found == dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("day", "hour", "minutes", "outside"),
    [(10, 9, 60, False), (10, 16, 60, False), (10, 16, 61, True), (10, 8, 60, True), (14, 10, 60, True)],
)
def test_working_hours_end_on_the_minute_and_leave_out_weekends(day, hour, minutes, outside):
    start = calendar.on_wall_clock(dt.date(2026, 3, day), dt.time(hour), BERLIN)
    hours = calendar.Hours(BERLIN, dt.time(9), dt.time(17), on_weekdays)
    assert hours.leaves_out(start, minutes) is outside


def test_the_difference_changes_between_the_american_and_the_european_change_of_clocks():
    assert calendar.difference_changes(NOW, dt.datetime(2026, 3, 10, 13, tzinfo=dt.UTC), BERLIN, NEW_YORK)
    assert not calendar.difference_changes(NOW, dt.datetime(2026, 4, 10, 13, tzinfo=dt.UTC), BERLIN, NEW_YORK)


@pytest.mark.parametrize(("minutes", "hours"), [(150, 2), (59, 0), (-30, 0)])
def test_notice_is_counted_in_whole_hours_and_never_below_none(minutes, hours):
    assert calendar.hours_of_notice(NOW, NOW + dt.timedelta(minutes=minutes)) == hours


def test_an_invitation_says_who_when_and_which_revision():
    parsed, event = read()
    assert (parsed["method"], event["sequence"], event["status"]) == ("REQUEST", 3, "CONFIRMED")
    assert event.decoded("dtstart") == dt.datetime(2026, 3, 10, 13, tzinfo=dt.UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == dt.timedelta(minutes=45)
    assert event.decoded("dtstamp") == NOW
    assert event["organizer"] == "mailto:turnabout@example.com"
    assert [(str(guest), guest.params["CN"]) for guest in event["attendee"]] == [
        ("mailto:kavya@example.com", "Kavya Nair"),
        ("mailto:jack@example.com", "Jack Whitfield"),
    ]


def test_a_cancellation_carries_the_same_uid():
    parsed, event = read("CANCEL")
    assert (parsed["method"], event["status"], event["uid"]) == ("CANCEL", "CANCELLED", "42@turnabout")


def test_a_file_to_download_invites_nobody():
    parsed, event = read("PUBLISH")
    assert (parsed["method"], "attendee" in event) == ("PUBLISH", False)


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_name_or_place_breaks_out_of_its_field(name, place):
    parsed, event = read(place=place, attendees=[Person(name, "eve@example.com"), Person("Jack", "jack@example.com")])
    assert len(parsed.walk("VEVENT")) == 1
    assert [str(guest) for guest in event["attendee"]] == ["mailto:eve@example.com", "mailto:jack@example.com"]
    assert event.get("location", "") == calendar.one_line(place)


def test_lines_cannot_be_smuggled_in():
    _, event = read(place="Room 1\r\nATTENDEE:mailto:eve@example.com", summary='Tea; "talk", more')
    assert len(event["attendee"]) == 2
    assert event["summary"] == 'Tea; "talk", more'
