"""The organisation's clock: which day it is there, when a day that stands for a deadline begins and ends, and times
kept no finer than they are needed."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from zoneinfo import ZoneInfo

from django.utils import timezone

from people.models.organization import home_zone_name

_kept: ContextVar[list[ZoneInfo] | None] = ContextVar("zone_read_once", default=None)


def home_zone() -> ZoneInfo:
    """The organisation's time zone, at most a minute old; within `read_once` it is looked for the first time only."""
    cached_zone = _kept.get()
    zone = cached_zone[0] if cached_zone else ZoneInfo(home_zone_name())
    if cached_zone == []:
        cached_zone.append(zone)
    return zone


@contextmanager
def read_once() -> Iterator[None]:
    """For work on many rows: the zone is read when it is first asked for and stays the same until the end.

    Not for longer than that, since HR may change it at any time; also a decorator, `@read_once()`.
    """
    token = _kept.set([] if _kept.get() is None else _kept.get())
    try:
        yield
    finally:
        _kept.reset(token)


def local_today(now: dt.datetime | None = None) -> dt.date:
    """The date in the organisation's zone at `now` (aware; the present moment unless given)."""
    return timezone.localdate(now, home_zone())


def start_of_day(date: dt.date, hour: int = 0, zone: ZoneInfo | None = None) -> dt.datetime:
    """That hour of the date on the organisation's clock, aware UTC; its zone is read unless given."""
    return dt.datetime.combine(date, dt.time(hour), tzinfo=zone or home_zone()).astimezone(dt.UTC)


def end_of_day(date: dt.date, zone: ZoneInfo | None = None) -> dt.datetime:
    """The first instant after the date, aware UTC: until when something may still be done."""
    return start_of_day(date + dt.timedelta(days=1), zone=zone)


def last_second(date: dt.date) -> dt.datetime:
    """The last second of the date, aware UTC: for deadlines that are shown as a date, which is still this one."""
    return end_of_day(date) - dt.timedelta(seconds=1)


def days_ahead(now: dt.datetime, days: int) -> dt.datetime:
    """The last second of the day that comes `days` after that of `now`."""
    return last_second(local_today(now) + dt.timedelta(days=days))


def day_of(time: dt.datetime) -> dt.datetime:
    """The beginning of the day in UTC; `time` is aware."""
    return time.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def day_in_utc(time: dt.datetime) -> dt.date:
    """The day in UTC of what is told by the day alone; `time` is aware."""
    return time.astimezone(dt.UTC).date()


def hour_of(time: dt.datetime) -> dt.datetime:
    """The full hour; `time` is aware."""
    return time.replace(minute=0, second=0, microsecond=0)
