"""The pages that people are on most, in every look: nothing scrolls sideways, is cut off or lies on something else."""

import pytest
from django.urls import reverse

from mentorship.demo.load import load_demo
from pairings.models import Pairing
from people.models import User
from tests.pictures.faults import faults_of
from tests.pictures.taking import seen_in_every_look

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 3


def main_pages():
    kavya, omar = (User.objects.get(first_name=first) for first in ("Kavya", "Omar"))
    yield from ((kavya, url) for url in ("/", Pairing.objects.get(junior__user=kavya).url))
    yield from ((omar, url) for url in ("/", reverse("people_list"), reverse("insights")))


def test_the_main_pages_have_no_fault_in_any_look(open_page):
    load_demo()
    found = []
    for person, url in main_pages():
        page = open_page("/healthz", person)
        found += [(url, look.name, fault) for look in seen_in_every_look(page, url) for fault in faults_of(page)]
    assert found == []


#: The policy of our pages lets no style into an element itself.
STYLES = """
.in-one-line { white-space: nowrap; width: max-content }
.hides { overflow: hidden; width: 9rem; white-space: nowrap }
.scrolls { overflow: auto; width: 9rem; white-space: nowrap }
.wraps { overflow-wrap: anywhere; width: 9rem }
.drops { margin-bottom: -1.2em }
"""
BAD = {
    "scrolls sideways": f"<p class='in-one-line'>{LONG}</p>",
    "cut off": f"<div class='hides'>{LONG}</div>",
    "lie on each other": "<p class='drops'>Kavya mentors Jack</p><p>Jack leads the company</p>",
}
GOOD = {
    "scrolls by itself": f"<div class='scrolls'>{LONG}</div>",
    "wraps": f"<div class='wraps'>{LONG}</div>",
    "is told in full": f"<div class='hides text-truncate' title='{LONG}'>{LONG}</div>",
    "is for those who listen": f"<span class='visually-hidden'>{LONG}</span><p>Words</p>",
    "lines of one text": f"<p class='wraps'>{'Words that need more than one line. ' * 9}</p>",
}
SHOW = """([html, styles]) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  document.adoptedStyleSheets = [sheet];
  document.body.innerHTML = html;
}"""


@pytest.fixture
def shown(open_page, transactional_db):
    """Gives `shown(html)`: the faults of a page with nothing else in it."""

    def faults(html):
        page = open_page("/account/login/", width=390)
        page.evaluate(SHOW, [html, STYLES])
        return faults_of(page)

    return faults


@pytest.mark.parametrize("kind", BAD)
def test_a_fault_is_seen(shown, kind):
    assert any(fault.startswith(kind) for fault in shown(BAD[kind]))


@pytest.mark.parametrize("kind", GOOD)
def test_what_is_right_is_no_fault(shown, kind):
    assert shown(GOOD[kind]) == []
