"""Who of the people there now is meant by a record: by employee number first, then by e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from people.cldr import plain
from roster.entry import Record
from roster.people_rows import Person
from roster.records import Parsed, RowProblem, folded


@dataclass(slots=True)
class People:
    """The people there now, found by what files call them. All keys are casefolded."""

    by_id: dict[object, Person] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)
    by_number: dict[str, Person] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Person]) -> "People":
        known = cls()
        for person in people:
            known.by_id[person.id] = person
            known.by_email[folded(person.email)] = person
            if person.employee_number:
                known.by_number[folded(person.employee_number)] = person
        return known


Match = tuple[Record, Person | None]
SAME, NEW = "same", "new"
"""What was chosen for rows with the address or number of somebody who has left and had another name."""


def match(parsed: Parsed, people: People, left_people: str = "") -> tuple[list[Match], list[RowProblem]]:
    """Each usable record with the person that it is about, None for a new one.

    Addresses and numbers are given again. So somebody who has left is who comes with theirs only under the same name,
    or where `left_people` says SAME; NEW makes it somebody new, and without a choice the row is a problem.
    """
    matches: list[Match] = []
    problems: list[RowProblem] = []
    taken: dict[object, Record] = {}
    for record in parsed.records:
        by_email = people.by_email.get(record.email.casefold())
        by_number = people.by_number.get(record.employee_number.casefold()) if record.employee_number else None
        problem = None
        if left_people != SAME and (left := _left_with_another_name(record, by_number, by_email)):
            problem = None if left_people == NEW else _of_a_leaver(record, left, parsed)
            by_number = None if by_number is left else by_number
            by_email = None if by_email is left else by_email
        problem = problem or _contradiction(record, by_number, by_email, parsed)
        person = by_number or by_email
        if problem is None and person is not None and (first := taken.setdefault(person.id, record)) is not record:
            problem = _same_person(record, first, person, parsed)
        if problem:
            problems.append(problem)
        else:
            matches.append((record, person))
    return matches, problems


def gives_again(record: Record, person: Person | None, people: People) -> Person | None:
    """Who has left and had the address or the number of a record that is about somebody else now."""
    if person is not None:
        return None
    by_number = people.by_number.get(record.employee_number.casefold()) if record.employee_number else None
    return _left_with_another_name(record, by_number, people.by_email.get(record.email.casefold()))


def _left_with_another_name(record: Record, by_number: Person | None, by_email: Person | None) -> Person | None:
    """Of whom one of the two is given again; who has both is the same person under another name."""
    if by_number and by_number is by_email:
        return None
    leavers = (person for person in (by_number, by_email) if person and not person.is_active)
    return next((person for person in leavers if plain(person.name) != plain(record.name)), None)


def _of_a_leaver(record: Record, person: Person, parsed: Parsed) -> RowProblem:
    is_address = record.email.casefold() == person.email.casefold()
    said = (
        _("This is the address of %(name)s, who has left.")
        if is_address
        else _("This is the employee number of %(name)s, who has left.")
    )
    remedy = _("Say with the columns, at “addresses of people who have left”, who it is, or mend the row.")
    target, value = ("email", record.email) if is_address else ("employee_number", record.employee_number)
    return RowProblem(record.row, parsed.header[target], value, said % {"name": person.name}, remedy, left_out=True)


def _contradiction(
    record: Record, by_number: Person | None, by_email: Person | None, parsed: Parsed
) -> RowProblem | None:
    """Number and e-mail must not point at two people, nor an e-mail at somebody with another number."""
    if by_number and by_email and by_number is not by_email:
        reason = _("The number belongs to %(one)s, the e-mail to %(other)s.") % {
            "one": by_number.name,
            "other": by_email.name,
        }
        remedy = _("Mend the number or the e-mail in the file.")
    elif by_email and not by_number and record.employee_number and by_email.employee_number:
        reason = _("%(name)s has this e-mail and the employee number %(number)s.") % {
            "name": by_email.name,
            "number": by_email.employee_number,
        }
        remedy = _("Mend the number in the file, or change it on the person's page first.")
    else:
        return None
    column = parsed.header.get("employee_number", "")
    return RowProblem(record.row, column, record.employee_number, reason, remedy, left_out=True)


def _same_person(record: Record, first: Record, person: Person, parsed: Parsed) -> RowProblem:
    reason = _("Row %(row)d is about %(name)s too.") % {"row": first.row, "name": person.name}
    remedy = _("Keep one row for each person and upload the file again.")
    return RowProblem(record.row, parsed.header["email"], record.email, reason, remedy, left_out=True)
