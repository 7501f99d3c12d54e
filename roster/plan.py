"""What an import would do: records against the people there now. Pure: nothing is written here."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from people import orgchart
from roster.changes import KEEP, NOBODY, Change, Created, EmailChange, Fields, Options, Plan
from roster.entry import ENTRY_FIELDS
from roster.fields import Owner
from roster.managers import Key, Lines, key_of, reporting_lines
from roster.matching import Match, Matches, People, gives_again, match
from roster.people_rows import Person
from roster.records import Parsed, Record
from roster.zones import Place

MANY_LEAVERS = 0.10


def make_plan(parsed: Parsed, existing: Iterable[Person], options: Options) -> Plan:
    """Everything the import would do with these people and options. Linear in rows and people."""
    people = People.of(existing)
    matched = match(parsed, people, options.answers)
    matches = matched.pairs
    plan = Plan(problems=[*parsed.problems, *matched.problems], questions=matched.questions)
    _displace(plan, matches, people)
    plan.adopted = [person.id for _record, person in matches if person and person.id in options.by_hand]
    if options.everyone:
        _find_leavers(plan, parsed, people, matches, options)
    leaving: set[object] = {person.id for person in plan.leavers}
    kept = options.kept_lines | {options.own}
    lines = reporting_lines(parsed, matches, people, leaving, kept, options.managers)
    plan.problems = sorted([*plan.problems, *lines.problems], key=lambda problem: problem.row)
    plan.leads, plan.by_id, plan.namesakes = lines.leads(), people.by_id, lines.namesakes
    ranks = _Ranks(matches, people, lines, options)
    _compare(plan, matched, lines, ranks, options)
    _follow(plan, people, matches, lines, ranks, leaving)
    return plan


def _find_leavers(plan: Plan, parsed: Parsed, people: People, matches: list[Match], options: Options) -> None:
    """Active people whom no row names, not even one with problems; more than a tenth must be typed. Whom HR has added
    by hand no file need name."""
    in_file = {person.id for _record, person in matches if person}
    active = [person for person in people.by_id.values() if person.is_active]
    for person in active:
        named = (
            person.id in in_file
            or person.email.casefold() in parsed.seen_emails
            or person.employee_number.casefold() in parsed.seen_numbers
        )
        if not named and person.id in options.by_hand:
            plan.by_hand.append(person)
        elif not named:
            (plan.spared if person.id in options.protected else plan.leavers).append(person)
    plan.must_type = len(plan.leavers) > MANY_LEAVERS * len(active)


def _displace(plan: Plan, matches: list[Match], people: People) -> None:
    """Whoever has left gives address and number up where somebody new comes with them."""
    for record, person in matches:
        if left := gives_again(record, person, people):
            fields = plan.displaced.setdefault(left.id, {})
            if left.email.casefold() == record.email.casefold():
                fields["email"] = [left.email, f"left-{left.id}@left.invalid"]
            if record.employee_number and left.employee_number.casefold() == record.employee_number.casefold():
                fields["employee_number"] = [left.employee_number, ""]


class _Ranks:
    """The level of everyone after the import, and where it comes from."""

    def __init__(self, matches: list[Match], people: People, lines: Lines, options: Options) -> None:
        self.options = options
        self.derived: Mapping[Hashable, int | None] = {}
        if options.level_mode == orgchart.DERIVED:
            in_file = {person.id for _record, person in matches if person}
            adrift = {
                person.id
                for person in people.by_id.values()
                if person.id not in in_file and person.level is None and lines.chart.get(person.id, "") is None
            }
            self.derived = orgchart.derived_levels(lines.chart, lines.unknown | adrift)

    def of(self, key: Key, person: Person | None, job_title: str, imported: int | None) -> tuple[int | None, str]:
        if person and person.level_source == orgchart.PERSON:
            return person.level, orgchart.PERSON
        base, source = self._base(key, person, imported)
        return orgchart.effective_level(base, source, job_title, self.options.title_levels)

    def _base(self, key: Key, person: Person | None, imported: int | None) -> tuple[int | None, str]:
        if self.options.level_mode == orgchart.DERIVED:
            return self.derived.get(key), orgchart.DERIVED
        if self.options.level_mode == orgchart.IMPORTED and imported is not None:
            return imported, orgchart.IMPORTED
        if person and person.level_source in (orgchart.IMPORTED, orgchart.DERIVED):
            kept = self.options.level_mode == KEEP or person.level_source == orgchart.IMPORTED
            return (person.level, person.level_source) if kept else (None, "")
        return None, ""


def _compare(plan: Plan, matched: Matches, lines: Lines, ranks: _Ranks, options: Options) -> None:
    unclear: Counter[Place] = Counter()
    for record, person in matched.pairs:
        key = key_of(record, person)
        fields = _text_changes(record, person)
        _add(fields, "manager", person.manager if person else None, lines.chart.get(key))
        title = record.job_title if "job_title" in record.said else (person or NOBODY).job_title
        level, source = ranks.of(key, person, title, record.level)
        plan.without_level += level is None
        _add(fields, "level", person.level if person else None, level)
        _add(fields, "level_source", person.level_source if person else "", source)
        _zone_change(fields, record, person, options.zones, unclear)
        if person is None:
            fields["email"] = ("", record.email)
            values: dict[str, Any] = {name: after for name, (_before, after) in fields.items()}
            plan.creates.append(Created(key, record.row, Person(**values)))
            continue
        if not person.is_active:
            fields["is_active"] = (False, True)
        if record.email.casefold() != person.email.casefold():
            plan.email_changes.append(EmailChange(person.id, record.row, person.name, person.email, record.email))
        held = _hold(fields, record, person, lines, options) | _held_identity(fields, person, matched)
        if held:
            plan.held.append(Change(person.id, record.row, record.name, held))
        if fields:
            plan.updates.append(Change(person.id, record.row, record.name, fields))
        elif not held:
            plan.unchanged += 1
    plan.unclear_places = dict(unclear.most_common())


def _hold(fields: Fields, record: Record, person: Person, lines: Lines, options: Options) -> Fields:
    """Take out of `fields`, and give, what a second person has to agree to: of the importer everything, and so of
    whom the row gives another name while it asks for another address, lest the request be about a name of its own, or
    brings back: that would open the account to whoever reads the mailbox by now."""
    held: Fields = {}
    is_moved = not person.is_active or record.email.casefold() != person.email.casefold()
    if person.id == options.own or (is_moved and {"first_name", "last_name"} & fields.keys()):
        held.update(fields)
        fields.clear()
    if person.id in lines.held:
        held["manager"] = (person.manager, lines.held[person.id])
    return held


def _held_identity(fields: Fields, person: Person, matched: Matches) -> Fields:
    """Name and number of whom only the address says to be the one who is known: taken out of `fields`, and given."""
    if person.id not in matched.renamed:
        return {}
    names = [name for name in ("first_name", "last_name", "employee_number") if fields.get(name, ("", ""))[0]]
    return {name: fields.pop(name) for name in names}


def _text_changes(record: Record, person: Person | None) -> Fields:
    fields: Fields = {}
    there = person or NOBODY
    for column in ENTRY_FIELDS:
        name = column.name
        if name not in record.said or column.owner is Owner.IMPORT:
            continue
        before, after = getattr(there, name), getattr(record, name)
        if not after and column.owner is not Owner.FILE:
            continue
        if before and column.owner is Owner.PERSON:
            continue
        if name == "department" and before.casefold() == after.casefold():
            continue  # departments are one whatever their case
        _add(fields, name, before, after)
    return fields


def _add(fields: Fields, name: str, before: object, after: object) -> None:
    if before != after:
        fields[name] = (before, after)


def place_of(record: Record) -> Place:
    return record.city, record.region, record.country


def _zone_change(
    fields: Fields,
    record: Record,
    person: Person | None,
    zones: Mapping[Place, str | None],
    unclear: Counter[Place],
) -> None:
    """A zone is filled in where there is none, and follows the place of who still had the old place's."""
    place = place_of(record)
    zone = record.time_zone or zones.get(place)
    if person and person.time_zone:
        moved = ("city" in fields or "country" in fields) and (
            zones.get((person.city, "", person.country)) == person.time_zone
        )
        if not moved:
            return
    if zone:
        _add(fields, "time_zone", person.time_zone if person else "", zone)
    elif any(place):
        unclear[place] += 1


def _follow(
    plan: Plan, people: People, matches: list[Match], lines: Lines, ranks: _Ranks, leaving: set[object]
) -> None:
    """People outside the file whose level or manager follows from the import."""
    in_file = {person.id for _record, person in matches if person}
    for person in people.by_id.values():
        if person.id in in_file or person.id in leaving or not person.is_active:
            continue
        fields: Fields = {}
        _add(fields, "manager", person.manager, lines.chart.get(person.id))
        level, source = ranks.of(person.id, person, person.job_title, None)
        _add(fields, "level", person.level, level)
        _add(fields, "level_source", person.level_source, source)
        if fields:
            plan.followers.append(Change(person.id, None, person.name, fields))
