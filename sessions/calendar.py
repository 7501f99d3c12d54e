"""Dates and calendars, without the database: occurrences on the wall clock, working hours, iCalendar files.

Calendar files follow RFC 5545 (the format) and RFC 5546 (invitation, update, cancellation). They hold time,
place and people, never an agenda or a topic. All instants given and returned are aware; UTC unless it says so.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule
from icalendar import Calendar, Event, vCalAddress, vUri

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODUCT = "-//Turnabout//Meetings//EN"
SATURDAY = 5


@dataclass(frozen=True)
class Person:
    """Somebody who is invited, or who invites."""

    name: str
    email: str


@dataclass(frozen=True)
class Invitation:
    """What a calendar needs to know about one meeting. `revision` is the SEQUENCE: it rises with every change."""

    uid: str
    revision: int
    starts_at: dt.datetime
    minutes: int
    summary: str
    organizer: Person
    attendees: Sequence[Person] = ()
    place: str = ""
    description: str = ""
    url: str = ""

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)


def on_wall_clock(date: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """The instant (UTC) at which the clocks of `zone` show this.

    A time that the change of clocks skips moves forward by the gap; of a time that comes twice, the first is meant.
    """
    return dt.datetime.combine(date, time.replace(fold=0), tzinfo=zone).astimezone(dt.UTC)


def occurrences(
    first: dt.date, time: dt.time, zone: ZoneInfo, *, every_weeks: int = 1, count: int = 1
) -> list[dt.datetime]:
    """`count` instants, `every_weeks` weeks apart, at the same time of day on the clocks of `zone`."""
    naive = dt.datetime.combine(first, time)
    dates = rrule(WEEKLY, interval=every_weeks, count=count, dtstart=naive)
    return [on_wall_clock(date.date(), time, zone) for date in dates]


def is_outside_hours(
    starts_at: dt.datetime, minutes: int, zone: ZoneInfo, works_from: dt.time, works_until: dt.time
) -> bool:
    """Whether the meeting touches a weekend or leaves the working hours on the clocks of `zone`."""
    start = starts_at.astimezone(zone)
    end = (starts_at + dt.timedelta(minutes=minutes)).astimezone(zone)
    is_other_day = start.date() != end.date()
    return start.weekday() >= SATURDAY or is_other_day or start.time() < works_from or end.time() > works_until


def first_shared_time(
    first: dt.date,
    minutes: int,
    zone: ZoneInfo,
    hours: Sequence[tuple[ZoneInfo, dt.time, dt.time]],
    *,
    preferred: int = 10,
    days: int = 7,
) -> tuple[dt.date, dt.time] | None:
    """The first day from `first` on, and the full hour nearest the preferred one, inside everybody's working hours.

    Both are on the clocks of `zone`; None where no hour of the day is shared.
    """
    for date in (first + dt.timedelta(days=n) for n in range(days)):
        for hour in sorted(range(24), key=lambda candidate: abs(candidate - preferred)):
            at = on_wall_clock(date, dt.time(hour), zone)
            if not any(is_outside_hours(at, minutes, *their_hours) for their_hours in hours):
                return date, dt.time(hour)
    return None


def difference_changes(now: dt.datetime, starts_at: dt.datetime, zone: ZoneInfo, other_zone: ZoneInfo) -> bool:
    """Whether the two clocks will be further apart, or closer, at the meeting than they are now."""
    return clock_difference(now, zone, other_zone) != clock_difference(starts_at, zone, other_zone)


def clock_difference(at: dt.datetime, zone: ZoneInfo, other_zone: ZoneInfo) -> dt.timedelta:
    """How far the clocks of `other_zone` are ahead of those of `zone` at that instant."""
    ahead, here = at.astimezone(other_zone).utcoffset(), at.astimezone(zone).utcoffset()
    return (ahead or dt.timedelta()) - (here or dt.timedelta())


def hours_of_notice(said_at: dt.datetime, starts_at: dt.datetime) -> int:
    """Whole hours between saying it and the start; 0 when it was said afterwards."""
    return max(0, int((starts_at - said_at).total_seconds() // 3600))


def calendar_file(invitation: Invitation, *, method: str, stamp: dt.datetime) -> bytes:
    """An iCalendar object with one event. `method` is REQUEST (invitation or update), CANCEL or PUBLISH."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add_component(event(invitation, method=method, stamp=stamp))
    return bytes(calendar.to_ical())


def event(invitation: Invitation, *, method: str, stamp: dt.datetime) -> Event:
    """One VEVENT; its instants are in UTC, which every calendar shows in its owner's zone."""
    entry = Event()
    entry.add("uid", invitation.uid)
    entry.add("sequence", invitation.revision)
    entry.add("dtstamp", stamp.astimezone(dt.UTC))
    entry.add("dtstart", invitation.starts_at.astimezone(dt.UTC))
    entry.add("dtend", invitation.ends_at.astimezone(dt.UTC))
    entry.add("summary", one_line(invitation.summary))
    entry.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    entry.add("class", "PRIVATE")
    entry.add("organizer", address(invitation.organizer), encode=False)
    if invitation.place:
        entry.add("location", one_line(invitation.place))
    if invitation.description:
        entry.add("description", invitation.description)
    if invitation.url:
        entry.add("url", vUri(invitation.url))
    if method != PUBLISH:
        for person in invitation.attendees:
            entry.add("attendee", attendee(person), encode=False)
    return entry


def address(person: Person) -> vCalAddress:
    """A calendar address with the person's name; what could end the parameter is taken out of the name."""
    value = vCalAddress(f"mailto:{one_line(person.email)}")
    value.params["CN"] = one_line(person.name).replace('"', "'")
    return value


def attendee(person: Person) -> vCalAddress:
    """No answer is asked for: the sender's mailbox is not read."""
    value = address(person)
    value.params.update({"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION"})
    value.params["RSVP"] = "FALSE"
    return value


def one_line(text: str) -> str:
    """The text without line breaks and other control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())
