"""Who reports to whom after an import: references resolved, contradictions and cycles reported.

A manager is named by employee number, e-mail or name, and may stand in the file or be there already. Where a name is
that of two people, whoever imports chooses.
Where a reference cannot be used, the person keeps the manager they have.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from sys import intern
from typing import Literal

from django.utils.translation import gettext as _

from people.cldr import plain
from people.orgchart import cycles
from roster.entry import Entry
from roster.matching import Match, People, without_zeros
from roster.names import named_in
from roster.people_rows import Person
from roster.records import Parsed, Record, RowProblem, folded
from roster.values import has_letters

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
    namesakes: "Namesakes" = field(default_factory=lambda: Namesakes())

    def name_of(self, key: Key) -> str:
        return self.named[key].name if key in self.named else "?"

    def leads(self) -> dict[Key, str]:
        """The names of all who have reports, as the file has them."""
        return {key: self.named[key].name for key in set(self.chart.values()) if key in self.named}


@dataclass(slots=True)
class Namesakes:
    """The names of managers, in plain letters, that several people have: who they are, and in how many rows."""

    people: dict[str, list[Entry]] = field(default_factory=dict)
    rows: Counter[str] = field(default_factory=Counter)

    def __iter__(self) -> Iterator[tuple[str, list[tuple[str, str]], int]]:
        """Each name with the choices (a reference, a label) and the number of rows."""
        for name, count in self.rows.most_common():
            yield name, [(reference_of(entry), _label_of(entry)) for entry in self.people[name]], count


def reference_of(entry: Entry) -> str:
    """That by which exactly one person is found."""
    return entry.employee_number or entry.email


def _label_of(entry: Entry) -> str:
    return ", ".join(filter(None, (entry.name, entry.job_title, entry.department, reference_of(entry))))


class _Resolver:
    def __init__(
        self, parsed: Parsed, matches: list[Match], people: People, leaving: set[object], chosen: Mapping[str, str]
    ) -> None:
        self.parsed, self.people, self.leaving, self.chosen = parsed, people, leaving, chosen
        self.problems: list[RowProblem] = []
        self.namesakes = Namesakes()
        self.by_name: dict[str, list[Key]] | None = None
        self.numbers: dict[str, Key] = {}
        self.emails: dict[str, Key] = {}
        self.named: dict[Key, Entry] = {}
        for record, person in matches:
            key = key_of(record, person)
            self.emails[folded(record.email)] = key
            self.named[key] = record
            if record.employee_number:
                self.numbers[folded(record.employee_number)] = key
        self.by_digits: dict[str, Key | None] | None = None

    def resolve(self, record: Record) -> Key | Literal[False] | None:
        """The manager's key, None for nobody, False for a reference that cannot be used."""
        people = [
            (target, value, self._find(value, target, record))
            for target in ("manager_number", "manager_email")
            if (value := getattr(record, target))
        ]
        if not people:
            return None
        keys = list(dict.fromkeys(key for _target, _value, key in people if key is not None))
        if len(keys) == 2 or (len(keys) == 1 and people[-1][2] != people[0][2]):
            self._two_numbers(record, people, keys)
        return keys[0] if len(keys) == 1 else False

    def _find(self, value: str, target: str, record: Record) -> Key | None:
        key, person = self._by_reference(value)
        if key is None and person is None and has_letters([value]) and "@" not in value:
            key = self._by_name(value, target, record)
            if key is False:
                return None
        if key is None:
            self._unknown(record, target, value, person)
        return key

    def _by_reference(self, value: str) -> tuple[Key | None, Person | None]:
        """Who has this number or address; of somebody who has left or leaves only the person."""
        reference = value.casefold().removesuffix(".0")
        in_file = self.emails if "@" in reference else self.numbers
        if (key := in_file.get(reference)) is not None:
            return key, None
        if "@" not in reference and (alike := self._digits().get(without_zeros(reference))) is not None:
            return alike, None
        person = self.people.by_email.get(reference) if "@" in reference else self.people.numbered(reference)
        if person and person.is_active and person.id not in self.leaving:
            self.named.setdefault(person.id, person)
            return person.id, person
        return None, person

    def _digits(self) -> dict[str, Key | None]:
        """The people of the file by their numbers without zeros, None where that is the number of two. Made when the
        first manager is not found by the number as it stands."""
        if self.by_digits is None:
            self.by_digits = {}
            for number, key in self.numbers.items():
                bare = without_zeros(number)
                self.by_digits[bare] = None if bare in self.by_digits else key
        return self.by_digits

    def _by_name(self, value: str, target: str, record: Record) -> Key | Literal[False] | None:
        """Who is called so: None for nobody, False where several are and nobody has chosen one, which is noted."""
        name = named_in(value)
        keys = self._names().get(plain(name), [])
        if len(keys) < 2:
            return keys[0] if keys else None
        self.namesakes.people.setdefault(plain(name), [self.named[key] for key in keys])
        self.namesakes.rows[plain(name)] += 1
        chosen, _person = self._by_reference(self.chosen.get(plain(name), ""))
        if chosen in keys:
            return chosen
        reason = _("%(count)d people are called %(name)s.") % {"count": len(keys), "name": name}
        self._note(record, target, value, reason, _("Choose who is meant at “Details”."))
        return False

    def _names(self) -> dict[str, list[Key]]:
        """The people by their names, without case and accents. Made when the first manager is called by name."""
        if self.by_name is None:
            self.by_name = {}
            for person in self.people.by_id.values():
                if person.is_active and person.id not in self.leaving:
                    self.named.setdefault(person.id, person)
            for key, entry in self.named.items():
                for called in {plain(entry.name), plain(f"{entry.preferred_name} {entry.last_name}")}:
                    self.by_name.setdefault(called, []).append(key)
        return self.by_name

    def _unknown(self, record: Record, target: str, value: str, person: Person | None) -> None:
        reference = value.casefold()
        remedy = _("Add the manager's row or mend the reference; until then the manager stays as it is.")
        if person:
            reason = _("%(name)s has left, or leaves with this import.") % {"name": person.name}
        elif reference in self.parsed.seen_emails or reference in self.parsed.seen_numbers:
            reason = _("The manager's own row has a problem and is left out.")
            remedy = _("Mend the manager's row first.")
        else:
            reason = _("Nobody in the file or in the roster has this employee number, e-mail or name.")
        self._note(record, target, value, reason, remedy)

    def _two_numbers(self, record: Record, references: list[tuple[str, str, Key | None]], keys: list[Key]) -> None:
        who = " / ".join(self.named[key].name for key in keys)
        if len(keys) > 1:
            reason = _("Number and e-mail name two managers: %(who)s.") % {"who": who}
        else:
            self.problems.pop()  # the half that is not known is told here, with the other half
            reason = _("One manager under two numbers: the other column says it is %(who)s.") % {"who": who}
        target, value = next(((t, v) for t, v, key in references if key is None), references[0][:2])
        self._note(record, target, value, reason, _("Make both columns name the same person."))

    def _note(self, record: Record, target: str, value: str, reason: str, remedy: str) -> None:
        self.problems.append(RowProblem(record.row, self.parsed.header.get(target, ""), value, reason, remedy))


def reporting_lines(
    parsed: Parsed, matches: list[Match], people: People, leaving: set[object],
    kept: Collection[object] = (), chosen: Mapping[str, str] | None = None,
) -> Lines:  # fmt: skip
    """The chart of everybody who is active after the import, without any cycle that the file would make; the lines of
    `kept` stay as they are. `chosen` says who is meant by a name, in plain letters, that several people have: their
    number or address."""
    resolver = _Resolver(parsed, matches, people, leaving, chosen or {})
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
    lines.problems, lines.namesakes = resolver.problems, resolver.namesakes
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
    while circles := [cycle for cycle in cycles(lines.chart) if any(key in changed for key in cycle)]:
        for cycle in circles:
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
        around = [lines.name_of(key) for key in (cycle[start:] + cycle[:start])[:6]]
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
