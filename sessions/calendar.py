"""Dates and calendars, without the database: occurrences on the wall clock, working hours, iCalendar files.

Calendar files follow RFC 5545 (the format) and RFC 5546 (invitation, update, cancellation). They hold time,
place and people, never an agenda or a topic. All instants given and returned are aware; UTC unless it says so.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule
from icalendar import Calendar, Event, vCalAddress, vUri

from people.models import base

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"
PRODUCT = "-//Turnabout//Meetings//EN"


@dataclass(frozen=True)
class Person:
    """Somebody who is invited, or who invites."""

    name: str
    email: str
    answer: str = "NEEDS-ACTION"  # what their calendar has answered, as RFC 5545 writes it


@dataclass(frozen=True)
class Invitation:
    """What a calendar needs to know about one meeting. `revision` is the SEQUENCE: it rises with every change.

    `series_at` is where it stands in a series by the rule of this, on the clocks of the series (RECURRENCE-ID).
    """

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
    series_at: dt.datetime | None = None
    is_answer_read: bool = False

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


@dataclass(frozen=True)
class Hours:
    """When somebody can be met: from when to when on the clocks of a zone, and on which dates."""

    zone: ZoneInfo
    works_from: dt.time
    works_until: dt.time
    works_on: Callable[[dt.date], bool]

    def leaves_out(self, starts_at: dt.datetime, minutes: int) -> bool:
        """Whether a meeting touches a free day or leaves the hours."""
        start = starts_at.astimezone(self.zone)
        end = (starts_at + dt.timedelta(minutes=minutes)).astimezone(self.zone)
        is_within = self.works_from <= start.time() and end.time() <= self.works_until
        return start.date() != end.date() or not is_within or not self.works_on(start.date())


def first_shared_time(
    first: dt.date,
    minutes: int,
    zone: ZoneInfo,
    hours: Sequence[Hours],
    *,
    preferred: int = 10,
    days: int = 28,
) -> tuple[dt.date, dt.time] | None:
    """The first day from `first` on, and the full hour nearest the preferred one, inside everybody's working hours.

    Both are on the clocks of `zone`; None where no hour is shared in so many days.
    """
    for date in (first + dt.timedelta(days=n) for n in range(days)):
        for hour in sorted(range(24), key=lambda candidate: abs(candidate - preferred)):
            at = on_wall_clock(date, dt.time(hour), zone)
            if not any(theirs.leaves_out(at, minutes) for theirs in hours):
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
    return as_file([event(invitation, method=method, stamp=stamp)], method)


def as_file(events: Sequence[Event], method: str) -> bytes:
    """An iCalendar object with these, and with the time zones that they name."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for entry in events:
        calendar.add_component(entry)
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def event(invitation: Invitation, *, method: str, stamp: dt.datetime) -> Event:
    """One VEVENT; its instants are in UTC, which every calendar shows in its owner's zone.

    Public, since those who look after a leader's calendar are shown nothing of a private entry but that it is there.
    """
    entry = Event()
    entry.add("uid", invitation.uid)
    entry.add("sequence", invitation.revision)
    entry.add("dtstamp", stamp.astimezone(dt.UTC))
    entry.add("dtstart", invitation.starts_at.astimezone(dt.UTC))
    entry.add("dtend", invitation.ends_at.astimezone(dt.UTC))
    entry.add("summary", one_line(invitation.summary))
    entry.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    entry.add("class", "PUBLIC")
    if invitation.series_at:
        entry.add("recurrence-id", invitation.series_at)
    entry.add("organizer", address(invitation.organizer), encode=False)
    if invitation.place:
        entry.add("location", one_line(invitation.place))
    if invitation.description:
        entry.add("description", invitation.description)
    if invitation.url:
        entry.add("url", vUri(invitation.url))
    if method != PUBLISH:
        for person in invitation.attendees:
            entry.add("attendee", attendee(person, is_answer_read=invitation.is_answer_read), encode=False)
    return entry


def address(person: Person) -> vCalAddress:
    """A calendar address with the person's name; what could end the parameter is taken out of the name."""
    value = vCalAddress(f"mailto:{one_line(person.email)}")
    value.params["CN"] = one_line(person.name).replace('"', "'")
    return value


def attendee(person: Person, *, is_answer_read: bool = False) -> vCalAddress:
    """An answer is asked for where somebody reads it."""
    value = address(person)
    value.params.update({"CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT", "PARTSTAT": person.answer})
    value.params["RSVP"] = "TRUE" if is_answer_read else "FALSE"
    return value


def one_line(text: str) -> str:
    """The text without line breaks and other control characters; what joins letters and emoji stays."""
    return base.one_line(text)
