"""Quarters of the fiscal year, and what follows them."""

import datetime as dt

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from people.fiscal_year import quarter_from, quarter_of
from people.models import Organization
from sessions.reviews.schedule import cycles_due_for_review, interval_after, next_round_on

DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31))
MONTHS = st.integers(1, 12)


@pytest.mark.parametrize(
    ("day", "month", "words", "first", "last"),
    [
        ("2026-05-20", None, "Q2 2026", "2026-04-01", "2026-06-30"),
        ("2026-05-20", 1, "Q2 2026", "2026-04-01", "2026-06-30"),
        ("2026-05-20", 4, "Q1 2026/27", "2026-04-01", "2026-06-30"),
        ("2026-05-20", 5, "Q1 2026/27", "2026-05-01", "2026-07-31"),
        ("2026-05-20", 7, "Q4 2025/26", "2026-04-01", "2026-06-30"),
        ("2026-01-31", 10, "Q2 2025/26", "2026-01-01", "2026-03-31"),
        ("2000-02-29", 2, "Q1 2000/01", "2000-02-01", "2000-04-30"),
        ("2099-12-01", 12, "Q1 2099/00", "2099-12-01", "2100-02-28"),
    ],
)
def test_the_quarter_of_a_day(day, month, words, first, last):
    quarter = quarter_of(dt.date.fromisoformat(day), month)
    assert (quarter.words, str(quarter.first), str(quarter.last)) == (words, first, last)


@given(day=DAYS, month=MONTHS)
def test_every_day_lies_in_its_quarter_and_the_next_one_begins_behind_it(day, month):
    quarter = quarter_of(day, month)
    assert quarter.first <= day <= quarter.last
    behind = quarter_of(quarter.last + dt.timedelta(days=1), month)
    assert (behind.number, behind.first) == (quarter.number % 4 + 1, quarter.last + dt.timedelta(days=1))
    assert quarter_from(day, month) in (quarter.first, behind.first)
    assert quarter_from(day, month) >= day


@given(day=DAYS, month=MONTHS, months=st.sampled_from([3, 6, 9, 12]))
def test_reviews_of_whole_quarters_open_with_one_and_stay_there(day, month, months):
    first = interval_after(day, months, month)
    assert quarter_of(first, month).first == first
    assert day + relativedelta(months=months - 1) <= first < day + relativedelta(months=months + 2)
    assert interval_after(first, months, month) == first + relativedelta(months=months)


@pytest.mark.parametrize(("months", "month"), [(2, 4), (1, 1), (7, 10), (3, None)])
def test_other_intervals_count_from_the_last_review(months, month):
    assert interval_after(dt.date(2026, 1, 15), months, month) == dt.date(2026, 1, 15) + relativedelta(months=months)


@pytest.fixture
def cycle(cast):
    cast.cycle.starts_on = dt.date(2026, 1, 15)
    cast.cycle.save()
    return cast.cycle


def set_month(month):
    Organization.objects.current()
    Organization.objects.update(fiscal_month=month)


@pytest.mark.parametrize(
    ("month", "opens_on"), [(None, "2026-04-15"), (1, "2026-04-01"), (2, "2026-05-01"), (3, "2026-06-01")]
)
def test_the_next_review_follows_the_setting(cycle, month, opens_on):
    set_month(month)
    day = dt.date.fromisoformat(opens_on)
    assert next_round_on(cycle) == day
    assert cycle in cycles_due_for_review(day)
    assert cycle not in cycles_due_for_review(day - dt.timedelta(days=1))


def test_who_runs_the_reviews_reads_what_they_follow(cycle, cast, sign_in):
    client, url = sign_in(cast.priya), f"/programs/{cast.program.pk}/reviews/"
    assert "quarter of the fiscal year" not in client.get(url).text
    set_month(4)
    assert "quarter of the fiscal year" in client.get(url).text


def test_it_is_chosen_on_the_settings_page_and_must_be_a_month(cast, sign_in):
    client = sign_in(cast.omar)
    form = {"name": "Acme", "time_zone": "UTC", "email_sender": "", "mail_color": "", "mail_footer": ""}
    for typed, kept in (("10", 10), ("13", 10), ("", None)):
        version = client.get("/settings/").context["form"].initial["version"]
        client.post("/settings/", form | {"fiscal_month": typed, "version": version})
        assert Organization.objects.current().fiscal_month == kept
