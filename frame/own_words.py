"""The organisation's own words as a translation.

Every text of ours passes through gettext, and nothing that people wrote does. So the organisation's words are the last
fallback of the source language's catalogue: they come into a text before names and numbers do. Decision 46 has what
that costs.
"""

import gettext as catalogues
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.conf import settings
from django.utils.translation.trans_real import CONTEXT_SEPARATOR, translation

from frame.upper_floors import people
from frame.vocabulary import PRODUCT, Vocabulary, put_into_words

_read: ContextVar[Callable[[], Vocabulary] | None] = ContextVar("vocabulary", default=None)
_fallen_back_from: list[object] = []


def begin() -> None:
    """From here on texts are in the organisation's words, until `end`. These are read when the first text needs them,
    and stay the same."""
    _stand_behind_the_source_language()
    _read.set(cache(people().vocabulary))


def end(**kwargs: Any) -> None:
    """Texts are in the product's own words again. Django calls it when an answer has gone out, streamed ones too."""
    _read.set(None)


@contextmanager
def in_own_words() -> Iterator[None]:
    """For a piece of work outside a request: its texts are in the organisation's words."""
    before = _read.get()
    begin()
    try:
        yield
    finally:
        _read.set(before)


class OrganizationsWords(catalogues.NullTranslations):
    """A catalogue that has every text: as it was given, in the organisation's words. One that is given with a context
    (`pgettext`) stays as it is."""

    def gettext(self, message: str) -> str:
        read = _read.get()
        vocabulary = read() if read else PRODUCT
        is_kept = vocabulary == PRODUCT or CONTEXT_SEPARATOR in message
        return message if is_kept else put_into_words(message, vocabulary)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def _stand_behind_the_source_language() -> None:
    """Be asked for what the catalogue of the source language does not have: all texts of ours. Other languages fall
    back on it. Django makes catalogues anew when its settings of languages change, so it is looked at each time."""
    catalogue = translation(settings.LANGUAGE_CODE)
    if catalogue not in _fallen_back_from:
        catalogue.add_fallback(OrganizationsWords())
        _fallen_back_from[:] = [catalogue]
