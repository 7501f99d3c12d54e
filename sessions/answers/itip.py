"""A calendar's answer, read from an iCalendar file; without the database. Whatever the file holds, this ends soon and
raises nothing but Unreadable.

Time zones that a file defines are not worked out: such a rule can keep a machine busy for hours. A time in a zone that
is known by no name is none.
"""

import datetime as dt
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from icalendar import Calendar, Component
from icalendar.parser import Contentline, Contentlines

LARGEST, LONGEST_LINE, MOST_LINES, MOST_EVENTS = 256 * 1024, 4000, 1000, 60
REPLY, COUNTER = "REPLY", "COUNTER"
READ = ("METHOD", "UID", "SEQUENCE", "DTSTAMP", "RECURRENCE-ID", "DTSTART", "DTEND", "ATTENDEE")
COMPONENTS = ("VCALENDAR", "VEVENT")
Time = dt.datetime | dt.date


class Unreadable(Exception):
    """It is no calendar file, or none that anybody's calendar writes."""


@dataclass(frozen=True)
class Reply:
    """One event of an answer. `answers` is the PARTSTAT of each address (lower case) in it.

    `recurrence` and `starts` are as the file has them: a naive time is one on whatever clock, a date is a whole day.
    """

    method: str
    uid: str
    sequence: int
    stamp: dt.datetime | None
    is_of_one: bool  # it names one of a series, be that readable or not
    recurrence: Time | None
    starts: Time | None
    answers: dict[str, str]


def read_calendar(content: bytes, method: str = "") -> list[Reply]:
    """The answers in a file; none where it is something else. `method` is what its mail said of it."""
    if len(content) > LARGEST:
        raise Unreadable("too large")
    try:
        lines = list(needed_lines(content))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they repeat what stands in the file
            calendars = Calendar.from_ical("\r\n".join(lines), multiple=True)
        return [reply for calendar in calendars for reply in replies_in(calendar, method)]
    except Unreadable:
        raise
    except Exception as error:  # what is no calendar is met with errors of every kind
        raise Unreadable(type(error).__name__) from error


def needed_lines(content: bytes) -> Iterator[str]:
    """Those of events themselves that say who answers what; neither words nor rules nor other components."""
    lines = Contentlines.from_ical(content.decode("utf-8-sig", errors="replace"))  # type: ignore[no-untyped-call]
    outside: list[str] = []  # open components that are passed over
    taken = 0
    for line in lines:
        name, value = name_of(line)
        if name == "BEGIN" and (outside or value not in COMPONENTS):
            outside.append(value)
        elif name == "END" and outside:
            outside.pop()
        elif not outside and (name in ("BEGIN", "END") or (name in READ and len(line) <= LONGEST_LINE)):
            taken += 1
            if taken > MOST_LINES:
                raise Unreadable("too many lines")
            yield line


def name_of(line: Contentline) -> tuple[str, str]:
    """The name of a property, and its value where it has no parameters, both in capitals."""
    name, _colon, value = line.partition(":")
    return name.partition(";")[0].strip().upper(), value.strip().upper()


def replies_in(calendar: Calendar, method: str) -> Iterator[Reply]:
    method = str(calendar.get("method", method)).strip().upper()
    if method in (REPLY, COUNTER):
        for event in calendar.walk("VEVENT")[:MOST_EVENTS]:
            yield reply_of(event, method)


def reply_of(event: Component, method: str) -> Reply:
    return Reply(
        method=method,
        uid=str(first_of(event, "uid") or "").strip(),
        sequence=whole_number(first_of(event, "sequence")),
        stamp=instant_of(time_of(event, "dtstamp"), dt.UTC),
        is_of_one="recurrence-id" in event,
        recurrence=time_of(event, "recurrence-id"),
        starts=time_of(event, "dtstart"),
        answers=answers_in(event),
    )


def first_of(event: Component, name: str) -> object:
    """Files say twice what there is once."""
    values = event.get(name)
    return values[0] if isinstance(values, list) and values else values


def whole_number(text: object) -> int:
    try:
        return max(0, int(str(text)))
    except ValueError:
        return 0


def time_of(event: Component, name: str) -> Time | None:
    """None where it is no time, or one in a zone that nobody knows."""
    stated: Any = first_of(event, name)
    try:
        time = getattr(stated, "dt", None)
    except ValueError:  # a property that icalendar calls broken
        return None
    is_in_unknown_zone = isinstance(time, dt.datetime) and time.tzinfo is None and "TZID" in stated.params
    return time if isinstance(time, dt.date) and not is_in_unknown_zone else None


def instant_of(time: Time | None, zone: dt.tzinfo) -> dt.datetime | None:
    """Aware; on the clocks of `zone` where the file names none. None for a whole day."""
    if not isinstance(time, dt.datetime):
        return None
    try:
        return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(dt.UTC)
    except OverflowError:  # the year 1, or 9999
        return None


def answers_in(event: Component) -> dict[str, str]:
    attendees = event.get("attendee", [])
    guests = attendees if isinstance(attendees, list) else [attendees]
    return {address_in(str(guest)): str(getattr(guest, "params", {}).get("PARTSTAT", "")).upper() for guest in guests}


def address_in(guest: str) -> str:
    return guest.strip().lower().removeprefix("mailto:").strip()
