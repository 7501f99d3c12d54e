"""Single values of a roster file: what a clean cell means, and what the cells of a column look like."""

import re
from functools import lru_cache

from django.utils.translation import gettext as _

from people.cldr import code_of, plain
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


NOTHING = re.compile(
    r"(?:[\W_]+|#?n\s?[/.]\s?[ad]\.?|null|nil|none|no[_ -]?(?:manager|supervisor)"
    r"|not (?:applicable|available)|k\.\s?a\.)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def is_placeholder(value: str) -> bool:
    """Whether a filled cell only says that it is empty: N/A, -, NULL, NO_MANAGER. “NA” is Namibia and “ND” a state; a
    manager who is “vacant” is there, but not known. Names are looked at more narrowly."""
    return bool(NOTHING.match(value))


#: There are people called None, Null and Nil.
NO_NAME = re.compile(
    r"(?:[\W_]+|#?n\s?[/.]\s?[ad]\.?|vacant|vakant|vacante|not (?:applicable|available))$", re.IGNORECASE
)
#: What is chosen where N/A and a dash are words like all others.
WORDS = "words"


@lru_cache(maxsize=4096)
def stands_for_no_name(value: str) -> bool:
    """Whether in the place of a name only stands that there is none: N/D, Vacant, a dash."""
    return bool(NO_NAME.match(value))


LEFT = frozenset(
    "terminated, termed, terminee, left, leaver, has left, left company, inactive, former,"
    "former employee, ex employee,"
    "resigned, retired, dismissed, deceased, separated, departed, no longer employed, offboarded, deactivated,"
    "ausgeschieden, ausgetreten, inaktiv, ehemalig, pensioniert, verstorben, parti, partie, sorti, sortie, inactif,"
    "ancien, licencie, retraite, inactivo, inactiva, baja, de baja, retirado, despedido, cessato, cessata, dimesso,"
    "inattivo, uit dienst, vertrokken, inactief, desligado, inativo".replace(", ", ",").split(",")
)
"""What a column “Status” says, in plain letters, of who has left."""
EMPLOYED = frozenset(
    "active, employed, current, on leave, leave, leave of absence, maternity leave, parental leave, sabbatical,"
    "notice period, on notice, probation, suspended, aktiv, beurlaubt, elternzeit, actif, en conge,"
    "activo, activa,"
    "attivo, attiva, actief, in dienst, ativo".replace(", ", ",").split(",")
)
"""What it says of who is there; without any of these words a column tells something else, such as full time."""


def has_left(value: str) -> bool:
    return plain(value) in LEFT


def says_who_has_left(values: list[str]) -> bool:
    return any(plain(value) in LEFT or plain(value) in EMPLOYED for value in values)
