"""Names of countries and languages by Unicode's CLDR, which Babel ships: in English for readers, and in the languages
that rosters are written in."""

import re
import unicodedata
from functools import cache

from babel import Locale

#: English first: it has most of what is looked up, and each further language takes some milliseconds and megabytes.
ROSTER_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt")
TERRITORIES, LANGUAGES = "territories", "languages"


def plain(name: str) -> str:
    """A name for comparing: no accents, no case, single spaces; `hireDate` is `hire date`."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    folded = unicodedata.normalize("NFKD", spaced.casefold().replace("ß", "ss"))
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def english(kind: str) -> dict[str, str]:
    """English names of all territories or languages by their code."""
    names: dict[str, str] = getattr(Locale("en"), kind)
    return names


def code_called(kind: str, words: str) -> str:
    """The two-letter code of what is called by these plain words in one of the languages; "" when nothing is."""
    return next((code for language in ROSTER_LANGUAGES if (code := _codes(kind, language).get(words))), "")


#: Bench roster: asked for in every row, and a language of CLDR takes some milliseconds to read.
@cache
def _codes(kind: str, language: str) -> dict[str, str]:
    """Two-letter codes by plain name in one language. What is narrower (`zh_Hant`) counts as its language."""
    found: dict[str, str] = {}
    for long_code, name in sorted(getattr(Locale(language), kind).items()):
        code = long_code.partition("_")[0]
        if len(code) == 2:
            found.setdefault(plain(name), code)
    return found
