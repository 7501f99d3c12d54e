"""What a field of the roster is; the tables of all of them are `roster/entry.py` and, for what only files have,
`Record` in `roster/records.py`.

A field is a column of files and, unless it only helps to read them, one of people. It stands once, as an attribute of
`Entry` or `Record`, and everything else follows: which names of columns are taken for it, how a cell is read, what an
import does where file and roster differ, how it is kept, undone, shown and offered in the template file.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any

from people.person_records import Readers


class Owner(Enum):
    """Whose word counts where file and roster differ."""

    FILE = "the file's; an empty cell empties"
    FILE_IF_FILLED = "the file's; an empty cell changes nothing"
    PERSON = "the person's: filled in while it is empty, never overwritten"
    IMPORT = "decided by rules of the import: sign-in address, level, manager, time zone"


class UnusableError(ValueError):
    """A cell does not hold what its column is for: `reason` says so, `remedy` what to write instead."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


Reader = Callable[[str], Any]
"""A clean, filled cell to its value; raises UnusableError."""

Fits = Callable[[list[str]], bool]
"""Whether the filled cells of a column look like what the field holds."""


@dataclass(frozen=True)
class Field:
    """One field. `words` are what columns are called, with commas, by language.

    `read` is for cells that are no text; `is_date` for dates, whose order of day and month the whole column tells.
    `most` is how many characters there may be (None: the model's own limit). `fits` looks at the content of a column;
    where that is something else, the column is the field `otherwise` ("": not imported). Without the value of a
    `is_identity` field the whole row is left out. `shown_to` is for fields that have no place of their own on the pages
    about a person. `example` stands in the template file.
    """

    name: str
    label: Any
    words: Mapping[str, str]
    owner: Owner = Owner.IMPORT
    read: Reader | None = None
    is_date: bool = False
    most: int | None = None
    fits: Fits | None = None
    otherwise: str | None = None
    is_identity: bool = False
    after: str = ""
    shown_to: Readers | None = None
    example: str = ""

    def synonyms(self) -> Iterator[str]:
        for words in self.words.values():
            yield from (word.strip() for word in words.split(","))

    def is_like(self, values: list[str]) -> bool:
        return self.fits is None or not values or self.fits(values)


def column(label: Any, words: Mapping[str, str], *, empty: Any = "", **options: Any) -> Any:
    """An attribute of a table of fields; `empty` is its value where nothing is known, `options` are those of Field."""
    return field(default=empty, metadata={"label": label, "words": words, **options})


def fields_in(table: Any) -> list[Field]:
    """The fields of a dataclass, in its order but for those that say `after` which other one they stand."""
    ordered: list[Field] = []
    for attribute in fields(table):
        if attribute.metadata:
            made = Field(attribute.name, **attribute.metadata)
            ordered.insert(_position(made, ordered), made)
    return ordered


def _position(made: Field, so_far: list[Field]) -> int:
    return next((index + 1 for index, other in enumerate(so_far) if other.name == made.after), len(so_far))
