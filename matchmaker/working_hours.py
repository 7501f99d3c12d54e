"""How long two working days overlap, on a given date and across time zones.

The working day is taken as the same every day, so a window is a stretch of minutes on the circle
of 24 hours in UTC. The date decides which side of a change of the clocks counts.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
from numpy.typing import NDArray

from .policy import ProblemError

DAY: Final = 24 * 60

type Window = tuple[int, int]
"""Start in minutes after midnight UTC (0 to 1439), and length in minutes (0 to 1440)."""


def utc_window(zone: str, works_from: time, works_until: time, on: date) -> Window:
    """The working day in UTC; an end at or before the start belongs to the next day.

    Equal times are an empty day rather than a full one. Raises ProblemError for an unknown zone.
    """
    if works_from == works_until:
        return 0, 0
    try:
        tz = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ProblemError(f"Unknown time zone: {zone}") from error
    last_day = on + timedelta(days=works_until < works_from)
    start = datetime.combine(on, works_from, tz).astimezone(UTC)
    end = datetime.combine(last_day, works_until, tz).astimezone(UTC)
    length = int((end - start).total_seconds()) // 60
    return start.hour * 60 + start.minute, max(0, min(length, DAY))


def overlap_hours(one: Window, other: Window) -> float:
    """Hours that two windows have in common."""
    return float(overlap_minutes([one], [other])[0, 0]) / 60


def overlap_minutes(ones: list[Window], others: list[Window]) -> NDArray[np.int32]:
    """Minutes in common of every window of `ones` (rows) and of `others` (columns)."""
    start, length = _columns(ones)
    other_start, other_length = _columns(others)
    start, end = start[:, None], (start + length)[:, None]
    common = np.zeros((len(ones), len(others)), dtype=np.int32)
    for shift in (-DAY, 0, DAY):  # a window may reach past midnight on either side
        first = np.maximum(start, other_start + shift)
        last = np.minimum(end, other_start + other_length + shift)
        common += np.maximum(last - first, 0)
    return common


def _columns(windows: list[Window]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    pairs = np.array(windows, dtype=np.int32).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]
