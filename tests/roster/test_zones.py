import pytest

from roster.zones import guess_zones


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        (("Seattle", "", "United States of America"), "America/Los_Angeles"),
        (("Southlake", "", "United States of America"), "America/Chicago"),
        (("Oxford", "", "United Kingdom of Great Britain and Northern Ireland"), "Europe/London"),
        (("Oxford", "", "UK"), "Europe/London"),
        (("", "", "Germany"), "Europe/Berlin"),
        (("Anywhere", "", "Deutschland"), "Europe/Berlin"),
        (("Köln", "", ""), "Europe/Berlin"),
        (("London", "", ""), "Europe/London"),
        (("Portland, OR", "", "USA"), "America/Los_Angeles"),
        (("Portland", "Maine", "USA"), "America/New_York"),
        (("Beijing", "", "CN"), "Asia/Shanghai"),
        (("Bangalore", "", "IND"), "Asia/Kolkata"),
    ],
)
def test_clear_places_have_their_zone(place, zone):
    assert guess_zones([place]) == {place: zone}


@pytest.mark.parametrize(
    "place",
    [
        ("", "", "USA"),
        ("", "", "Spain"),
        ("Springfield", "", "USA"),
        ("Birmingham", "", ""),
        ("Nowhere", "", ""),
        ("", "", ""),
    ],
)
def test_unclear_places_are_asked(place):
    assert guess_zones([place]) == {place: None}
