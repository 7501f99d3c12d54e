"""Single values of a roster file: what a clean cell means, and what the cells of a column look like."""

import re
from functools import lru_cache
from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from people.cldr import code_of
from people.orgchart import MAX_LEVEL
from roster.fields import UnusableError

WHOLE = re.compile(r"\d{1,6}(?:[.,]0+)?$")


def read_level(value: str) -> int:
    if WHOLE.match(value) and 0 <= (level := int(re.split("[.,]", value)[0])) <= MAX_LEVEL:
        return level
    remedy = _("Write a whole number from 0 to %(most)d; a higher one is more senior.") % {"most": MAX_LEVEL}
    raise UnusableError(_("The level is not a whole number."), remedy)


def read_time_zone(value: str) -> str:
    """The IANA name, whatever its case."""
    if zone := _zones().get(value.casefold()):
        return zone
    raise UnusableError(_("This time zone is not known."), _("Write it as Europe/Berlin or leave it empty."))


#: Bench roster: asked for in every row, and the whole tz database is listed for it.
@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def read_language(value: str) -> str:
    """The two-letter code."""
    if code := code_of(value):
        return code
    raise UnusableError(_("This language is not known."), _("Write it as de or German, or leave it empty."))


WRITTEN_ROUND = re.compile(r"^(?:mailto:|.*<(?=[^<>@\s]+@[^<>\s]+>\s*;?$))", re.IGNORECASE)


def read_address(value: str) -> str:
    """The bare address of `mailto:a@b.example`, `Ann <a@b.example>` and `a@b.example;`, in lower case."""
    return WRITTEN_ROUND.sub("", value).rstrip("> ;").lower()


def has_address(values: list[str]) -> bool:
    return any("@" in value for value in values)


def has_no_address(values: list[str]) -> bool:
    return not has_address(values)


def has_letters(values: list[str]) -> bool:
    return any(any(sign.isalpha() for sign in value) for value in values)


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
