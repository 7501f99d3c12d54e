"""Names of countries and languages by Unicode's CLDR, which Babel ships: for readers in English, for files in the
languages of rosters; and languages as people write them."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.conf.locale import LANG_INFO

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
    codes: dict[str, str] = {}
    for long_code, name in sorted(getattr(Locale(language), kind).items()):
        code = long_code.partition("_")[0]
        if len(code) == 2:
            codes.setdefault(plain(name), code)
    return codes


#: Bench roster: asked for in every row.
@cache
def _language_codes() -> dict[str, str]:
    """Two-letter codes (ISO 639-1), and what Django calls languages: in English and, as CLDR has it only in a file
    for each, in their own words."""
    codes = {code: code for code in english(LANGUAGES) if len(code) == 2}
    for code, info in LANG_INFO.items():
        short = code.partition("-")[0]
        if "name" in info and len(short) == 2:
            for name in (info["name"], info["name_local"]):
                codes.setdefault(plain(name), short)
    return codes


def code_of(text: str) -> str:
    """The code of one language, however it is written (German, Deutsch, allemand, de, de-AT); "" for one that is not
    known."""
    return _code_of(plain(text)) or _code_of(plain(re.split("[-_ (]", text.strip())[0]))


def _code_of(words: str) -> str:
    return _language_codes().get(words) or code_called(LANGUAGES, words)


def names_of(spoken: Iterable[str]) -> str:
    """English names of languages given by code, with commas."""
    return ", ".join(english(LANGUAGES).get(code) or code for code in spoken)
