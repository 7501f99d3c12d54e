"""When people are at work: their days, the holidays of their country and the hours of the day, on their own clock, less
their quiet hours and their leave.

What nobody has asked for at this moment is sent only then. Days come from the person, else from the country's weekend
in Unicode's CLDR; holidays from the `holidays` package. All instants are aware, and UTC when given back.
"""

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext

from people.cldr import TERRITORIES, code_called, plain
from people.models import User
from people.models.organization import home_zone_name
from people.timezones import by_country

#: From when to when nobody's rest is disturbed by a message that can wait.
MORNING, EVENING = dt.time(8), dt.time(20)
DAY = dt.timedelta(days=1)
#: Days; nobody rests for longer than this, not even where the one day of work is a holiday three times in a row.
#: Whoever has no working day at all is written to nonetheless.
LONGEST_REST = 22
MONDAY_TO_FRIDAY = "12345"
#: What of a person says when they work, in the order in which `working_time` takes it after the zone.
COLUMNS = ("country", "working_days", "quiet_from", "quiet_until", "away_from", "away_until")
Hours = tuple[dt.time, dt.time]


@dataclass(frozen=True)
class WorkingTime:
    """The days (ISO, 1 is Monday) and the country of holidays (ISO 3166, or empty) on the clocks of a zone; between
    which times nothing comes (over midnight where the second is the sooner), and the first and last day of a leave."""

    zone: str = "UTC"
    days: str = MONDAY_TO_FRIDAY
    country: str = ""
    quiet: Hours | None = None
    away: tuple[dt.date, dt.date] | None = None

    def is_now(self, instant: dt.datetime) -> bool:
        local = instant.astimezone(_zone(self.zone))
        is_open = any(opens <= local.time() < closes for opens, closes in self.hours)
        return is_open and self.works_on(local.date())

    @property
    def hours(self) -> tuple[Hours, ...]:
        """When something may come, on a day of work."""
        return open_hours(self.quiet)

    def works_on(self, day: dt.date) -> bool:
        return is_working_day(self.days, self.country, day) and not self.is_away_on(day)

    def is_away_on(self, day: dt.date) -> bool:
        return self.away is not None and self.away[0] <= day <= self.away[1]

    def is_away(self, instant: dt.datetime) -> bool:
        return self.is_away_on(instant.astimezone(_zone(self.zone)).date())

    def is_first_day_back(self, instant: dt.datetime) -> bool:
        """Whether it is the first day of work after a leave."""
        today = instant.astimezone(_zone(self.zone)).date()
        if self.away is None or not self.away[1] < today <= self.away[1] + LONGEST_REST * DAY:
            return False
        between = ((self.away[1] + n * DAY) for n in range(1, (today - self.away[1]).days))
        return self.works_on(today) and not any(self.works_on(day) for day in between)

    def next(self, instant: dt.datetime) -> dt.datetime:
        """The first moment of working time that is not before this one."""
        return _next(self, instant)

    def latest(self, instant: dt.datetime) -> dt.datetime:
        """The last working day's same hour that is not after this one, or the nearest to it in working time; as if
        there were no leave, for before one nobody wants to know what comes after it."""
        return _latest(self, instant)


def open_hours(quiet: Hours | None) -> tuple[Hours, ...]:
    """From eight to twenty, less these; all of it where nothing would be left."""
    return (quiet and free_hours(*quiet)) or ((MORNING, EVENING),)


@cache
def free_hours(quiet_from: dt.time, quiet_until: dt.time) -> tuple[Hours, ...]:
    """What quiet hours leave of the time from eight to twenty."""
    is_over_midnight = quiet_until < quiet_from
    free = [(quiet_until, quiet_from)] if is_over_midnight else [(MORNING, quiet_from), (quiet_until, EVENING)]
    cut = [(max(opens, MORNING), min(closes, EVENING)) for opens, closes in free]
    return tuple((opens, closes) for opens, closes in cut if opens < closes)


def days_in_words(days: str) -> str:
    """“Sunday to Thursday” of days in a row, else each: “Mon, Wed, Fri”."""
    numbers = sorted(int(number) for number in days)
    starts = [number for number in numbers if (number - 2) % 7 + 1 not in numbers]
    if len(starts) == 1 and len(numbers) > 2:
        last = (starts[0] + len(numbers) - 2) % 7
        return gettext("%(first)s to %(last)s") % {"first": WEEKDAYS[starts[0] - 1], "last": WEEKDAYS[last]}
    return ", ".join(str(WEEKDAYS_ABBR[number - 1]) for number in numbers)


def is_working_day(days: str, country: str, day: dt.date) -> bool:
    return str(day.isoweekday()) in days and not is_holiday(country, day)


def is_holiday(country: str, day: dt.date) -> bool:
    return day in _holidays(country, day.year) if country else False


