"""Who of the people there now is meant by a record: by employee number first, then by e-mail."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from people.person_records import Person
from roster.records import Parsed, Problem, Record


@dataclass(slots=True)
class People:
    """The people there now, found by what files call them. All keys are casefolded."""

    by_id: dict[object, Person] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)
    by_number: dict[str, Person] = field(default_factory=dict)

    @classmethod
    def of(cls, people: Iterable[Person]) -> "People":
        found = cls()
        for person in people:
            found.by_id[person.id] = person
            found.by_email[person.email.casefold()] = person
            if person.employee_number:
                found.by_number[person.employee_number.casefold()] = person
        return found


Match = tuple[Record, Person | None]


def match(parsed: Parsed, people: People) -> tuple[list[Match], list[Problem]]:
    """Each usable record with the person that it is about, None for a new one."""
    matches: list[Match] = []
    problems: list[Problem] = []
    taken: dict[object, Record] = {}
    for record in parsed.records:
        by_email = people.by_email.get(record.email.casefold())
        by_number = people.by_number.get(record.employee_number.casefold()) if record.employee_number else None
        problem = _contradiction(record, by_number, by_email, parsed)
        person = by_number or by_email
        if problem is None and person is not None and (first := taken.setdefault(person.id, record)) is not record:
            problem = _same_person(record, first, person, parsed)
        if problem:
            problems.append(problem)
        else:
            matches.append((record, person))
    return matches, problems


def _contradiction(record: Record, by_number: Person | None, by_email: Person | None, parsed: Parsed) -> Problem | None:
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
    return Problem(record.row, column, record.employee_number, reason, remedy, left_out=True)


def _same_person(record: Record, first: Record, person: Person, parsed: Parsed) -> Problem:
    reason = _("Row %(row)d is about %(name)s too.") % {"row": first.row, "name": person.name}
    remedy = _("Keep one row for each person and upload the file again.")
    return Problem(record.row, parsed.header["email"], record.email, reason, remedy, left_out=True)
