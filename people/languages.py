"""Languages as people write them, and the two-letter codes that are kept."""

import re
from collections.abc import Iterable
from functools import cache

from django.conf.locale import LANG_INFO


@cache
def codes() -> dict[str, str]:
    """Codes and names (English and own) of languages, casefolded, to their two-letter code (ISO 639-1)."""
    found: dict[str, str] = {}
    for code, info in LANG_INFO.items():
        if "name" in info and len(code.partition("-")[0]) == 2:
            for word in (code, info["name"], info["name_local"]):
                found.setdefault(word.casefold(), code.partition("-")[0])
    return found


def code_of(text: str) -> str:
    """The code of one language, however it is written (German, de, de-AT); "" for one that is not known."""
    word = text.strip().casefold()
    return codes().get(word) or codes().get(re.split("[-_ (]", word)[0], "")


def names_of(spoken: Iterable[str]) -> str:
    """English names of languages given by code, with commas."""
    return ", ".join(str(LANG_INFO.get(code, {}).get("name") or code) for code in spoken)
