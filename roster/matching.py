"""Who of the people there now is meant by a record: by employee number first, then by e-mail."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.translation import gettext as _

from people.cldr import plain
from roster.people_rows import Person
from roster.records import Parsed, Record, RowProblem, folded


@dataclass(slots=True)
class People:
    """The people there now, found by what files call them. All keys are casefolded."""

    by_id: dict[object, Person] = field(default_factory=dict)
    by_email: dict[str, Person] = field(default_factory=dict)
    by_number: dict[str, Person] = field(default_factory=dict)
    by_digits: dict[str, Person | None] | None = None

    @classmethod
    def of(cls, people: Iterable[Person]) -> "People":
        known = cls()
        for person in people:
            known.by_id[person.id] = person
            known.by_email[folded(person.email)] = person
            if person.employee_number:
                known.by_number[folded(person.employee_number)] = person
        return known

    def numbered(self, number: str) -> Person | None:
        """Who has this employee number, if a spreadsheet has not taken the zeros before it away or put some there."""
        if not number:
            return None
        return self.by_number.get(folded(number)) or self._digits().get(without_zeros(number))

    def _digits(self) -> dict[str, Person | None]:
        """People by numbers without zeros, None where that is the number of two. Made when the first is missed."""
        if self.by_digits is None:
            self.by_digits = {}
            for number, person in self.by_number.items():
                bare = without_zeros(number)
                self.by_digits[bare] = None if bare in self.by_digits else person
        return self.by_digits


def without_zeros(number: str) -> str:
    """The number without the zeros before its digits; other signs are compared as they are."""
    bare = folded(number)
    return bare.lstrip("0") or bare if bare.isdecimal() else bare


Match = tuple[Record, Person | None]
SAME, NEW = "same", "new"
"""What is answered to an identity question: it is the person who is known, or somebody else who has their address."""


class Question(NamedTuple):
    """A row that may be about somebody known or about somebody else, as whoever imports has to say.

    `key` is the row's address, casefolded; `is_left` tells that who is known has left. The answers are SAME and, of
    somebody who has left, NEW: two who are here cannot have one address.
    """

    key: str
    row: int
    in_file: str
    known: str
    is_left: bool


@dataclass(slots=True)
class Matches:
    """Usable records with who they are about, what is wrong with others, and who may be meant by some.

    Of the people in `renamed` a row has the address and another name or number, and it was answered that it is they:
    these changes wait for a second person.
    """

    pairs: list[Match] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    renamed: set[object] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Answers:
    """What whoever imports has answered to identity questions: to each by its key, else to all of a kind."""

    each: Mapping[str, str] = field(default_factory=dict)
    of_left: str = ""
    of_active: str = ""

    def to(self, question: Question) -> str:
        """SAME, NEW, or nothing where it is not answered."""
        answer = self.each.get(question.key) or (self.of_left if question.is_left else self.of_active)
        return answer if answer == SAME or question.is_left else ""


def match(parsed: Parsed, people: People, answers: Answers | None = None) -> Matches:
    """Each usable record with the person that it is about, None for a new one.

    Addresses and numbers are given again, and change. So an address alone does not say who somebody is where the name
    is another one altogether, or the number, or where its owner has left: that is a question, and without an answer
    the row is a problem.
    """
    matcher = _Matcher(parsed, people, answers or Answers())
    for record in parsed.records:
        matcher.add(record)
    return matcher.matches


class _Matcher:
    """Takes one record after the other; no person is that of two."""

    def __init__(self, parsed: Parsed, people: People, answers: Answers) -> None:
        self.parsed, self.people, self.answers = parsed, people, answers
        self.matches = Matches()
        self.taken: dict[object, Record] = {}

    def add(self, record: Record) -> None:
        by_email = self.people.by_email.get(record.email.casefold())
        by_number = self.people.numbered(record.employee_number)
        answer, known = SAME, _somebody_else(record, by_number, by_email)
        if known:
            answer = self._answer(record, known)
            by_number = None if answer == NEW and by_number is known else by_number
            by_email = None if answer == NEW and by_email is known else by_email
        person = by_number or by_email
        problem = (
            (_unanswered(record, known, self.parsed) if known and not answer else None)
            or _contradiction(record, by_number, by_email, self.parsed)
            or self._taken(record, person)
        )
        if problem:
            self.matches.problems.append(problem)
        else:
            self._keep(record, person, by_number)

    def _answer(self, record: Record, known: Person) -> str:
        """SAME, NEW, or nothing where nobody has said yet who it is."""
        key, is_left = record.email.casefold(), not known.is_active
        question = Question(key, record.row, _called(record), _called(known), is_left)
        self.matches.questions.append(question)
        answer = self.answers.to(question)
        if answer == SAME and known.is_active:
            self.matches.renamed.add(known.id)
        return answer

    def _taken(self, record: Record, person: Person | None) -> RowProblem | None:
        if person is None or (first := self.taken.setdefault(person.id, record)) is record:
            return None
        return _same_person(record, first, person, self.parsed)

    def _keep(self, record: Record, person: Person | None, by_number: Person | None) -> None:
        if by_number and folded(by_number.employee_number) != folded(record.employee_number):
            self.matches.problems.append(_known_with_zeros(record, self.parsed))
            record.employee_number = by_number.employee_number
        self.matches.pairs.append((record, person))


def _somebody_else(record: Record, by_number: Person | None, by_email: Person | None) -> Person | None:
    """Who is known under what the record says, and may be somebody else; None where nothing has to be asked."""
    return _left_with_another_name(record, by_number, by_email) or _known_otherwise(record, by_number, by_email)


def _called(entry: Record | Person) -> str:
    return f"{entry.name} ({entry.employee_number})" if entry.employee_number else entry.name


def _known_otherwise(record: Record, by_number: Person | None, by_email: Person | None) -> Person | None:
    """Who is here under the record's address, with another number, or without one and under another name."""
    if by_number or by_email is None or not by_email.is_active:
        return None
    has_other_number = bool(record.employee_number and by_email.employee_number)
    return by_email if has_other_number or not _share_a_name(record, by_email) else None


