"""The cities that a roster's places are compared with; mentorship/launch/cities.py gathers them."""

import gzip
import sys
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

#: Made at installation, beside the packages of this interpreter.
FILE = Path(sys.prefix) / "share" / "turnabout" / "cities.tsv.gz"

#: Babel has no states, and files write those of the United States in full as often as by their code.
STATES = """
    AK alaska; AL alabama; AR arkansas; AZ arizona; CA california; CO colorado; CT connecticut; DC
    district of columbia; DE delaware; FL florida; GA georgia; HI hawaii; IA iowa; ID idaho; IL
    illinois; IN indiana; KS kansas; KY kentucky; LA louisiana; MA massachusetts; MD maryland; ME maine;
    MI michigan; MN minnesota; MO missouri; MS mississippi; MT montana; NC north carolina; ND north
    dakota; NE nebraska; NH new hampshire; NJ new jersey; NM new mexico; NV nevada; NY new york; OH
    ohio; OK oklahoma; OR oregon; PA pennsylvania; RI rhode island; SC south carolina; SD south dakota;
    TN tennessee; TX texas; UT utah; VA virginia; VT vermont; WA washington; WI wisconsin; WV west
    virginia; WY wyoming
"""
US_STATES = {" ".join(name): code for code, *name in map(str.split, STATES.split(";"))}


@dataclass(slots=True)
class City:
    """A city under one of its names (`is_main`: its own); names are as `columns.plain` makes them."""

    name: str
    is_main: bool
    country: str
    region: str
    population: int
    zone: str


def cities_called(wanted: Collection[str]) -> Iterator[City]:
    """Every city that has one of these plain names. Read from disk each time: kept, they would take 30 MB.

    None where the file is missing, so that zones are asked for; a system check says so.
    """
    if not FILE.exists():
        return
    with gzip.open(FILE, "rt", encoding="utf-8") as file:
        next(file)  # where the cities are from
        for line in file:
            country, region, population, zone, *names = line.rstrip("\n").split("\t")
            for name in names:
                if name in wanted:
                    yield City(name, name == names[0], country, region, int(population), zone)
