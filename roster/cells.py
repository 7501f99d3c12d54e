"""One row of a roster: its cells made clean and typed, its problems noted."""

import re
from functools import lru_cache
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from people.languages import code_of
from people.levels import MAX_LEVEL
from people.models.base import one_line
from roster.records import LENGTHS, Problem, Record

# C0, DEL and C1 but for tab and line breaks, and the marks that turn the direction of text round
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
WHOLE = re.compile(r"\d{1,6}(?:[.,]0+)?$")
IDENTITY = ("email", "employee_number", "first_name", "last_name", "full_name")


class RowReader:
    """Reads one row; `record()` gives the person, or None when the row has to be left out."""

    def __init__(self, row: int, values: dict[str, str], header: dict[str, str], problems: list[Problem]) -> None:
        self.row, self.values, self.header, self.problems = row, values, header, problems
        self.left_out = False

    def record(self) -> Record | None:
        self._clean()
        first, last = self._names()
        record = Record(row=self.row, email=self._email(), first_name=first, last_name=last)
        self._refuse_long()
        self._copy_text(record)
        record.level = self._level()
        record.time_zone = self._time_zone()
        record.language = self._language()
        return None if self.left_out else record

    def note(self, target: str, reason: str, remedy: str, *, left_out: bool = False) -> None:
        """Report this row's value; the value itself is not imported."""
        value = self.values.get(target, "")
        column = self.header.get(target, "")
        self.problems.append(Problem(self.row, column, _printable(value), reason, remedy, left_out))
        self.left_out = self.left_out or left_out

    def _clean(self) -> None:
        """One kind of white space, composed letters, no invisible characters; control ones are reported."""
        for target, value in self.values.items():
            if value.isascii() and value.isprintable():
                if "  " in value:
                    self.values[target] = " ".join(value.split())
                continue
            if CONTROL.search(value):
                reason = _("The value holds control characters, which nobody can see.")
                self.note(target, reason, _("Type the value anew in the file."), left_out=target in IDENTITY)
                value = CONTROL.sub("", value) if target in ("email", "employee_number") else ""
            self.values[target] = one_line(value)

    def _names(self) -> tuple[str, str]:
        values = self.values
        if "full_name" in values:
            first, last = split_name(values["full_name"])
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
        email = self.values.get("email", "").lower()
        if not email:
            reason, remedy = _("The e-mail is empty."), _("Fill in the address with which the person signs in.")
            self.note("email", reason, remedy, left_out=True)
        elif not _is_email(email):
            reason, remedy = _("This is not an e-mail address."), _("Write one address, such as name@example.com.")
            self.note("email", reason, remedy, left_out=True)
        return email

    def _refuse_long(self) -> None:
        for target, most in LENGTHS.items():
            if len(self.values.get(target, "")) > most:
                reason = _("The value is longer than %(most)d characters.") % {"most": most}
                self.note(target, reason, _("Shorten it in the file."), left_out=target in IDENTITY)
                del self.values[target]
        if len(self.values.get("full_name", "")) > LENGTHS["first_name"]:
            reason = _("The name is longer than %(most)d characters.") % {"most": LENGTHS["first_name"]}
            self.note("full_name", reason, _("Shorten it in the file."), left_out=True)

    def _copy_text(self, record: Record) -> None:
        for target in TEXT_TARGETS:
            if target in self.values:
                setattr(record, target, self.values[target])
        if "location" in self.values:
            city, _comma, country = self.values["location"].rpartition(",")
            if record.city is None:
                record.city = (city or country).strip()[: LENGTHS["city"]]
            if record.country is None:
                record.country = country.strip()[: LENGTHS["country"]] if city else ""

    def _level(self) -> int | None:
        value = self.values.get("level")
        if not value:
            return None
        if WHOLE.match(value) and 0 <= (level := int(re.split("[.,]", value)[0])) <= MAX_LEVEL:
            return level
        remedy = _("Write a whole number from 0 to %(most)d; a higher one is more senior.") % {"most": MAX_LEVEL}
        self.note("level", _("The level is not a whole number."), remedy)
        return None

    def _time_zone(self) -> str | None:
        value = self.values.get("time_zone")
        if not value:
            return None
        zone = _zones().get(value.casefold().replace(" ", "_"))
        if zone is None:
            self.note("time_zone", _("This time zone is not known."), _("Write it as Europe/Berlin or leave it empty."))
        return zone

    def _language(self) -> str | None:
        value = self.values.get("language")
        if not value:
            return None
        code = code_of(value)
        if not code:
            self.note("language", _("This language is not known."), _("Write it as de or German, or leave it empty."))
        return code or None


TEXT_TARGETS = (
    "employee_number", "preferred_name", "job_title", "department", "city", "region", "country",
    "manager_number", "manager_email",
)  # fmt: skip


def _printable(value: str) -> str:
    """The value as it may stand in a report: control characters as their escapes, not endless."""
    shown = CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", value)
    return shown if len(shown) <= 120 else shown[:119] + "…"


def _is_email(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return email.rpartition("@")[0].isascii()  # a few other letters pass for a, i, k and s


#: Bench roster: asked for in every row, and the whole tz database is listed for it.
@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


PARTICLES = {
    "af", "al", "ap", "ben", "bin", "binti", "da", "dal", "de", "degli", "dei", "del", "della", "den", "der", "des",
    "di", "do", "dos", "du", "el", "ibn", "la", "le", "les", "lo", "san", "st", "ten", "ter", "van", "vom", "von", "y",
    "zu", "zum", "zur", "'t",
}  # fmt: skip
SUFFIXES = {"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"}


def split_name(name: str) -> tuple[str, str]:
    """First and last name: “Last, First” at the comma, else the last word with its particles.

    A name of one word is a first name: there are people with one name.
    """
    before, comma, after = name.partition(",")
    if comma and after.strip() and after.strip().casefold() not in SUFFIXES:
        return after.strip(), before.strip()
    words = name.replace(",", " ").split()
    if len(words) < 2:
        return name.strip(" ,"), ""
    cut = len(words) - 1
    if words[cut].casefold() in SUFFIXES and cut > 1:
        cut -= 1
    while cut > 1 and words[cut - 1].casefold() in PARTICLES:
        cut -= 1
    return " ".join(words[:cut]), " ".join(words[cut:])
