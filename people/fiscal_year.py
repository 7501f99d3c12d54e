"""The organisation's fiscal year: its quarters, and what they are called. Without one, quarters are those of the
calendar and nothing waits for them."""

import datetime as dt
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from people.models import Organization

MONTHS = 3
JANUARY = 1


@dataclass(frozen=True)
class Quarter:
    """From its first to its last day (inclusive). `year` is the calendar year in which its fiscal year begins."""

    number: int
    year: int
    first: dt.date
    is_of_calendar: bool

    @property
    def last(self) -> dt.date:
        last: dt.date = self.first + relativedelta(months=MONTHS, days=-1)
        return last

    @property
    def words(self) -> str:
        """ "Q2 2026/27"; "Q2 2026" where the fiscal year is the calendar's."""
        year = str(self.year) if self.is_of_calendar else f"{self.year}/{(self.year + 1) % 100:02}"
        return _("Q%(number)s %(year)s") % {"number": self.number, "year": year}


def fiscal_month() -> int | None:
    """The month, 1 to 12, with which the fiscal year begins; None where the organisation has not said. One query."""
    month: int | None = Organization.objects.current().fiscal_month
    return month


def quarter_of(day: dt.date, first_month: int | None) -> Quarter:
    """The quarter in which a day lies."""
    months_in = (day.month - (first_month or JANUARY)) % 12
    began = day.replace(day=1) - relativedelta(months=months_in)
    number = months_in // MONTHS
    return Quarter(
        number=number + 1,
        year=began.year,
        first=began + relativedelta(months=number * MONTHS),
        is_of_calendar=(first_month or JANUARY) == JANUARY,
    )


def quarter_from(day: dt.date, first_month: int) -> dt.date:
    """The first day of a quarter that is not before `day`."""
    quarter = quarter_of(day, first_month)
    return day if quarter.first == day else quarter.last + dt.timedelta(days=1)
