"""What countries are called, and which of them live by one clock."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global

from people.cldr import TERRITORIES, code_called, plain
from people.timezones import by_country

# beside CLDR's names in the languages of rosters: official and older names, what people say, a country's own name
SYNONYMS = {
    "US": "usa|u s a|u s|america|united states of america|vereinigte staaten von amerika|ee uu",
    "GB": "u k|great britain|britain|england|scotland|wales|northern ireland|grossbritannien"
    "|united kingdom of great britain northern ireland",
    "DE": "federal republic of germany|d|brd",
    "CH": "swiss confederation",
    "NL": "holland",
    "DK": "danmark",
    "SE": "sverige",
    "NO": "norge",
    "FI": "suomi",
    "PL": "polska",
    "CZ": "czech republic|tschechische republik|cesko",
    "SK": "slovak republic",
    "HU": "magyarorszag",
    "GR": "hellas",
    "TR": "turkey|republic of turkey|republic of turkiye",
    "RU": "russian federation",
    "IE": "eire|republic of ireland",
    "MX": "mejico",
    "CN": "pr china|p r china|peoples republic of china|people s republic of china|prc|mainland china",
    "TW": "taiwan province of china|chinese taipei",
    "HK": "hong kong|hong kong sar|hongkong",
    "KR": "korea|republic of korea|korea republic of",
    "KP": "korea democratic people s republic of",
    "JP": "nippon",
    "IN": "bharat",
    "LA": "lao people s democratic republic|lao pdr",
    "IR": "iran islamic republic of|islamic republic of iran",
    "SY": "syrian arab republic",
    "AE": "uae|u a e|emirates",
    "SA": "ksa|kingdom of saudi arabia",
    "MD": "moldova republic of|republic of moldova",
    "TZ": "tanzania united republic of|united republic of tanzania",
    "VE": "venezuela bolivarian republic of",
    "BO": "bolivia plurinational state of",
    "CI": "ivory coast|elfenbeinkuste",
    "CD": "congo democratic republic of|democratic republic of congo|drc",
    "CG": "republic of congo",
    "MK": "macedonia|macedonia former yugoslav republic of",
    "SZ": "swaziland",
    "MM": "burma",
    "MO": "macau|macao",
    "PS": "palestine|palestine state of|state of palestine|palestinian territory",
    "VA": "vatican|holy see",
    "ZA": "rsa|republic of south africa",
    "NZ": "aotearoa",
}


#: Asked for each place of a roster, of which there may be thousands.
@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Two- and three-letter codes and the synonyms above, to the two-letter code."""
    known = {code.lower(): code for code in (*by_country(), "XK")}  # Kosovo has no zone of its own
    for alias, meant in get_global("territory_aliases").items():
        if alias.isalpha() and len(meant) == 1:
            known.setdefault(alias.lower(), meant[0])
    for code, names in SYNONYMS.items():
        known.update(dict.fromkeys(names.split("|"), code))
    return known


def country_code(name: str) -> str:
    """ISO 3166 code of a country by any of its usual names; "" for one that is not known."""
    words = plain(name)
    return _code_of(words) or _code_of(" ".join(_as_in_cldr(word) for word in words.split() if word not in SMALL))


SMALL = {"the", "and"}


def _as_in_cldr(word: str) -> str:
    return "st" if word == "saint" else word


def _code_of(words: str) -> str:
    return _codes().get(words) or code_called(TERRITORIES, words)


#: Bench roster: fifty offsets for each zone of a country, in every row without a city.
@lru_cache(maxsize=600)
def clock(zone: str) -> tuple[dt.timedelta | None, ...]:
    """How a zone's clock runs in the two years to come: zones with equal clocks are one to us."""
    try:
        info = ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ()
    first = dt.date.today().replace(day=1)
    days = [first + dt.timedelta(days=15 * step) for step in range(50)]
    return tuple(dt.datetime(day.year, day.month, day.day, 12, tzinfo=info).utcoffset() for day in days)


def only_zone(code: str) -> str:
    """The zone of a country in which all clocks show the same, else ""."""
    zones = by_country().get(code, ())
    return zones[0] if zones and len({clock(zone) for zone in zones}) == 1 else ""
