"""Dates as deadlines: they end at the end of that day in the organisation's time zone."""

import datetime as dt
from zoneinfo import ZoneInfo

from django.utils import timezone

from people.models import Organization


def local_today(now: dt.datetime | None = None) -> dt.date:
    """The date in the organisation's zone at `now` (aware; the present moment unless given)."""
    return timezone.localdate(now, Organization.objects.current().zone)


def end_of_day(date: dt.date, zone: ZoneInfo | None = None) -> dt.datetime:
    """The first instant after the date, aware UTC, in the organisation's zone."""
    return start_of_day(date + dt.timedelta(days=1), zone=zone)


def start_of_day(date: dt.date, hour: int = 0, zone: ZoneInfo | None = None) -> dt.datetime:
    """That hour of the date on the organisation's clock, aware UTC; its zone is read unless given."""
    zone = zone or Organization.objects.current().zone
    return dt.datetime.combine(date, dt.time(hour), tzinfo=zone).astimezone(dt.UTC)
