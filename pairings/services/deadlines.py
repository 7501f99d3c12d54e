"""Deadlines given as a date end at the end of that day in the organisation's zone."""

import datetime as dt

from people.models import Organization


def end_of(day: dt.date) -> dt.datetime:
    """The last instant of a day in the organisation's zone, as aware UTC."""
    zone = Organization.objects.current().zone
    return dt.datetime.combine(day, dt.time(23, 59, 59), zone).astimezone(dt.UTC)


def today(now: dt.datetime) -> dt.date:
    """The date of an aware instant in the organisation's zone."""
    return now.astimezone(Organization.objects.current().zone).date()


def end_of_day(now: dt.datetime, *, days: int) -> dt.datetime:
    """The end of the day that comes `days` after that of `now`."""
    return end_of(today(now) + dt.timedelta(days=days))
