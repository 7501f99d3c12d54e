"""Who reports to whom after an import: references resolved, contradictions and cycles reported.

A manager is named by employee number or e-mail, and may stand in the file or be there already.
Where a reference cannot be used, the person keeps the manager they have.
"""

from collections.abc import Collection, Hashable
from dataclasses import dataclass, field
from sys import intern
from typing import Literal

from django.utils.translation import gettext as _

from people.orgchart import cycles
from roster.entry import Entry, Record
from roster.matching import Match, People
from roster.people_rows import Person
from roster.records import Parsed, RowProblem, folded

Key = Hashable
"""The id of a person who is there, or the row of a new one as `row:12`."""


def key_of(record: Record, person: Person | None) -> Key:
    return person.id if person else intern(f"row:{record.row}")


@dataclass(slots=True)
class Lines:
    """The chart after the import, and the problems; `unknown` are those whose manager is not known, `held` the new
    managers of those whose line is kept until a second person agrees."""

    chart: dict[Key, Key | None] = field(default_factory=dict)
    unknown: set[Key] = field(default_factory=set)
    problems: list[RowProblem] = field(default_factory=list)
    named: dict[Key, Entry] = field(default_factory=dict)
    held: dict[Key, Key | None] = field(default_factory=dict)

    def name_of(self, key: Key) -> str:
        return self.named[key].name if key in self.named else "?"

    def leads(self) -> dict[Key, str]:
        """The names of all who have reports, as the file has them."""
        return {key: self.named[key].name for key in set(self.chart.values()) if key in self.named}


class _Resolver:
    def __init__(self, parsed: Parsed, matches: list[Match], people: People, leaving: set[object]) -> None:
        self.parsed, self.people, self.leaving = parsed, people, leaving
        self.problems: list[RowProblem] = []
        self.numbers: dict[str, Key] = {}
        self.emails: dict[str, Key] = {}
        self.named: dict[Key, Entry] = {}
        for record, person in matches:
            key = key_of(record, person)
            self.emails[folded(record.email)] = key
            self.named[key] = record
            if record.employee_number:
                self.numbers[folded(record.employee_number)] = key
        self.shortened = {number.lstrip("0"): number for number in self.numbers if number.startswith("0")}

    def resolve(self, record: Record) -> Key | Literal[False] | None:
        """The manager's key, None for nobody, False for a reference that cannot be used."""
        found = [
            (target, value, self._find(value, target, record))
            for target in ("manager_number", "manager_email")
            if (value := getattr(record, target))
        ]
        if not found:
            return None
        keys = list(dict.fromkeys(key for _target, _value, key in found if key is not None))
        if len(keys) == 2 or (len(keys) == 1 and found[-1][2] != found[0][2]):
            self._two_numbers(record, found, keys)
        return keys[0] if len(keys) == 1 else False

    def _find(self, value: str, target: str, record: Record) -> Key | None:
        reference = value.casefold()
        in_file = self.emails if "@" in reference else self.numbers
        if (key := in_file.get(reference)) is not None:
            return key
        there = self.people.by_email if "@" in reference else self.people.by_number
        person = there.get(reference)
        if person and person.is_active and person.id not in self.leaving:
            self.named.setdefault(person.id, person)
            return person.id
        self._unknown(record, target, value, person)
        return None

    def _unknown(self, record: Record, target: str, value: str, person: Person | None) -> None:
        reference = value.casefold()
        remedy = _("Add the manager's row or mend the reference; until then the manager stays as it is.")
        if person:
            reason = _("%(name)s has left, or leaves with this import.") % {"name": person.name}
        elif reference in self.parsed.seen_emails or reference in self.parsed.seen_numbers:
            reason = _("The manager's own row has a problem and is left out.")
            remedy = _("Mend the manager's row first.")
        elif near := self.shortened.get(reference.lstrip("0")):
            reason = _("Nobody has this number; there is an employee number %(near)s.") % {"near": near}
        else:
            reason = _("Nobody in the file or in the roster has this employee number or e-mail.")
        self._note(record, target, value, reason, remedy)

    def _two_numbers(self, record: Record, found: list[tuple[str, str, Key | None]], keys: list[Key]) -> None:
        who = " / ".join(self.named[key].name for key in keys)
        if len(keys) > 1:
            reason = _("Number and e-mail name two managers: %(who)s.") % {"who": who}
        else:
            self.problems.pop()  # the half that is not known is told here, with the other half
            reason = _("One manager under two numbers: the other column says it is %(who)s.") % {"who": who}
        target, value = next(((t, v) for t, v, key in found if key is None), found[0][:2])
        self._note(record, target, value, reason, _("Make both columns name the same person."))

    def _note(self, record: Record, target: str, value: str, reason: str, remedy: str) -> None:
        self.problems.append(RowProblem(record.row, self.parsed.header.get(target, ""), value, reason, remedy))


