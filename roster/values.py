"""Single values of a roster file: what a clean cell means, and what the cells of a column look like."""

import re

from django.utils.translation import gettext as _

from people.cldr import code_of
from people.orgchart import MAX_LEVEL
from people.timezones import zones_by_name
from roster.fields import UnusableError

WHOLE = re.compile(r"\d{1,6}(?:[.,]0+)?$")


def read_level(value: str) -> int:
    if WHOLE.match(value) and 0 <= (level := int(re.split("[.,]", value)[0])) <= MAX_LEVEL:
        return level
    remedy = _("Write a whole number from 0 to %(most)d; a higher one is more senior.") % {"most": MAX_LEVEL}
    raise UnusableError(_("The level is not a whole number."), remedy)


def read_time_zone(value: str) -> str:
    """The IANA name of today, whatever the case, also of old names and of those that Windows has."""
    if zone := zones_by_name().get(value.casefold()):
        return zone
    remedy = _("Write it as Europe/Berlin, or leave it empty: then the place says it, or you are asked for the place.")
    raise UnusableError(_("This time zone is not known."), remedy)


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
