"""Things to do, guessed from lines as people type them: who does it, and until when. English only; a wrong guess is
changed on the next page, so what is not plain is left to the writer, without a date."""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from people.models.base import one_line
from programs.models import Side
from sessions.form_data import ItemEntry

NOTHING = {"nothing", "none", "no", "-", "–", "n/a", "nothing this time"}
BULLET = re.compile(r"^\s*(?:[-*•–]|\[[ xX]?\]|\d{1,2}[.)])\s+")
DAYS = [name.lower() for name in calendar.day_name]
MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: number for name, number in MONTHS.items()} | {"sept": 9}
FRIDAY = 4
SOON = {"today": 0, "tonight": 0, "tomorrow": 1}
NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})\b")
DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({MONTH})\b\.?,?(?:\s+(\d{{4}}))?", re.I)
MONTH_DAY = re.compile(rf"\b({MONTH})\b\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b,?(?:\s+(\d{{4}}))?", re.I)
IN_SOME = re.compile(rf"\b(?:in|within)\s+(\d{{1,2}}|{'|'.join(NUMBERS)})\s+(day|week|month)s?\b", re.I)
END_OF = re.compile(r"\b(?:the\s+)?end\s+of\s+(?:(?:the|this)\s+)?(next\s+)?(week|month|year)\b", re.I)
WEEK = re.compile(r"\b(this|next)\s+week\b", re.I)
WEEKDAY = re.compile(rf"\b(next\s+)?({'|'.join(DAYS)})\b", re.I)
WORD = re.compile(rf"\b({'|'.join(SOON)})\b", re.I)


def guess(text: str, *, writer: str, names: Mapping[str, Iterable[str]], met_on: dt.date) -> list[ItemEntry]:
    """An entry for each line that is not "nothing". `writer` is a side, `names` what each side is called; what falls to
    the leader is taken for a commitment."""
    lines = (BULLET.sub("", one_line(line).strip()).strip() for line in text.splitlines())
    return [entry_of(line, writer, names, met_on) for line in lines if line.lower().rstrip(".") not in {"", *NOTHING}]


def entry_of(line: str, writer: str, names: Mapping[str, Iterable[str]], met_on: dt.date) -> ItemEntry:
    owner, words = owner_of(line, writer, names)
    kind = "commitment" if owner == Side.SENIOR else "action"
    return ItemEntry(text=words, owner=owner, kind=kind, due_on=due_on(words, met_on))


def owner_of(line: str, writer: str, names: Mapping[str, Iterable[str]]) -> tuple[str, str]:
    """Who does it, and the line without the "Jack:" that said so. Two of one name leave it to the writer."""
    other = Side.SENIOR if writer == Side.JUNIOR else Side.JUNIOR
    called: dict[str, list[str]] = {side: [*names[side], *map(str, ROLES[side])] for side in Side.values}
    called[writer] += ["me"]
    called[other] += ["you"]
    rests = {side: rest for side, calls in called.items() if (rest := after_name(line, calls))}
    if len(rests) == 1:
        return next(iter(rests.items()))
    if re.match(r"(?:you|you['’]ll|your turn)\b", line, re.I):
        return other, line
    return writer, line


#: As the organisation calls them.
ROLES: dict[str, list[Any]] = {Side.JUNIOR: [_("mentor"), _("the mentor")], Side.SENIOR: [_("leader"), _("the leader")]}
VERB = r"(?:to|will|should|must|needs|can|has|is|’ll|'ll)\b"


def after_name(line: str, calls: Iterable[str]) -> str:
    """What follows "Jack:", with a capital; of "Jack will" and its like the whole line; empty where a line begins with
    neither."""
    any_of = "|".join(re.escape(call) for call in calls if call)
    if match := re.match(rf"@?(?:{any_of})\s*(?::|–\s|-\s)\s*(.+)", line, re.I):
        return match[1][:1].upper() + match[1][1:]
    return line if re.match(rf"@?(?:{any_of})(?:\s+{VERB}|['’]ll\b)", line, re.I) else ""


def due_on(line: str, met_on: dt.date) -> dt.date | None:
    """The day a line names, seen from the day they met; None where it names none, or one that was before."""
    for find in (a_date, a_day_and_month, a_span, an_end, a_week, a_weekday, a_word):
        date = find(line, met_on)
        if date:
            return date if date >= met_on else None
    return None


def valid(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def a_date(line: str, met_on: dt.date) -> dt.date | None:
    """2026-12-01, 1.12.2026"""
    if match := ISO.search(line):
        return valid(*map(int, match.groups()))
    if match := DOTTED.search(line):
        return valid(int(match[3]), int(match[2]), int(match[1]))
    return None


def a_day_and_month(line: str, met_on: dt.date) -> dt.date | None:
    """1 December, Dec 1st; without a year the next one."""
    if match := DAY_MONTH.search(line):
        day, month, year = match.groups()
    elif match := MONTH_DAY.search(line):
        month, day, year = match.groups()
    else:
        return None
    date = valid(int(year or met_on.year), MONTHS[month.lower()], int(day))
    return valid(date.year + 1, date.month, date.day) if date and date < met_on and not year else date


def a_span(line: str, met_on: dt.date) -> dt.date | None:
    """In two weeks, within 10 days."""
    if not (match := IN_SOME.search(line)):
        return None
    number = NUMBERS.get(match[1].lower()) or int(match[1])
    return met_on + dt.timedelta(days=number * {"day": 1, "week": 7, "month": 30}[match[2].lower()])


def an_end(line: str, met_on: dt.date) -> dt.date | None:
    """The end of the week is its Friday."""
    if not (match := END_OF.search(line)):
        return None
    is_next, unit = bool(match[1]), match[2].lower()
    if unit == "week":
        return friday(met_on, weeks=is_next)
    if unit == "year":
        return dt.date(met_on.year + is_next, 12, 31)
    first = (met_on.replace(day=1) + dt.timedelta(days=32 * (1 + is_next))).replace(day=1)
    return first - dt.timedelta(days=1)


def a_week(line: str, met_on: dt.date) -> dt.date | None:
    """Within this week, within the next: its Friday."""
    match = WEEK.search(line)
    return friday(met_on, weeks=match[1].lower() == "next") if match else None


def friday(met_on: dt.date, *, weeks: int) -> dt.date:
    monday = met_on - dt.timedelta(days=met_on.weekday())
    date = monday + dt.timedelta(days=FRIDAY, weeks=weeks)
    return date if date >= met_on else date + dt.timedelta(weeks=1)


def a_weekday(line: str, met_on: dt.date) -> dt.date | None:
    """Friday is the next one after the day they met; next Friday that of the next week."""
    if not (match := WEEKDAY.search(line)):
        return None
    wanted = DAYS.index(match[2].lower())
    if match[1]:
        return met_on + dt.timedelta(days=7 - met_on.weekday() + wanted)
    return met_on + dt.timedelta(days=(wanted - met_on.weekday() - 1) % 7 + 1)


def a_word(line: str, met_on: dt.date) -> dt.date | None:
    match = WORD.search(line)
    return met_on + dt.timedelta(days=SOON[match[1].lower()]) if match else None
