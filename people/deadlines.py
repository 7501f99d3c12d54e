"""Deadlines given as a date. They end when that day ends in the organisation's zone, which is another hour, and often
another day, where the reader lives: so whoever is shown one reads it on their own clock."""

import datetime as dt
from dataclasses import dataclass
from typing import Self
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.clock import end_of_day
from people.models.organization import home_zone_name

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, order=True)
class Deadline:
    """Until when something may be done; `ends_at` (aware UTC) is the first instant at which it is too late."""

    ends_at: dt.datetime

    @classmethod
    def on(cls, date: dt.date, zone: ZoneInfo | None = None) -> Self:
        """The end of that day in the organisation's zone, which is read (at most a minute old) unless given."""
        return cls(end_of_day(date, zone or ZoneInfo(home_zone_name())))

    def is_past(self, now: dt.datetime | None = None) -> bool:
        return self.ends_at <= (now or timezone.now())

    def last_minute(self, zone: ZoneInfo) -> dt.datetime:
        """The end on the clocks of `zone`, to the minute. Midnight is read as the day before: 23:59."""
        seconds = dt.timedelta(seconds=self.ends_at.second, microseconds=self.ends_at.microsecond)
        local = (self.ends_at + (MINUTE - seconds if seconds else seconds)).astimezone(zone)
        return (local.astimezone(dt.UTC) - MINUTE).astimezone(zone) if local.time() == dt.time() else local

    def words(self, zone: ZoneInfo) -> str:
        """For a reader in `zone`: "Sun 20 December, 16:00 your time"; with the year where it is not this one."""
        local = self.last_minute(zone)
        style = _("D j F") if local.year == timezone.now().astimezone(zone).year else _("D j F Y")
        return _("%(day)s, %(hour)s your time") % {"day": date_format(local, style), "hour": f"{local:%H:%M}"}

    def __str__(self) -> str:
        """For whose clock is the current one, as in their messages."""
        return self.words(ZoneInfo(str(timezone.get_current_timezone())))