def _share_a_name(record: Record, person: Person) -> bool:
    """Whether a name is at least in part the same: people marry, and are known by short names."""
    known = {word for name in (person.name, person.preferred_name) for word in plain(name).split()}
    named = {word for name in (record.name, record.preferred_name) for word in plain(name).split()}
    return not known or bool(known & named)


def gives_again(record: Record, person: Person | None, people: People) -> Person | None:
    """Who has left and had the address or the number of a record that is about somebody else now."""
    if person is not None:
        return None
    by_number = people.numbered(record.employee_number)
    return _left_with_another_name(record, by_number, people.by_email.get(record.email.casefold()))


def _left_with_another_name(record: Record, by_number: Person | None, by_email: Person | None) -> Person | None:
    """Of whom one of the two is given again; who has both is the same person under another name."""
    if by_number and by_number is by_email:
        return None
    leavers = (person for person in (by_number, by_email) if person and not person.is_active)
    return next((person for person in leavers if plain(person.name) != plain(record.name)), None)


def _unanswered(record: Record, known: Person, parsed: Parsed) -> RowProblem:
    """The row is left out until it is said whether it is about the person who is known."""
    is_address = record.email.casefold() == known.email.casefold()
    if not known.is_active:
        said = (
            _("This is the address of %(name)s, who has left.")
            if is_address
            else _("This is the employee number of %(name)s, who has left.")
        )
    else:
        said = _("This is the address of %(name)s.")
    remedy = _("Say at “Details” whether it is the same person, or mend the row.")
    target, value = ("email", record.email) if is_address else ("employee_number", record.employee_number)
    return RowProblem(record.row, parsed.header[target], value, said % {"name": _called(known)}, remedy, left_out=True)


def _contradiction(
    record: Record, by_number: Person | None, by_email: Person | None, parsed: Parsed
) -> RowProblem | None:
    """Number and e-mail must not point at two people."""
    if not by_number or not by_email or by_number is by_email:
        return None
    reason = _("The number belongs to %(one)s, the e-mail to %(other)s.")
    names = {"one": by_number.name, "other": by_email.name}
    remedy = _("Mend the number or the e-mail in the file.")
    column = parsed.header.get("employee_number", "")
    return RowProblem(record.row, column, record.employee_number, reason % names, remedy, left_out=True)


def _known_with_zeros(record: Record, parsed: Parsed) -> RowProblem:
    """Told once for the whole column: it is the column that has lost them."""
    reason = _("Numbers differ from known ones only by zeros before them; they are taken as the same.")
    remedy = _("Nothing to do: the numbers stay as they are known.")
    return RowProblem(record.row, parsed.header["employee_number"], "", reason, remedy)


def _same_person(record: Record, first: Record, person: Person, parsed: Parsed) -> RowProblem:
    reason = _("Row %(row)d is about %(name)s too.") % {"row": first.row, "name": person.name}
    remedy = _("Keep one row for each person and upload the file again.")
    return RowProblem(record.row, parsed.header["email"], record.email, reason, remedy, left_out=True)
