"""The one clock by which messages are due: the database's. Workers run on several machines, each with its own."""

import datetime as dt
import logging

from django.db import connection
from django.utils import timezone

from notifications import marks

log = logging.getLogger(__name__)
#: Further off than this a machine sends nothing: reminders would come early, or be thrown away as late.
SKEWED = "clock.skewed"
LARGEST_SKEW = dt.timedelta(seconds=30)


class ClockSkewed(Exception):
    """This machine's clock is not the database's."""


class DatabaseClock:
    """Read once for a batch; in between this machine's clock goes on from there."""

    def __init__(self) -> None:
        self.ahead = dt.timedelta(0)

    def read(self) -> dt.datetime:
        """Ask the database what time it is (aware, UTC). Raises ClockSkewed when this machine thinks otherwise."""
        before = timezone.now()
        there = ask_database()
        after = timezone.now()
        self.ahead = there - (before + (after - before) / 2)
        if abs(self.ahead) > LARGEST_SKEW + (after - before):
            log.error("clock_skewed", extra={"seconds": round(self.ahead.total_seconds())})
            marks.mark(SKEWED, there)
            raise ClockSkewed
        return there

    def now(self) -> dt.datetime:
        """The database's time as of the last reading (aware, UTC). Asks nobody."""
        return timezone.now() + self.ahead


def ask_database() -> dt.datetime:
    """SQLite runs in this process and has no clock of its own."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        there: dt.datetime = cursor.fetchone()[0]
    return there
