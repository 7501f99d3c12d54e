"""Countries, languages and time zones: understood as rosters write them, shown as people do."""

import pytest
from django.urls import reverse

from people.cldr import code_of, names_of
from people.timezones import grouped, name_of
from roster.countries import country_code
from roster.zones import guess_zones


@pytest.mark.parametrize(
    "name",
    ["Greece", "Griechenland", "Grèce", "Grecia", "Griekenland", "Grécia", "GR", "GRC", "Hellas", "GREECE "],
)
def test_a_country_is_known_in_the_languages_of_rosters_and_by_its_codes(name):
    assert country_code(name) == "GR"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("The Netherlands", "NL"), ("Pays-Bas", "NL"), ("Paesi Bassi", "NL"), ("Países Baixos", "NL"),
        ("Costa d’Avorio", "CI"), ("Ivory Coast", "CI"), ("Elfenbeinküste", "CI"), ("Ivoorkust", "CI"),
        ("Saint Vincent and the Grenadines", "VC"), ("Trinidad and Tobago", "TT"), ("Bosnia & Herzegovina", "BA"),
        ("Turkey", "TR"), ("Türkiye", "TR"), ("Czech Republic", "CZ"), ("Tschechien", "CZ"), ("U.S.A.", "US"),
        ("UK", "GB"), ("United Kingdom of Great Britain and Northern Ireland", "GB"), ("Kosovo", "XK"),
        ("Democratic Republic of the Congo", "CD"), ("Republic of the Congo", "CG"), ("Atlantis", ""), ("", ""),
    ],
)  # fmt: skip
def test_usual_names_of_countries(name, code):
    assert country_code(name) == code


def test_a_country_in_dutch_or_portuguese_gives_its_time_zone():
    assert guess_zones([("", "", "Oostenrijk"), ("", "", "Áustria")]) == {
        ("", "", "Oostenrijk"): "Europe/Vienna",
        ("", "", "Áustria"): "Europe/Vienna",
    }


@pytest.mark.parametrize("region", ["ND", "North Dakota", "north dakota"])
def test_a_state_is_known_by_name_and_code(region):
    place = ("Jamestown", region, "USA")
    assert guess_zones([place]) == {place: "America/Chicago"}


@pytest.mark.parametrize(
    "word", ["German", "german", "Deutsch", "allemand", "alemán", "tedesco", "Duits", "alemão", "de", "de-AT", "DE_de"]
)
def test_a_language_is_known_in_the_languages_of_rosters_and_by_its_code(word):
    assert code_of(word) == "de"


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Portuguese (Brazil)", "pt"), ("Brazilian Portuguese", "pt"), ("zh-Hant", "zh"), ("Simplified Chinese", "zh"),
        ("česky", "cs"), ("简体中文", "zh"), ("Bengali", "bn"), ("Bangla", "bn"), ("Quenya", ""), ("", ""),
    ],
)  # fmt: skip
def test_usual_names_of_languages(word, code):
    assert code_of(word) == code


def test_languages_are_shown_in_english():
    assert names_of(["de", "zh", "nb"]) == "German, Chinese, Norwegian Bokmål"


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("Antarctica/DumontDUrville", "Antarctica/Dumont d’Urville Station"),
        ("America/New_York", "America/New York"),
        ("America/Argentina/Buenos_Aires", "America/Buenos Aires"),
        ("America/Sao_Paulo", "America/São Paulo"),
        ("UTC", "UTC"),
        ("US/Pacific", "US/Pacific"),
        ("", ""),
    ],
)
def test_a_time_zone_is_shown_by_its_place(zone, name):
    assert name_of(zone) == name


def test_zones_to_choose_are_called_by_their_places_in_the_order_of_the_alphabet():
    zones = dict(grouped())
    assert ("Antarctica/DumontDUrville", "Dumont d’Urville Station") in zones["Antarctica"]
    europe = [name for _zone, name in zones["Europe"]]
    assert europe[:4] == ["Amsterdam", "Andorra", "Astrakhan", "Athens"]
    assert europe.index("Chișinău") == europe.index("Copenhagen") - 1
    assert not any("_" in name for group in zones.values() for _zone, name in group)


def test_a_person_s_page_shows_the_place(cast, sign_in):
    cast.kavya.time_zone = "Antarctica/DumontDUrville"
    cast.kavya.save()
    page = sign_in(cast.omar).get(reverse("person_detail", args=[cast.kavya.pk]))
    assert "Antarctica/Dumont d’Urville Station" in page.text
