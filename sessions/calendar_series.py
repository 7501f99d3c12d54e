"""Several meetings as one entry of a calendar: the rule, what falls out of it (EXDATE), and what differs from it
(RECURRENCE-ID). Without the database; all instants given are aware."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule
from icalendar import Event, vRecur

from sessions.calendar import CANCEL, Invitation, as_file, event, on_wall_clock


@dataclass(frozen=True)
class Rule:
    """Every so many weeks at one time of day on the clocks of `zone`; parity counts from the first."""

    zone: ZoneInfo
    weeks: int

    def place_of(self, instant: dt.datetime) -> dt.datetime:
        """The instant as the clocks of the series show it, where it is no other by that."""
        return instant.astimezone(self.zone)


def rule_of(starts: Sequence[dt.datetime], zone: ZoneInfo) -> Rule | None:
    """The rule behind instants that are whole weeks apart at one time of day on the clocks of `zone`, some of which
    may be left out; None where there is none."""
    local = sorted(instant.astimezone(zone) for instant in starts)
    if len(local) < 2:
        return None
    time = Counter(instant.time() for instant in local).most_common(1)[0][0]
    apart = [(later.date() - local[0].date()).days for later in local[1:]]
    is_one_time = all(on_wall_clock(at.date(), time, zone) == at.astimezone(dt.UTC) for at in local)
    is_first_at_it = local[0].time() == time and not local[0].fold
    if not is_one_time or not is_first_at_it or any(days % 7 or not days for days in apart):
        return None
    return Rule(zone, math.gcd(*apart) // 7)


def series_file(
    whole: Invitation, meetings: Iterable[Invitation], rule: Rule, *, method: str, stamp: dt.datetime
) -> bytes:
    """One entry with all `meetings`, each with its `series_at`. `whole` gives the words and the SEQUENCE; its time is
    that of the first. For CANCEL the whole series goes."""
    first, *others = sorted(meetings, key=time_in_series)
    usual = typical([first, *others])
    begins = replace(whole, starts_at=time_in_series(first), minutes=usual.minutes, place=usual.place)
    entry = event(begins, method=method, stamp=stamp)
    on_its_clock(entry, begins, rule)
    add_rule(entry, rule, [time_in_series(meeting) for meeting in (first, *others)])
    different = [] if method == CANCEL else [meeting for meeting in (first, *others) if differs(meeting, begins)]
    return as_file([entry, *(event(meeting, method=method, stamp=stamp) for meeting in different)], method)


def time_in_series(meeting: Invitation) -> dt.datetime:
    """Where it stands in the series, on the clocks of this."""
    if meeting.series_at is None:
        raise ValueError("not a meeting of a series")
    return meeting.series_at


def typical(meetings: Sequence[Invitation]) -> Invitation:
    """One that is as long, and where, most of them are."""
    most = Counter((meeting.minutes, meeting.place) for meeting in meetings).most_common(1)[0][0]
    return next(meeting for meeting in meetings if (meeting.minutes, meeting.place) == most)


def differs(meeting: Invitation, usual: Invitation) -> bool:
    is_moved = meeting.starts_at.astimezone(dt.UTC) != time_in_series(meeting).astimezone(dt.UTC)
    return is_moved or (meeting.minutes, meeting.place) != (usual.minutes, usual.place)


def on_its_clock(entry: Event, begins: Invitation, rule: Rule) -> None:
    """Start and end on the clocks of the series, so that its time of day stays when they change."""
    for name in ("dtstart", "dtend"):
        del entry[name]
    start = begins.starts_at.astimezone(rule.zone)
    entry.add("dtstart", start)
    entry.add("dtend", begins.ends_at.astimezone(rule.zone))


def add_rule(entry: Event, rule: Rule, places: Sequence[dt.datetime]) -> None:
    """UNTIL rather than COUNT, which calendars count differently where a day has no such hour. What the rule gives and
    is not planned falls out."""
    first, last = places[0], places[-1]
    until = last.astimezone(dt.UTC)
    entry.add("rrule", vRecur({"FREQ": "WEEKLY", "INTERVAL": rule.weeks, "UNTIL": until}))
    planned = {instant.astimezone(dt.UTC) for instant in places}
    for day in rrule(WEEKLY, interval=rule.weeks, dtstart=first.replace(tzinfo=None), until=last.replace(tzinfo=None)):
        if on_wall_clock(day.date(), first.time(), rule.zone) not in planned:
            entry.add("exdate", day.replace(tzinfo=rule.zone))
