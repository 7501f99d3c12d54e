from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matchmaker import ProblemError, overlap_hours, utc_window

WINTER = date(2026, 1, 14)


def window(zone, start=9, end=17, on=WINTER):
    return utc_window(zone, time(start), time(end), on)


@pytest.mark.parametrize(
    ("one", "other", "hours"),
    [
        (("Europe/Berlin",), ("Europe/Berlin",), 8),
        (("Europe/Berlin",), ("America/New_York",), 2),
        (("Europe/Berlin",), ("America/Los_Angeles",), 0),
        (("Asia/Kolkata",), ("Europe/London",), 2.5),
        (("Asia/Tokyo",), ("America/Los_Angeles",), 1),
        (("Asia/Tokyo", 6, 14), ("America/Los_Angeles", 9, 18), 5),
        (("UTC", 22, 6), ("UTC", 4, 12), 2),
        (("UTC", 22, 6), ("UTC", 20, 4), 6),
        (("UTC", 23, 22), ("UTC", 21, 20), 22),
    ],
)
def test_hours_in_common(one, other, hours):
    assert overlap_hours(window(*one), window(*other)) == hours
    assert overlap_hours(window(*other), window(*one)) == hours


def test_the_date_decides_about_summer_time():
    # The clocks change three weeks earlier in New York than in Berlin.
    between = date(2026, 3, 16)
    both = [window(zone, on=between) for zone in ("Europe/Berlin", "America/New_York")]
    assert overlap_hours(*both) == 3


def test_a_window_is_in_minutes_of_the_day_in_utc():
    assert window("Asia/Kolkata") == (3 * 60 + 30, 8 * 60)
    assert window("Asia/Tokyo", 6, 14) == (21 * 60, 8 * 60)


def test_a_night_in_which_the_clocks_change_has_its_true_length():
    assert utc_window("Europe/Berlin", time(22), time(6), date(2026, 3, 28))[1] == 7 * 60


def test_equal_times_are_an_empty_day():
    assert overlap_hours(window("UTC", 9, 9), window("UTC")) == 0


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "Europe", ""])
def test_an_unknown_zone_is_refused(zone):
    with pytest.raises(ProblemError, match="Unknown time zone"):
        window(zone)


minutes = st.tuples(st.integers(0, 1439), st.integers(0, 1440))


@given(minutes, minutes)
def test_it_is_the_common_part_of_two_arcs_of_the_clock(one, other):
    def arc(start, length):
        return {(start + minute) % 1440 for minute in range(length)}

    assert overlap_hours(one, other) == len(arc(*one) & arc(*other)) / 60
