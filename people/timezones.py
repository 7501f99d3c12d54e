"""Time zones to choose from: those of the tz database that stand for places, by region, called as in CLDR."""

from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import available_timezones

from babel.core import get_global
from babel.dates import get_timezone_location
from django.utils.functional import Promise

from people.cldr import plain


#: Bench roster: asked for in every row, and a file is read for it.
@lru_cache(maxsize=1)
def by_country() -> dict[str, tuple[str, ...]]:
    """The zones of each country by ISO 3166 code, the most populous first (tz database, zone.tab)."""
    zones: dict[str, tuple[str, ...]] = {}
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _place, zone = line.split("\t")[:3]
            zones[code] = (*zones.get(code, ()), zone)
    return zones


#: Bench pages: a profile shows four hundred zones, sorted by names that CLDR gives one by one.
@lru_cache(maxsize=1)
def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a select: regions with their zones, alphabetically, and UTC."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(zones_of_places(), key=lambda zone: plain(place_of(zone))):
        groups.setdefault(zone.partition("/")[0], []).append((zone, place_of(zone)))
    return [*sorted(groups.items()), ("UTC", [("UTC", "UTC")])]


def grouped_after(nothing: str | Promise) -> Callable[[], list[tuple[str, Any]]]:
    """Time zones by region below a first choice for none; read when a form is shown, so that no start waits for it."""
    return lambda: [("", nothing), *grouped()]


def zones_of_places() -> frozenset[str]:
    """All zones that stand for a place today."""
    return frozenset(zone for zones in by_country().values() for zone in zones)


#: Bench roster: asked for in every row, and the whole tz database is listed for it.
@lru_cache(maxsize=1)
def zones_by_name() -> dict[str, str]:
    """The zone that each casefolded name stands for today: names of the tz database (old ones such as US/Eastern as the
    place they are), and what Windows calls its zones (Pacific Standard Time). Sources: tzdata, CLDR."""
    aliases, windows = get_global("zone_aliases"), get_global("windows_zone_mapping")
    places = zones_of_places()
    today = {name: place if (place := aliases.get(name)) in places else name for name in available_timezones()}
    names = dict(windows) | today | {zone: zone for zone in places}
    return {str(name).casefold(): str(zone) for name, zone in names.items()}


def place_of(zone: str) -> str:
    """The place that a zone is named after, as people write it: Dumont d’Urville Station, Knox, Indiana."""
    return str(get_timezone_location(zone, locale="en", return_city=True))


def name_of(zone: str) -> str:
    """A zone for reading: America/New York. One that stands for no place (UTC, US/Pacific) keeps its own name."""
    return f"{zone.partition('/')[0]}/{place_of(zone)}" if zone in zones_of_places() else zone.replace("_", " ")
