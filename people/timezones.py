"""Time zones to choose from: those of the tz database that stand for places, by region."""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def by_country() -> dict[str, tuple[str, ...]]:
    """The zones of each country by ISO 3166 code, the most populous first (tz database, zone.tab)."""
    found: dict[str, tuple[str, ...]] = {}
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            code, _place, zone = line.split("\t")[:3]
            found[code] = (*found.get(code, ()), zone)
    return found


#: Names that the tz database writes together.
WRITTEN_TOGETHER = {"DumontDUrville": "Dumont d’Urville"}


def readable(zone: str) -> str:
    """A zone as one reads it: "America/New York", "Antarctica/Dumont d’Urville"."""
    return "/".join(WRITTEN_TOGETHER.get(part, part.replace("_", " ")) for part in zone.split("/"))


@lru_cache(maxsize=1)
def grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices for a select: regions with their zones, alphabetically, and UTC."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted({zone for zones in by_country().values() for zone in zones}):
        region, _slash, place = zone.partition("/")
        groups.setdefault(region, []).append((zone, readable(place).replace("/", ", ")))
    return [*groups.items(), ("UTC", [("UTC", "UTC")])]
