"""Hire dates as exports write them: ISO 8601, German, British and American order."""

import datetime as dt
import re
from collections.abc import Iterable

from people.cldr import plain

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ].*)?$")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})$")
SHORT = re.compile(r"(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})(?:[T ].*)?$")
COUNTED = re.compile(r"\d{5}(?:\.\d+)?$")
NAMED = re.compile(
    r"(\d{1,2})(?:er)?(?: de)?[-. ]+([^\W\d_]{3,})\.?(?: de)?[-, ]+(\d{4})$|([^\W\d_]{3,})\.? (\d{1,2}),? (\d{4})$"
)
#: Names of months by how they begin, in the languages of rosters, without accents.
MONTHS = {
    "jan": 1, "ene": 1, "gen": 1, "feb": 2, "fev": 2, "mar": 3, "mrz": 3, "maer": 3, "mrt": 3, "maa": 3, "apr": 4,
    "abr": 4, "avr": 4, "may": 5, "mai": 5, "mag": 5, "mei": 5, "jun": 6, "juin": 6, "giu": 6, "jul": 7, "juil": 7,
    "lug": 7, "aug": 8, "ago": 8, "aou": 8, "sep": 9, "set": 9, "oct": 10, "okt": 10, "ott": 10, "nov": 11, "dec": 12,
    "dez": 12, "dic": 12,
}  # fmt: skip
EARLIEST = dt.date(1930, 1, 1)

DAY_FIRST, MONTH_FIRST, UNCLEAR = "day_first", "month_first", ""


class AmbiguousError(ValueError):
    """The date is one of two, and nothing in the file says which."""


def order_of(values: Iterable[str]) -> str:
    """Whether the column writes the day or the month first; UNCLEAR when nothing or both say so.

    Dots always mean day first, so they say nothing about dates with slashes.
    """
    day_first = month_first = False
    for value in values:
        if (match := SHORT.match(value)) and match[2] != ".":
            day_first = day_first or int(match[1]) > 12
            month_first = month_first or int(match[3]) > 12
    if day_first == month_first:
        return UNCLEAR
    return DAY_FIRST if day_first else MONTH_FIRST


def parse_date(value: str, order: str = UNCLEAR) -> dt.date:
    """The date that is meant; `order` settles 03/04/2020. Raises AmbiguousError, or ValueError for no date."""
    if match := ISO.match(value) or COMPACT.match(value):
        return _plausible(int(match[1]), int(match[2]), int(match[3]))
    if match := SHORT.match(value):
        return _short(int(match[1]), int(match[3]), _year(match[4]), DAY_FIRST if match[2] == "." else order)
    if match := NAMED.match(value):
        day, name, year = match.group(1, 2, 3) if match[1] else match.group(5, 4, 6)
        return _plausible(int(year), _month(name), int(day))
    raise ValueError(value)


def _year(digits: str) -> int:
    """Of two digits the latest year that is not to come, or begins now: nobody was hired in a hundred years."""
    year = int(digits)
    if len(digits) > 2:
        return year
    return year + (2000 if 2000 + year <= dt.date.today().year + 1 else 1900)


def day_counted(value: str) -> dt.date | None:
    """The date that a spreadsheet has counted so (43831 is 2020-01-01), None for what is no such count.

    Its days begin on 30 December 1899, since it takes 1900 for a leap year.
    """
    if not COUNTED.match(value):
        return None
    date = dt.date(1899, 12, 30) + dt.timedelta(days=int(value.partition(".")[0]))
    return date if EARLIEST <= date <= dt.date.today() + dt.timedelta(days=366) else None


def _month(name: str) -> int:
    """1 to 12, 0 for what is no month."""
    words = plain(name)
    return MONTHS.get(words[:4]) or MONTHS.get(words[:3], 0)


def _short(first: int, second: int, year: int, order: str) -> dt.date:
    if first > 12:
        order = DAY_FIRST
    elif second > 12:
        order = MONTH_FIRST
    elif first == second:
        order = DAY_FIRST
    if not order:
        raise AmbiguousError
    day, month = (first, second) if order == DAY_FIRST else (second, first)
    return _plausible(year, month, day)


def _plausible(year: int, month: int, day: int) -> dt.date:
    date = dt.date(year, month, day)
    if not EARLIEST <= date <= dt.date.today() + dt.timedelta(days=3 * 366):
        raise ValueError(date)
    return date
