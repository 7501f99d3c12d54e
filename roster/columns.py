"""Which column of the file is which field: guessed from its name, then edited by a person.

A mapping is a list with one target per column of the file, "" for a column that is not imported.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from people.cldr import plain
from roster.records import FIELDS, LABELS


@dataclass(frozen=True)
class MappingProblem:
    """What is wrong with a mapping; `column` is the index of a column, None for the whole."""

    column: int | None
    message: str


def guess(header: list[str], samples: list[list[str]] | None = None) -> list[str]:
    """A target for every column whose name says what it is, and whose content does not say otherwise.

    Exact synonyms win over those found inside a longer name; a target is given once, to the column that it fits best.
    """
    columns = [_column(samples, index) for index in range(len(header))]
    exact = [_corrected(_exact(name), values) for name, values in zip(header, columns, strict=True)]
    targets = _once(exact, header, columns)
    inside = [_corrected(_inside(name), values) for name, values in zip(header, columns, strict=True)]
    free = ["" if taken or target in targets else target for taken, target in zip(targets, inside, strict=True)]
    targets = [taken or target for taken, target in zip(targets, _once(free, header, columns), strict=True)]
    return _without_managers_name(_without_overlap(targets, header), header)


def carried_over(before: list[tuple[str, str]], header: list[str], guessed: list[str]) -> list[str]:
    """Targets for a header read anew; `before` has the column names and their targets so far.

    When there are as many columns as before, each is still the same column, whatever its name has become; else a
    column is known by its name. Guesses serve for names that were not there, unless their target is taken.
    """
    names = dict(before)
    same_width = len(before) == len(header)
    kept = [target for _name, target in before] if same_width else [names.get(name, "") for name in header]
    free = set(guessed) - set(kept)
    return [
        target or (new if name not in names and new in free else "")
        for name, target, new in zip(header, kept, guessed, strict=True)
    ]


def check(targets: list[str], header: list[str]) -> list[MappingProblem]:
    """What must be mended before rows can be read with this mapping."""
    return _required(targets) + _repeated(targets, header)


def _required(targets: list[str]) -> list[MappingProblem]:
    problems = []
    if "email" not in targets:
        problems.append(_("Choose the column that holds the e-mail address: people sign in with it."))
    if "full_name" in targets and ({"first_name", "last_name"} & set(targets)):
        problems.append(_("Choose either the full name or first and last name, not both."))
    elif "full_name" not in targets and not {"first_name", "last_name"} <= set(targets):
        problems.append(_("Choose the columns of first and last name, or one column with the full name."))
    return [MappingProblem(None, message) for message in problems]


def _repeated(targets: list[str], header: list[str]) -> list[MappingProblem]:
    problems = []
    first_at: dict[str, int] = {}
    for index, target in enumerate(targets):
        if target and first_at.setdefault(target, index) != index:
            problems.append(
                MappingProblem(
                    index,
                    _("%(field)s is already taken from the column “%(column)s”. Choose one of the two.")
                    % {"field": LABELS[target], "column": header[first_at[target]]},
                )
            )
    return problems


OF_MANAGERS = {"title", "first", "last", "department", "level", "nom", "prenom", "nombre", "vorname"}
MANAGERS = {"manager", "managers", "supervisor", "boss", "vorgesetzter", "vorgesetzte", "responsable", "jefe"}
#: What a column of numbers may be called that only counts the rows.
BARE = {"id", "number", "nr", "no"}
#: What stands in the name of a column beside the one that is meant.
ASIDE = {
    "functional", "dotted", "matrix", "project", "secondary", "second", "home", "private", "personal", "privat",
    "alternate", "alternative", "other",
}  # fmt: skip
BY_NAME = {plain(word): name for name, field in FIELDS.items() for word in field.synonyms()}
BY_LETTERS = {word.replace(" ", ""): name for word, name in BY_NAME.items()}
"""HIREDATE and DateofHire are “hire date” and “date of hire”."""
BY_LENGTH = sorted(BY_NAME, key=len, reverse=True)


def _exact(name: str) -> str:
    return BY_LETTERS.get(plain(name).replace(" ", ""), "")


def _inside(name: str) -> str:
    """The longest synonym that stands as whole words in the name, from six letters up."""
    padded = f" {plain(name)} "
    for word in BY_LENGTH:
        if len(word) >= 6 and f" {word} " in padded:
            return "" if _about_managers_otherwise(word, padded) else BY_NAME[word]
    return ""


def _about_managers_otherwise(word: str, padded: str) -> bool:
    """“Manager title” says nothing that a manager could be found by, “Manager first name” nothing about the person."""
    if BY_NAME[word].startswith("manager"):
        return bool(OF_MANAGERS & set(padded.replace(word, "").split()))
    return bool(MANAGERS & set(padded.split()))


def _column(samples: list[list[str]] | None, index: int) -> list[str]:
    return [row[index] for row in samples or [] if index < len(row) and row[index]]


def _corrected(target: str, values: list[str]) -> str:
    """A column "manager" may hold numbers or addresses, and "status" who is married: what stands in it decides."""
    otherwise = FIELDS[target].otherwise if target else None
    return target if otherwise is None or FIELDS[target].is_like(values) else otherwise


def _once(targets: list[str], header: list[str], columns: list[list[str]]) -> list[str]:
    """Each target at the one column that it fits best; of equal ones at the first."""
    best: dict[str, int] = {}
    for index, target in enumerate(targets):
        there = best.setdefault(target, index)
        if _fit(target, header[index], columns[index]) > _fit(target, header[there], columns[there]):
            best[target] = index
    return [target if best[target] == index else "" for index, target in enumerate(targets)]


def _fit(target: str, name: str, values: list[str]) -> tuple[bool, bool, bool]:
    """How well a column serves for a target, best last.

    A column `username` left of `email` holds names: the one with addresses is the e-mail. So with managers, of whom a
    number says more than a name. “ID” may number the rows; who leads somebody's projects, or writes to them at home,
    is not asked.
    """
    words = set(plain(name).split())
    has_numbers = all(any(sign.isdigit() for sign in value) for value in values)
    return (
        not target or FIELDS[target].is_like(values),
        target != "manager_number" or has_numbers,
        not words <= BARE and not words & ASIDE,
    )


def _without_managers_name(targets: list[str], header: list[str]) -> list[str]:
    """A manager's name says nothing that their address beside it does not say better."""
    if "manager_email" not in targets:
        return targets
    return [
        "" if target == "manager_number" and "name" in plain(name).split() else target
        for target, name in zip(targets, header, strict=True)
    ]


def _without_overlap(targets: list[str], header: list[str]) -> list[str]:
    """First and last name win over a full name beside them; one name column alone is the full name.

    In German and French files the last name often is just “Name”, beside the first name.
    """
    if "full_name" not in targets or not {"first_name", "last_name"} & set(targets):
        return targets
    if "last_name" not in targets and plain(header[targets.index("full_name")]) in ("name", "nom", "naam"):
        return ["last_name" if target == "full_name" else target for target in targets]
    drop = {"full_name"} if {"first_name", "last_name"} <= set(targets) else {"first_name", "last_name"}
    return ["" if target in drop else target for target in targets]
