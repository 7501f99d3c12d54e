"""Names inside sentences of ours: their direction stays with them, and none is the address of a site."""

import pytest

from frame.isolation import all_isolated, bare, isolated, no_address


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Kavya Nair", "Kavya Nair"),
        ("Zoë 美咲", "Zoë 美咲"),
        ("נועה לוי", "\u2068נועה לוי\u2069"),
        ("کریمی‌نژاد", "\u2068کریمی‌نژاد\u2069"),
        ("Noor نور (HR)", "\u2068Noor نور (HR)\u2069"),
        ("\u202eYour password expired", "Your password expired"),
        ("\u2067נועה\u2069\u2069", "\u2068נועה\u2069"),
        ("You and \u2068נועה\u2069 and \u2068نور\u2069", "You and \u2068נועה\u2069 and \u2068نور\u2069"),
        ("\u2069נועה\u2068", "\u2068נועה\u2069"),
        ("https://meet.example/נועה", "https://meet.example/נועה"),
        ("👩‍💻", "👩‍💻"),
    ],
)
def test_what_is_written_the_other_way_keeps_to_itself(text, wanted):
    assert isolated(text) == wanted


@pytest.mark.parametrize("name", ["Kavya", "נועה לוי", "", "\u2068", "You and \u2068נועה\u2069"])
def test_a_file_has_the_name_as_it_was(name):
    assert bare(isolated(name)) == (name if name != "\u2068" else "")


def test_two_names_in_a_cell_stay_apart():
    assert bare("\u2068נועה\u2069, \u2068نور\u2069") == "\u2068נועה\u2069, \u2068نور\u2069"


def test_lists_and_dicts_too_and_nothing_else():
    given = {"rows": [{"name": "נועה"}], "n": 3, "pair": ("نور", None)}
    assert all_isolated(given) == {"rows": [{"name": "\u2068נועה\u2069"}], "n": 3, "pair": ("\u2068نور\u2069", None)}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("evil.example/login", "evil. example/login"),
        ("www.evil.example", "www. evil. example"),
        ("https://evil.example", "https: //evil. example"),
        ("me@evil.example", "me@evil. example"),
        ("Ma.Theresa", "Ma. Theresa"),
        ("10.0.0.1", "10. 0. 0. 1"),
        ("пример.рф", "пример. рф"),
        ("evil。example", "evil。 example"),
        ("J.R.R. Tolkien", "J.R.R. Tolkien"),
        ("St. John", "St. John"),
        ("O'Neill, Jr.", "O'Neill, Jr."),
        ("Dr. Ph.D.", "Dr. Ph.D."),
    ],
)
def test_no_name_is_the_address_of_a_site(name, wanted):
    assert no_address(name) == wanted
    assert no_address(wanted) == wanted
