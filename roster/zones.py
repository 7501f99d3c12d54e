"""The time zone of a place, where city and country make it clear; else it has to be asked.

Clear is: a country with one clock; a city that exists in one clock of its country, or is ten times
as populous there as any of its name under another clock; without a country, a big city likewise.
Cities are those of GeoNames with 15,000 inhabitants and more, where they can say something.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from people.cldr import plain
from roster.cities import US_STATES, City, cities_called
from roster.countries import clock, country_code, only_zone

WELL_KNOWN = 300_000
CLEARLY_BIGGER = 10

Place = tuple[str, str, str]
"""City, region, country: as they stand in the file."""


@dataclass(slots=True)
class _Wanted:
    place: Place
    city: str
    region: str
    country: str


def guess_zones(places: Iterable[Place]) -> dict[Place, str | None]:
    """The IANA zone of each place, None where it must be asked.

    All places at once, since the cities are read from disk each time and not kept.
    """
    answer: dict[Place, str | None] = {}
    wanted = []
    for place in dict.fromkeys(places):
        city, _region, country = place
        code = country_code(country)
        answer[place] = only_zone(code) or None
        if answer[place] is None and city.strip():
            wanted.append(_wanted(place, code))
    if wanted:
        hits = _search(wanted)
        for search in wanted:
            answer[search.place] = _clear(search, hits.get(search.place, []))
    return answer


def _wanted(place: Place, code: str) -> _Wanted:
    """“Portland, OR (HQ)” is the city Portland in the region OR."""
    city, region, country = place
    bare = re.sub(r"\(.*?\)", " ", city)
    before, comma, after = bare.partition(",")
    if comma and not region:
        region = after.strip()
    if not code and not country and comma:
        code = country_code(after)
    return _Wanted(place, plain(before), plain(region), code)


def _search(wanted: list[_Wanted]) -> dict[Place, list[City]]:
    """One walk over all cities, by their main name and by their other names."""
    by_name: dict[str, list[_Wanted]] = defaultdict(list)
    for place in wanted:
        by_name[place.city].append(place)
    hits: dict[Place, list[City]] = defaultdict(list)
    for city in cities_called(by_name.keys()):
        for place in by_name[city.name]:
            if not place.country or place.country == city.country:
                hits[place.place].append(city)
    return hits


def _clear(wanted: _Wanted, hits: list[City]) -> str | None:
    hits = _in_region(wanted, [hit for hit in hits if hit.is_main] or hits)
    if not wanted.country:
        hits = [hit for hit in hits if hit.population >= WELL_KNOWN / CLEARLY_BIGGER]
    best = max(hits, key=lambda hit: hit.population, default=None)
    if best is None or (not wanted.country and best.population < WELL_KNOWN):
        return None
    rival = max((hit.population for hit in hits if clock(hit.zone) != clock(best.zone)), default=0)
    return best.zone if best.population >= CLEARLY_BIGGER * rival else None


def _in_region(wanted: _Wanted, hits: list[City]) -> list[City]:
    """Only the hits in the named state, where its code or name is known (United States)."""
    code = US_STATES.get(wanted.region, wanted.region.upper())
    return [hit for hit in hits if hit.region == code] or hits
