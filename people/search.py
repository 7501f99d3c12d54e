"""Finding people by words: one folded column of `User`, written here, asked here, with its index.

Every list and every field in which one types a name asks through `UserQuerySet.search`, or, where its rows are other
things that belong to people, through `named`.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connections, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Left, StrIndex
from django.db.models.lookups import Contains

from frame.typed_bases import TextField
from people.folding import spellings

if TYPE_CHECKING:
    from people.models import User

log = logging.getLogger(__name__)

#: Fields of who somebody is, and of what else they are found by.
NAMES = ("first_name", "preferred_name", "last_name", "email")
BESIDES = ("job_title", "city")
SEARCHED = frozenset((*NAMES, *BESIDES))
#: More words than a name and a job title have are not asked for.
MOST_WORDS = 6
INDEX = "people_user_search_text"


def search_text_of(person: User) -> str:
    """What a person is found by: names and address in a first line, job title and city in a second."""
    lines = (" ".join(filter(None, (getattr(person, name) for name in fields))) for fields in (NAMES, BESIDES))
    return "\n".join(" ".join(spellings(line)) for line in lines)


class SearchTextField(TextField):
    """Writes itself from the fields it is made of whenever a person is saved, alone or in bulk."""

    def __init__(self, **kwargs: Any) -> None:
        fixed: dict[str, Any] = {"default": "", "db_default": "", "blank": True, "editable": False}
        super().__init__(**fixed | kwargs)

    def deconstruct(self) -> Any:
        """In the database it is a TextField like any other, so that migrations need not know of it."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs | {"default": "", "blank": True, "editable": False}

    def pre_save(self, model_instance: Any, add: bool) -> str:
        text = search_text_of(model_instance)
        setattr(model_instance, self.attname, text)
        return text


def matching(words: str) -> Q:
    """Those in whose name, address, job title or city each of the words stands, or whose whole number it is."""
    condition = Q()
    for word in words.split()[:MOST_WORDS]:
        condition &= _holds("search_text", word) | Q(employee_number__iexact=word)
    return condition


def named(words: str, *paths: str) -> Q:
    """Rows of which each of the words stands in the name or address of one of their people, at these paths from the
    row, such as `recipient`; none are the row's own."""
    columns = [f"{path}__search_text" for path in paths] or ["search_text"]
    condition = Q()
    for word in words.split()[:MOST_WORDS]:
        somewhere = Q()
        for column in columns:
            # The whole column is asked as well, for it has the index.
            somewhere |= _holds(column, word) & _first_line_holds(column, word)
        condition &= somewhere
    return condition


def are_named(words: str, *names: str | None) -> bool:
    """Whether each of the words stands in one of the names, for people who are read already."""
    called = " ".join(spelling for name in names if name for spelling in spellings(name))
    return all(any(spelling in called for spelling in spellings(word)) for word in words.split()[:MOST_WORDS])


def _holds(column: str, word: str) -> Q:
    condition = Q()
    for spelling in spellings(word):
        condition |= Q(**{f"{column}__contains": spelling})
    return condition


def _first_line_holds(column: str, word: str) -> Q:
    first_line = Left(column, StrIndex(F(column), Value("\n")))
    condition = Q()
    for spelling in spellings(word):
        condition |= Q(Contains(first_line, spelling))
    return condition


def build_index(using: str = "default", **kwargs: Any) -> None:
    """After each `migrate`: the index for parts of words, on PostgreSQL, where the extension `pg_trgm` is there or may
    be made; without it people are found all the same, only slower.

    SQLite reads the column through, which was measured: at 20,000 people 9 to 11 ms of a page that takes 56. A table of
    trigrams (FTS5) answers in 0.3 ms, but has to be kept in step by triggers, and serves no two letters.
    """
    connection = connections[using]
    if connection.vendor != "postgresql":
        return
    try:
        with transaction.atomic(using=using), connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON people_user USING gin (search_text gin_trgm_ops)")
    except DatabaseError as error:
        log.warning("People are searched without an index: the extension pg_trgm could not be made (%s).", error)
