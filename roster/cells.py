"""One row of a roster: its cells made clean and typed, its problems noted."""

import re
import unicodedata
from functools import lru_cache
from sys import intern

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from frame.isolation import no_address
from people.models import Department, User
from people.models.base import one_line
from roster.entry import ENTRY_FIELDS
from roster.fields import Field, Reader, UnusableError
from roster.names import WHOLE, split_name, whole_name
from roster.records import FIELDS, Record, RowProblem
from roster.values import WORDS, has_left, is_placeholder, read_address, stands_for_no_name

# C0, DEL and C1 but for tab and line breaks
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
#: What turns the direction of text round: it comes with what was copied from elsewhere.
UNSEEN = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: 1.00001E+11: a spreadsheet has shortened a number, and nobody can say which it was.
SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+$", re.IGNORECASE)
#: Read as the letters and digits that they are, whatever their width: \uff18\uff12 is 82, \uff20 is @.
PLAIN = frozenset({"email", "employee_number", "manager_number", "manager_email"})
NUMBERS = frozenset({"employee_number", "manager_number"})
KEPT = frozenset(field.name for field in ENTRY_FIELDS)
NAMES = frozenset({"first_name", "last_name"})
NAMED = NAMES | {"full_name", "preferred_name"}
BY_THE_ROW = NAMES | {"email", "full_name", "location"}
"""Fields that the row reads by itself: they come from two columns, or make two of one."""


def _limit(field: Field) -> int | None:
    if field.most or field.name not in KEPT:
        return field.most
    column = Department._meta.get_field("name") if field.name == "department" else User._meta.get_field(field.name)
    return getattr(column, "max_length", None)


MOST = {name: most for name, field in FIELDS.items() if (most := _limit(field))}
"""What the database can hold, in characters."""