#: Bench planning: asked for thousands of messages a minute.
@lru_cache(maxsize=4096)
def _holidays(country: str, year: int) -> frozenset[dt.date]:
    import holidays  # takes a second, which no page has to wait for

    try:
        return frozenset(holidays.country_holidays(country, years=year))
    except NotImplementedError:  # so the library says that it knows no holidays of a country
        return frozenset()


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


#: Bench planning: thousands of reminders share their moment and the working time of their readers.
@lru_cache(maxsize=65536)
def _next(when: WorkingTime, instant: dt.datetime) -> dt.datetime:
    if when.is_now(instant):
        return instant
    local = instant.astimezone(_zone(when.zone))
    day = today = local.date()
    for _look in range(LONGEST_REST + 1):
        if when.away and when.is_away_on(day):
            day = when.away[1] + DAY
        if is_working_day(when.days, when.country, day):
            for opens, closes in when.hours:
                if day > today or local.time() < closes:
                    return max(instant, _at(when, day, opens))
        day += DAY
    return instant


@lru_cache(maxsize=65536)
def _latest(when: WorkingTime, instant: dt.datetime) -> dt.datetime:
    local = instant.astimezone(_zone(when.zone))
    for before in range(LONGEST_REST):
        day = local.date() - before * DAY
        if is_working_day(when.days, when.country, day):
            time = _hour_before(when.hours, local.time(), is_same_day=not before)
            if time is not None:
                return min(instant, _at(when, day, time)) if before or time != local.time() else instant
    return instant


def _hour_before(hours: tuple[Hours, ...], time: dt.time, *, is_same_day: bool) -> dt.time | None:
    """The last open moment of a day that is not after that time of day; of an earlier day always one: where it would
    come at night, before the evening."""
    is_open = any(opens <= time < closes for opens, closes in hours)
    if is_open and is_same_day:
        return time
    begun = [(opens, closes) for opens, closes in hours if opens <= time]
    if not begun:
        return None if is_same_day else _hour_before(hours, dt.time.max, is_same_day=False)
    opens, closes = begun[-1]
    return min(time, max(opens, closes.replace(hour=closes.hour - 1)))


def _at(when: WorkingTime, day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, _zone(when.zone)).astimezone(dt.UTC)


@lru_cache(maxsize=4096)
def country_of(name: str, zone: str) -> str:
    """The code of a country as the roster writes it, else of the country in which the zone lies; or empty."""
    code = name.upper() if len(name) == 2 else code_called(TERRITORIES, plain(name)) if name else ""
    return code if code in by_country() else _country_of_zone(zone)


@cache
def _country_of_zone(zone: str) -> str:
    return next((code for code, zones in by_country().items() if zone in zones), "")


@cache
def usual_days(country: str) -> str:
    """The five days on which people work there. Where CLDR names one day of rest (India: Sunday, Iran: Friday) the day
    before it counts as another: a message that comes a day later is the smaller fault."""
    if not country:
        return MONDAY_TO_FRIDAY
    try:
        locale = Locale.parse(f"und_{country}")
    except (UnknownLocaleError, ValueError):
        return MONDAY_TO_FRIDAY
    first, last = locale.weekend_start, locale.weekend_end
    rest = {first, last} if first != last else {(first - 1) % 7, first}
    return "".join(str(day + 1) for day in range(7) if day not in rest)


@lru_cache(maxsize=65536)
def working_time(
    zone: str,
    country_name: str,
    days: str,
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
    away_from: dt.date | None = None,
    away_until: dt.date | None = None,
) -> WorkingTime:
    """From what is known of a person; the zone must be one."""
    country = country_of(country_name, zone)
    quiet = (quiet_from, quiet_until) if quiet_from and quiet_until else None
    away = (away_from, away_until) if away_from and away_until else None
    return WorkingTime(zone, days or usual_days(country), country, quiet, away)


def working_time_of(person: User) -> WorkingTime:
    return working_time(person.zone_name, *(getattr(person, name) for name in COLUMNS))


def working_times(people: Collection[uuid.UUID]) -> dict[uuid.UUID, WorkingTime]:
    """Of many people by id: one query."""
    home = home_zone_name()
    rows = User.objects.filter(pk__in=people).order_by().values_list("pk", "time_zone", *COLUMNS)
    return {pk: working_time(zone or home, *known) for pk, zone, *known in rows.iterator()}


def all_working_times() -> set[WorkingTime]:
    """Those that occur among active people, a few dozen and those of leaves; one query."""
    home = home_zone_name()
    rows = User.objects.active().order_by().values_list("time_zone", *COLUMNS).distinct()
    return {working_time(zone or home, *known) for zone, *known in rows.iterator()}


def organization_working_time() -> WorkingTime:
    """The mornings of the organisation: its zone, and the usual days of the country in which that lies."""
    return working_time(home_zone_name(), "", "")


def working_hours_problem(start: dt.time | None, end: dt.time | None) -> str:
    """Why these hours are none; empty when they are fine."""
    if start and end and end <= start:
        return gettext("The end must be later than the start.")
    return ""
