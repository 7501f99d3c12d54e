"""A mail is as wide as its window, whatever is in it: looked at in a real browser."""

import pytest

from notifications import kinds
from notifications.rendering import as_read_by, render, this_site
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

LINK = "https://teams.example/l/meetup-join/" + "19%3ameeting" + "a1b2c3" * 91
UNBROKEN = {"place": LINK, "other": "Ä" * 240, "leader": "", "program": "W" * 120}


@pytest.fixture
def kavya():
    return make.UserFactory(first_name="K" * 120, last_name="N" * 120)


@pytest.mark.parametrize("width", [390, 600, 1280])
@pytest.mark.parametrize("code", ["meeting_reminder", "meeting_invitation", "invitation", "pairing_to_answer"])
def test_no_text_without_a_break_makes_it_wider(browser, kavya, code, width):
    kind = kinds.get(code)
    with as_read_by(kavya):
        sample = kind.sample(kavya)
        known = {name: text for name, text in UNBROKEN.items() if name in sample or name == "place"}
        words = render(kind, kavya, {**sample, **known}, this_site())
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_content(words.html)
    shown = page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]")
    links = page.locator("a").evaluate_all("all => all.map(one => one.href)")
    page.close()
    assert max(shown) <= width
    if code.startswith("meeting"):
        assert LINK in links
        assert max(len(line) for line in words.text.splitlines()) < 998
