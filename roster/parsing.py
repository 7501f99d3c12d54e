"""Mapped rows to typed records, with every problem told by row, column, value, reason and remedy.

Only what the file itself can show is judged here; who people's managers are, and how the file
compares with the people there are, is decided in `managers.py` and `plan.py`.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import fields

from django.utils.translation import gettext as _

from roster.cells import RowReader
from roster.dates import DAY_FIRST, MONTH_FIRST, AmbiguousError, day_counted, order_of, parse_date
from roster.reading import Table
from roster.records import FIELDS, Parsed, Record, RowProblem, folded
from roster.values import has_left

#: More rows than these with one address are no mistake of a row: it is a mailbox that people share.
MANY = 3


def parse(table: Table, targets: list[str], *, date_order: str = "", names: str = "", placeholders: str = "") -> Parsed:
    """All rows of the table as records and problems.

    `targets` has one field per column (see columns.py); `date_order` is DAY_FIRST or MONTH_FIRST
    when a person has chosen, else it is taken from the column itself; `names` is WHOLE where full names
    are not cut into first and last ones, and `placeholders` WORDS where N/A is a word like others.
    """
    header = {target: table.header[index] for index, target in enumerate(targets) if target}
    parsed = Parsed(targets=frozenset(header), header=header)
    places = [(index, target) for index, target in enumerate(targets) if target]
    dates: dict[str, list[tuple[Record, str]]] = {target: [] for target in header if FIELDS[target].is_date}
    candidates: list[Record] = []
    for number, cells in table.rows:
        parsed.rows += 1
        values = {target: cells[index] for index, target in places}
        reader = RowReader(number, values, header, parsed.problems, names, placeholders)
        record = reader.record()
        _remember(parsed, reader)
        if record:
            candidates.append(record)
            for target, texts in dates.items():
                if text := reader.values[target]:
                    texts.append((record, text))
    for target, texts in dates.items():
        _read_dates(target, texts, date_order, parsed)
    parsed.records = list(_without_duplicates(candidates, parsed))
    parsed.problems.sort(key=lambda problem: problem.row)
    return parsed


def _remember(parsed: Parsed, reader: RowReader) -> None:
    """Note whom the row is about, unless it says itself that they have left."""
    if has_left(reader.values.get("status", "")):
        return
    if email := reader.values.get("email"):
        parsed.seen_emails.add(folded(email))
    if number := reader.values.get("employee_number"):
        parsed.seen_numbers.add(folded(number))


def _read_dates(target: str, texts: list[tuple[Record, str]], order: str, parsed: Parsed) -> None:
    order = order or order_of(text for _record, text in texts)
    for record, text in texts:
        try:
            setattr(record, target, parse_date(text, order))
        except AmbiguousError:
            parsed.problems.append(RowProblem(record.row, parsed.header[target], text, *_unclear_date(text)))
        except ValueError:
            counted = day_counted(text)
            said = _counted_date(counted) if counted else _no_date()
            setattr(record, target, counted)
            parsed.problems.append(RowProblem(record.row, parsed.header[target], text, *said))


def _no_date() -> tuple[str, str]:
    return _("This is not a date of somebody's start at work."), _("Write the date as 2024-03-31.")


def _counted_date(date: dt.date) -> tuple[str, str]:
    reason = _("This is how a spreadsheet counts days; it is read as %(date)s.") % {"date": date.isoformat()}
    return reason, _("Nothing to do if that is right. Else show the column as dates and export the file again.")


def _unclear_date(text: str) -> tuple[str, str]:
    readings = [parse_date(text, order).isoformat() for order in (DAY_FIRST, MONTH_FIRST)]
    return (
        _("This may be %(one)s or %(other)s.") % {"one": readings[0], "other": readings[1]},
        _("Choose the order of day and month with the columns, or write dates as 2024-03-31."),
    )


def _without_duplicates(records: list[Record], parsed: Parsed) -> Iterator[Record]:
    """Records whose e-mail and number stand once in the file; of equal rows the first one.

    When two rows differ, nobody can say which is right, so none of them is imported.
    """
    by_email = _groups((folded(record.email), record) for record in records)
    by_number = _groups((folded(record.employee_number), record) for record in records if record.employee_number)
    for record in records:
        same_email = by_email.get(record.email.casefold(), [record])
        same_number = by_number.get(record.employee_number.casefold(), [record])
        if len(same_email) == 1 and len(same_number) == 1:
            yield record
        elif _all_equal(same_email) and _all_equal(same_number):
            if record is same_email[0]:
                yield record
            else:
                parsed.problems.append(_repeated(record, same_email[0], parsed))
        else:
            parsed.problems.extend(_clashes(record, same_email, same_number, parsed))


def _groups(pairs: Iterable[tuple[str, Record]]) -> dict[str, list[Record]]:
    """The records that share a key, by that key; nearly all have one of their own and are in no group."""
    first: dict[str, Record] = {}
    groups: dict[str, list[Record]] = {}
    for key, record in pairs:
        if (other := first.setdefault(key, record)) is not record:
            groups.setdefault(key, [other]).append(record)
    return groups


def _all_equal(records: list[Record]) -> bool:
    first = _content(records[0])
    return all(_content(record) == first for record in records[1:])


def _content(record: Record) -> list[object]:
    return [getattr(record, attribute.name) for attribute in fields(record) if attribute.name != "row"]


def _repeated(record: Record, first: Record, parsed: Parsed) -> RowProblem:
    return RowProblem(
        record.row,
        parsed.header["email"],
        record.email,
        _("This row says the same as row %(row)d.") % {"row": first.row},
        _("Nothing to do: the first one is imported."),
        left_out=True,
    )


def _clashes(
    record: Record, same_email: list[Record], same_number: list[Record], parsed: Parsed
) -> Iterator[RowProblem]:
    if len(same_email) > MANY:
        reason = _("%(count)d rows have this e-mail. People sign in with it, so each needs one of their own.")
        remedy = _("Fill in everybody's own address and upload the file again.")
        said = reason % {"count": len(same_email)}
        yield RowProblem(record.row, parsed.header["email"], record.email, said, remedy, left_out=True)
    elif len(same_email) > 1:
        numbers = {other.employee_number for other in same_email if other.employee_number}
        reason = (
            _("One person under two employee numbers: the same e-mail is also in row %(rows)s.")
            if len(numbers) > 1
            else _("The same e-mail is also in row %(rows)s.")
        )
        yield _clash(record, "email", record.email, reason, same_email, parsed)
    if len(same_number) > 1:
        reason = _("The same employee number is also in row %(rows)s.")
        yield _clash(record, "employee_number", record.employee_number, reason, same_number, parsed)


def _clash(record: Record, target: str, value: str, reason: str, group: list[Record], parsed: Parsed) -> RowProblem:
    rows = [str(other.row) for other in group if other is not record]
    shown = ", ".join(rows[:5]) + (" …" if len(rows) > 5 else "")
    remedy = _("Keep one row for each person and upload the file again.")
    return RowProblem(record.row, parsed.header[target], value, reason % {"rows": shown}, remedy, left_out=True)
