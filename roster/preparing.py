"""From a stored upload to its plan: reads, parses and compares; writes nothing but progress."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from frame.errors import Refused
from people import orgchart
from people.approvals.closing import kept_from
from people.assistants import carers_among, carers_at_all
from people.models import JobTitleLevel, User
from roster import progress
from roster.changes import Options, Plan
from roster.matching import Answers
from roster.models import RosterImport
from roster.parsing import parse
from roster.people_rows import Person, load_people
from roster.plan import make_plan, place_of
from roster.reading import Row, Table, read_table
from roster.records import Parsed
from roster.zones import Place, guess_zones


@dataclass
class Prepared:
    """A plan; `people` is the state that it is bound to."""

    plan: Plan
    people: list[Person]


def prepare(roster: RosterImport) -> Prepared:
    """Make the plan of an import. Raises RosterUnreadable, or Refused for choices that contradict each other."""
    table = table_of(roster)
    total = 0 if table.kind == "xlsx" else bytes(roster.content).count(b"\n")
    table.rows = _watched(table.rows, roster.pk, total)
    chosen = {name: roster.options.get(name, "") for name in ("date_order", "names", "placeholders")}
    parsed = parse(table, roster.mapping["targets"], **chosen)
    people = load_people()
    options = _options(roster, parsed, people)
    plan = make_plan(parsed, people, options)
    if drawn := _lines_to_carers(plan):
        plan = make_plan(parsed, people, replace(options, kept_lines=options.kept_lines | drawn))
    _refuse_mixed_levels(plan, people, options)
    return Prepared(plan, people)


def table_of(roster: RosterImport) -> Table:
    """The kept file, read as its columns page shows it."""
    mapping = roster.mapping
    content, separator = bytes(roster.content), mapping.get("separator", "")
    sheet, header_row = mapping.get("sheet", ""), mapping.get("header_row", 1)
    return read_table(content, mapping["kind"], separator, sheet=sheet, header_row=header_row)


def _watched(rows: Iterator[Row], roster_id: UUID, total: int) -> Iterator[Row]:
    """The rows, with progress reported now and then."""
    for count, row in enumerate(rows):
        if count % progress.EVERY == 0:
            progress.report(roster_id, progress.Step.READ, count, total)
        yield row
    progress.report(roster_id, progress.Step.COMPARE)


def _options(roster: RosterImport, parsed: Parsed, people: list[Person]) -> Options:
    chosen = roster.options
    return Options(
        everyone=bool(chosen.get("everyone")),
        level_mode=chosen.get("level_mode", orgchart.DERIVED),
        title_levels=title_levels(chosen.get("title_levels", {})),
        zones=_zones(chosen.get("zones", []), parsed, people),
        protected=_protected(roster)
        | kept_from(roster.uploaded_by, [person.id for person in people if person.is_active]),
        by_hand=frozenset(User.objects.filter(added_by_hand_at__isnull=False).values_list("pk", flat=True)),
        own=roster.uploaded_by_id,
        kept_lines=_kept_lines(people),
        answers=Answers(chosen.get("identities", {}), chosen.get("left_people", ""), chosen.get("known_people", "")),
        managers=chosen.get("managers", {}),
    )


def title_levels(chosen: dict[str, int | None]) -> dict[str, int]:
    """HR's levels for job titles, casefolded: those kept, with this import's changes; None takes one away."""
    known: dict[str, int | None] = {
        title.casefold(): level for title, level in JobTitleLevel.objects.values_list("job_title", "level")
    }
    known |= {title.casefold(): level for title, level in chosen.items()}
    return {title: level for title, level in known.items() if level is not None}


def _protected(roster: RosterImport) -> frozenset[object]:
    """The importer, and the last HR admin."""
    admins = list(User.objects.hr_admins().values_list("pk", flat=True)[:2])
    return frozenset([roster.uploaded_by_id, *(admins if len(admins) == 1 else [])])


def _kept_lines(people: list[Person]) -> frozenset[object]:
    """Those whose manager looks after them and is close to them for that; a few queries for a few managers."""
    carers = carers_at_all()
    lines = [UUID(str(person.id)) for person in people if person.manager in carers]
    reports = User.objects.filter(pk__in=lines).select_related("manager")
    return frozenset(report.pk for report in reports if report.manager and carers_among(report, [report.manager]))


def _lines_to_carers(plan: Plan) -> frozenset[object]:
    """Those to whom the plan gives a manager who looks after them, and who could not read any more what was written
    to them; a few queries for a few managers."""
    carers = carers_at_all()
    lines = {change.key: change.fields["manager"][1] for change in plan.updates if "manager" in change.fields}
    lines = {person: manager for person, manager in lines.items() if manager in carers}
    people = User.objects.in_bulk([*lines, *lines.values()])
    return frozenset(person for person, manager in lines.items() if carers_among(people[person], [people[manager]]))


def _zones(chosen: list[list[str]], parsed: Parsed, people: list[Person]) -> dict[Place, str | None]:
    """The zone of every place: as chosen, as it is clear, or as all the people there already have it."""
    places = {place_of(record) for record in parsed.records}
    places |= {(person.city, "", person.country) for person in people}
    zones = guess_zones(places)
    there = _zones_of_people(people)
    for place, zone in zones.items():
        if zone is None:
            zones[place] = there.get((place[0].casefold(), place[2].casefold()))
    return zones | {(city, region, country): zone for city, region, country, zone in chosen if zone}


def _zones_of_people(people: Iterable[Person]) -> dict[tuple[str, str], str]:
    zones_of: dict[tuple[str, str], set[str]] = {}
    for person in people:
        if person.time_zone and person.city:
            zones_of.setdefault((person.city.casefold(), person.country.casefold()), set()).add(person.time_zone)
    return {place: next(iter(zones)) for place, zones in zones_of.items() if len(zones) == 1}


def _refuse_mixed_levels(plan: Plan, people: list[Person], options: Options) -> None:
    """A level column for some, while the levels of others are derived, would be two scales in one comparison."""
    if options.level_mode != orgchart.IMPORTED or options.everyone:
        return
    touched = {change.key for change in plan.updates}
    left = [p for p in people if p.is_active and p.level_source == orgchart.DERIVED and p.id not in touched]
    if left:
        raise Refused(
            _(
                "The levels of %(count)d people outside this file come from the reporting lines, and cannot be "
                "compared with a level column. Choose “This is everyone”, or do not use the level column."
            )
            % {"count": len(left)}
        )


def count_titles(plan: Plan, people: list[Person]) -> list[tuple[str, int, list[int]]]:
    """Job titles after the import, the most frequent first: title, people with it, their levels."""
    counts: Counter[str] = Counter()
    numbers: dict[str, set[int]] = defaultdict(set)
    for title, level in _titles_after(plan, people):
        if title:
            counts[title] += 1
            numbers[title].update([] if level is None else [level])
    return [(title, count, sorted(numbers[title])) for title, count in counts.most_common()]


def _titles_after(plan: Plan, people: list[Person]) -> Iterator[tuple[str, int | None]]:
    changed = {change.key: change.fields for change in (*plan.updates, *plan.followers)}
    leaving = {person.id for person in plan.leavers}
    for person in people:
        fields = changed.get(person.id, {})
        if person.id not in leaving and (person.is_active or "is_active" in fields):
            title, level = fields.get("job_title"), fields.get("level")
            yield str(title[1]) if title else person.job_title, level[1] if level else person.level
    for created in plan.creates:
        yield created.person.job_title, created.person.level
