"""Times that are kept no finer than they are needed: whoever has a copy of the database would else read from them who
was there when something happened that has no name on it."""

import datetime as dt


def day_of(time: dt.datetime) -> dt.datetime:
    """The beginning of the day in UTC; `time` is aware."""
    return time.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def hour_of(time: dt.datetime) -> dt.datetime:
    """The full hour; `time` is aware."""
    return time.replace(minute=0, second=0, microsecond=0)