def reporting_lines(
    parsed: Parsed, matches: list[Match], people: People, leaving: set[object], kept: Collection[object] = ()
) -> Lines:
    """The chart of everybody who is active after the import, without any cycle that the file would make; the lines of
    `kept` stay as they are."""
    resolver = _Resolver(parsed, matches, people, leaving)
    lines = Lines(chart=_present_chart(people, leaving), named=resolver.named)
    has_column = bool({"manager_number", "manager_email"} & parsed.targets)
    changed: dict[Key, Record] = {}
    for record, person in matches:
        key = key_of(record, person)
        before = lines.chart.setdefault(key, _kept(person, leaving))
        manager = resolver.resolve(record) if has_column else False
        if manager is False:
            if has_column and before is None:
                lines.unknown.add(key)
        elif manager != before and key in kept:
            lines.held[key] = manager
        elif manager != before:
            lines.chart[key] = manager
            changed[key] = record
    lines.problems = resolver.problems
    lines.problems.extend(_two_people_or_one(parsed, matches, lines))
    _cut_cycles(parsed, lines, changed, _present_chart(people, leaving))
    return lines


def _kept(person: Person | None, leaving: set[object]) -> Key | None:
    return None if person is None or person.manager in leaving else person.manager


def _present_chart(people: People, leaving: set[object]) -> dict[Key, Key | None]:
    return {
        person.id: _kept(person, leaving)
        for person in people.by_id.values()
        if person.is_active and person.id not in leaving
    }


def _cut_cycles(parsed: Parsed, lines: Lines, changed: dict[Key, Record], before: dict[Key, Key | None]) -> None:
    """Take back the file's word on managers inside a cycle; each round takes back at least one."""
    while found := [cycle for cycle in cycles(lines.chart) if any(key in changed for key in cycle)]:
        for cycle in found:
            for key in cycle:
                if key in changed:
                    lines.problems.append(_cycle_problem(parsed, lines, changed.pop(key), key, cycle))
                    lines.chart[key] = before.get(key)


def _cycle_problem(parsed: Parsed, lines: Lines, record: Record, key: Key, cycle: list[Key]) -> RowProblem:
    target = "manager_number" if record.manager_number else "manager_email"
    remedy = _("Mend one of the managers; until then they stay as they are.")
    if len(cycle) == 1:
        reason = _("The person reports to themselves.")
        remedy = _("Leave the manager empty for the person at the top.")
    else:
        start = cycle.index(key)
        around = [lines.name_of(one) for one in (cycle[start:] + cycle[:start])[:6]]
        reason = _("The reporting line goes round in a circle: %(around)s.") % {
            "around": " → ".join([*around, around[0] if len(cycle) <= 6 else "…"])
        }
    return RowProblem(record.row, parsed.header.get(target, ""), getattr(record, target), reason, remedy)


def _two_people_or_one(parsed: Parsed, matches: list[Match], lines: Lines) -> list[RowProblem]:
    """Managers of one name and job under two numbers: perhaps one person; said, and imported all the same."""
    leads = set(lines.chart.values())
    groups: dict[tuple[str, str, str], list[Record]] = {}
    for record, person in matches:
        if record.employee_number and record.job_title and key_of(record, person) in leads:
            who = (record.name.casefold(), record.job_title.casefold(), (record.department or "").casefold())
            groups.setdefault(who, []).append(record)
    return [
        RowProblem(
            record.row,
            parsed.header["employee_number"],
            record.employee_number,
            _("Perhaps one manager under two numbers: %(name)s is also in row %(row)d, with the same job.")
            % {"name": record.name, "row": next(other.row for other in group if other is not record)},
            _("If it is one person, keep one row and one number; else there is nothing to do."),
        )
        for group in groups.values()
        if len(group) > 1
        for record in group
    ]
