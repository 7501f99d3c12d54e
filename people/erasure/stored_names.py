"""What somebody was called, to be found where it is stored as text: in a snapshot, a message, a note of the server."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import or_
from typing import Any
from unicodedata import normalize
from uuid import UUID

from django.db.models import Q

from frame.ports import Hook
from people.erasure.earlier_names import EverCalled, ever_called
from people.models import HeldAct, User

AT_ONCE = 500
#: What is left of a name at the end of a text that was cut is taken for one from so many letters on.
FEWEST_LETTERS = 3


@dataclass(frozen=True)
class StoredName:
    """A person under every name by which they are known to have gone, and what they are called from now on.

    Letters count as the same whether capital or small, and however accents are encoded."""

    person_id: UUID
    addresses: tuple[str, ...]
    #: Whole names, each in both orders.
    names: tuple[str, ...]
    #: How one is called in short.
    short_names: tuple[str, ...]
    becomes: str

    @classmethod
    def of(cls, person: User, becomes: str) -> StoredName:
        called: EverCalled = ever_called(person)
        return cls(person.pk, called.addresses, called.whole_names, called.short_names, becomes)

    @property
    def whole(self) -> tuple[str, ...]:
        """What leads to nobody else: the addresses and the whole names."""
        return (*self.addresses, *self.names)

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return _pattern(self.whole)

    @cached_property
    def _short(self) -> re.Pattern[str]:
        return _pattern(self.short_names)

    @cached_property
    def _cut(self) -> re.Pattern[str]:
        """The beginning of a whole name or an address at the very end."""
        starts = {name[:end] for name in self.whole for end in range(FEWEST_LETTERS, len(name))}
        return re.compile(_pattern(starts).pattern + r"\s*(?:…|\.\.\.)?\Z", re.IGNORECASE)

    def stands_in(self, text: str) -> bool:
        """Whether a whole name or an address stands there."""
        return bool(self._whole.search(text))

    def is_typed(self, text: str) -> bool:
        """Whether the text is nothing but a whole name or an address."""
        return bool(self._whole.fullmatch(text.strip()))

    def taken_out(self, text: str, *, is_about_them: bool = False, cut_at: int = 0) -> str:
        """The text with what the person is called from now on. A name in short is taken for theirs where a whole one
        stands too, or where the text is known to be about them.

        `cut_at` is where texts of this kind are cut: one that is as long may end within a name, and is cut again only
        now."""
        is_theirs = is_about_them or self.stands_in(text)
        if cut_at and len(text) >= cut_at:
            text = self._cut.sub(self.becomes, text)
        text = self._whole.sub(self.becomes, text)
        text = self._short.sub(self._unless_a_word, text) if is_theirs else text
        return text[:cut_at] if cut_at else text

    def _unless_a_word(self, match: re.Match[str]) -> str:
        """“will” and “mark” in small letters are words, unless somebody writes their name so."""
        name = match[0]
        return name if name.islower() and name not in self.short_names else self.becomes

    def taken_out_of_all(self, value: Any) -> Any:
        """What JSON holds, with what the person is called from now on in every text of it."""
        if isinstance(value, str):
            return self.taken_out(value)
        if isinstance(value, list):
            return [self.taken_out_of_all(part) for part in value]
        if isinstance(value, dict):
            return {name: self.taken_out_of_all(part) for name, part in value.items()}
        return value

    def may_stand_in(self, *columns: str, in_short: bool = False) -> Q:
        """Rows in which it is worth looking: the longest word of a name is there."""
        words = {max(re.split(r"[\s,]+", name), key=len) for name in (self.short_names if in_short else self.whole)}
        written = {form for word in words for form in _written(word)}
        return reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns for word in written), NOTHING)


NOTHING = Q(pk__in=[])


def _written(word: str) -> set[str]:
    """How a word may be written: SQLite tells capital letters from small ones beyond a to z, and knows one encoding."""
    forms = {word, word.lower(), word.upper(), word.title(), word.casefold()}
    return forms | {normalize(code, form) for form in forms for code in ("NFC", "NFD")}


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """One of these names as a word of its own, a longer one before a shorter one; lines may be broken within."""
    written = {form for name in names for form in _written(name)} - {""}
    words = "|".join(r"\s+".join(map(re.escape, form.split())) for form in sorted(written, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{words or NEVER})(?!\w)", re.IGNORECASE)


#: Matches nothing.
NEVER = r"(?!)"


places: Hook[Callable[[StoredName], None]] = Hook(
    "people.erasure.stored_names.places",
    "What takes the name of an erased person out of texts that the product has made and stored, inside the "
    "transaction of the erasure.",
)


def take_out_everywhere(stored: StoredName) -> None:
    """Called before the person's own row is renamed."""
    for take_out in places:
        take_out(stored)


def in_requests(stored: StoredName) -> None:
    """What came of requests about others may name whoever asked for them."""
    for act in HeldAct.objects.filter(stored.may_stand_in("outcome")).only("outcome").iterator(chunk_size=AT_ONCE):
        if (outcome := stored.taken_out(act.outcome)) != act.outcome:
            HeldAct.objects.filter(pk=act.pk).update(outcome=outcome)


def among_typed_addresses(stored: StoredName) -> None:
    """Others have typed the address as that of an assistant."""
    addresses = {address.casefold() for address in stored.addresses}
    for person in User.objects.exclude(named_assistants=[]).only("named_assistants"):
        staying = [typed for typed in person.named_assistants if typed.casefold() not in addresses]
        if staying != person.named_assistants:
            User.objects.filter(pk=person.pk).update(named_assistants=staying)


OWN = (in_requests, among_typed_addresses)
