"""Languages as people write them, and the two-letter codes that are kept."""

import re
from collections.abc import Iterable
from functools import cache

from django.conf.locale import LANG_INFO

from people.cldr import LANGUAGES, code_called, english, plain


#: Bench roster: asked for in every row.
@cache
def _codes() -> dict[str, str]:
    """Two-letter codes (ISO 639-1), and what Django calls languages: in English and, as CLDR has it only in a file
    for each, in their own words."""
    found = {code: code for code in english(LANGUAGES) if len(code) == 2}
    for code, info in LANG_INFO.items():
        short = code.partition("-")[0]
        if "name" in info and len(short) == 2:
            for name in (info["name"], info["name_local"]):
                found.setdefault(plain(name), short)
    return found


def code_of(text: str) -> str:
    """The code of one language, however it is written (German, Deutsch, allemand, de, de-AT); "" for one that is not
    known."""
    return _code_of(plain(text)) or _code_of(plain(re.split("[-_ (]", text.strip())[0]))


def _code_of(words: str) -> str:
    return _codes().get(words) or code_called(LANGUAGES, words)


def names_of(spoken: Iterable[str]) -> str:
    """English names of languages given by code, with commas."""
    return ", ".join(english(LANGUAGES).get(code) or code for code in spoken)