class RowReader:
    """Reads one row; `record()` gives the person, or None when the row has to be left out."""

    def __init__(
        self, row: int, values: dict[str, str], header: dict[str, str], problems: list[RowProblem],
        names: str = "", placeholders: str = "",
    ) -> None:  # fmt: skip
        self.row, self.values, self.header, self.problems = row, values, header, problems
        self.names, self.placeholders = names, placeholders
        self.left_out = False
        self.unsaid: set[str] = set()

    def record(self) -> Record | None:
        self._clean()
        if has_left(self.values.get("status", "")):
            self._leave_out()
            return None
        first, last = self._names()
        record = Record(row=self.row, email=self._email(), first_name=first, last_name=last)
        self._refuse_long()
        self._read_fields(record)
        self._read_location(record)
        return None if self.left_out else record

    def note(self, target: str, reason: str, remedy: str, *, left_out: bool = False) -> None:
        """Report this row's value; the value itself is not imported."""
        value = self.values.get(target, "")
        column = self.header.get(target, "")
        self.problems.append(RowProblem(self.row, column, _printable(value), reason, remedy, left_out))
        self.left_out = self.left_out or left_out

    def tell(self, target: str, reason: str, remedy: str) -> None:
        """Report what was mended in a column, one line for all of its rows: the value is imported."""
        self.problems.append(RowProblem(self.row, self.header.get(target, ""), "", reason, remedy))

    def _clean(self) -> None:
        """One kind of white space, composed letters, no invisible characters; what is taken out is told."""
        for target, value in self.values.items():
            if target in NAMED:
                value = self.values[target] = no_address(value)
            if not (value.isascii() and value.isprintable()):
                self.values[target] = self._visible(target, value)
            elif "  " in value:
                self.values[target] = " ".join(value.split())
        for target in NUMBERS & self.values.keys():
            self._refuse_shortened(target)
        if self.placeholders != WORDS:
            self._empty_placeholders()

    def _visible(self, target: str, value: str) -> str:
        """The value without what nobody can see; of control characters, which come from damage, nothing is kept."""
        if CONTROL.search(value):
            reason = _("The value holds control characters, which nobody can see.")
            remedy = _("Type the value anew in the file.")
            self.note(target, reason, remedy, left_out=FIELDS[target].is_identity)
            value = CONTROL.sub("", value) if target in ("email", "employee_number") else ""
        if UNSEEN.search(value):
            self.tell(target, _("Marks that nobody can see were taken out."), _("Nothing to do."))
            value = UNSEEN.sub("", value)
        return one_line(unicodedata.normalize("NFKC", value) if target in PLAIN else value)

    def _refuse_shortened(self, target: str) -> None:
        if SHORTENED.match(self.values[target]):
            reason = _("The spreadsheet has shortened this number, and its last digits are lost.")
            remedy = _("Show the column as a number without decimals, or as text, and export the file again.")
            self.note(target, reason, remedy, left_out=FIELDS[target].is_identity)
            self.values[target] = ""
            self.unsaid.add(target)

    def _empty_placeholders(self) -> None:
        """“N/A” is nobody's name or manager, and no place."""
        for target, value in self.values.items():
            if value and (stands_for_no_name(value) if target in NAMED else is_placeholder(value)):
                remedy = _(
                    "Nothing to do, unless something should stand there, or it is meant: say so with the columns."
                )
                self.note(target, _("This is read as an empty cell."), remedy)
                self.values[target] = ""

    def _leave_out(self) -> None:
        reason = _("By this status the person has left, so the row is not imported.")
        remedy = _(
            "Nothing to do for who is not in the roster. Who is stays as they are; with “This is everyone” they are "
            "proposed as having left. If the status means something else, do not import its column."
        )
        self.note("status", reason, remedy, left_out=True)

    def _names(self) -> tuple[str, str]:
        values = self.values
        if "full_name" in values:
            full = values["full_name"]
            first, last = (whole_name(full), "") if self.names == WHOLE else split_name(full)
        else:
            first, last = values.get("first_name", ""), values.get("last_name", "")
        if not (first or last):
            target = "full_name" if "full_name" in values else "last_name"
            self.note(target, _("The name is empty."), _("Fill in the person's name."), left_out=True)
        elif "full_name" not in values and not (first and last):
            target = "last_name" if first else "first_name"
            self.note(target, _("Half of the name is empty."), _("Fill it in if the person has one."))
        return first, last

    def _email(self) -> str:
        email = read_address(self.values.get("email", ""))
        if not email:
            reason, remedy = _("The e-mail is empty."), _("Fill in the address with which the person signs in.")
            self.note("email", reason, remedy, left_out=True)
        elif not _is_email(email):
            reason, remedy = _("This is not an e-mail address."), _("Write one address, such as name@example.com.")
            self.note("email", reason, remedy, left_out=True)
        return email

    def _refuse_long(self) -> None:
        for target, value in self.values.items():
            if len(value) > MOST.get(target, len(value)):
                reason = _("The value is longer than %(most)d characters.") % {"most": MOST[target]}
                self.note(target, reason, _("Shorten it in the file."), left_out=FIELDS[target].is_identity)
                self.unsaid.add(target)

    def _read_fields(self, record: Record) -> None:
        """Every field of which one cell says everything; dates are read when their whole column is there."""
        for target, value in self.values.items():
            field = FIELDS[target]
            if target in BY_THE_ROW or target in self.unsaid or field.is_date:
                continue
            if field.read is None:
                setattr(record, target, value if field.is_identity else intern(value))
            elif not value:
                self.unsaid.add(target)
            else:
                self._read_typed(record, target, field.read, value)
        record.said = self._said()

    def _read_typed(self, record: Record, target: str, read: Reader, value: str) -> None:
        try:
            setattr(record, target, read(value))
        except UnusableError as error:
            self.unsaid.add(target)
            self.note(target, error.reason, error.remedy)

    def _said(self) -> frozenset[str]:
        return _shared(NAMES.union(self.values).difference(self.unsaid))

    def _read_location(self, record: Record) -> None:
        """“Munich, Germany” is city and country, where these have no column of their own."""
        if "location" in self.values:
            before, comma, after = (part.strip() for part in self.values["location"].rpartition(","))
            place = {"city": before or after, "country": after if comma and before else ""}
            for target, value in place.items():
                if target not in record.said:
                    setattr(record, target, value[: MOST[target]])
                    record.said |= {target}


#: Bench roster: a set for each of 150,000 rows would take 100 MB.
@lru_cache(maxsize=1000)
def _shared(names: frozenset[str]) -> frozenset[str]:
    """One set for all rows that say something about equal fields, instead of one for each."""
    return names


def _printable(value: str) -> str:
    """The value as it may stand in a report: control characters as their escapes, not endless."""
    shown = CONTROL.sub(lambda match: f"\\x{ord(match[0]):02x}", value)
    return shown if len(shown) <= 120 else shown[:119] + "…"


def _is_email(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return email.rpartition("@")[0].isascii()  # a few other letters pass for a, i, k and s
