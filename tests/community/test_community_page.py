"""The community page and the step Sustain; and that nothing anywhere counts thanks or ranks people."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from community.models import Milestone, ProgramCommunity, SharedWin, Thanks
from people.models import AuditEntry
from sessions.models import Win
from tests import factories as make
from tests.permissions.crawl import walk
from tests.permissions.scene import set_scene
from tests.query_counts import assert_cost_stays

WORDS = {"reason": "taught", "text": "Thank you for the hour on Friday", "audience": "program"}
#: A number beside the word, in either order.
COUNTED = re.compile(
    r"\d+\s*(×|thanks|thank-yous|kudos|wins|milestones|words of thanks)\b|\b(thanks|kudos|wins|milestones)\s*[:(]\s*\d"
)
RANKED = re.compile(r"\b(leader ?board|most thanked|most thanks|ranked (?!wishes)|#\d+ of)\b", re.IGNORECASE)


def test_everybody_has_it_in_the_sidebar_also_who_is_in_no_program(cast, sign_in):
    for person in cast.people.values():
        assert f'href="{reverse("community")}"' in sign_in(person).get("/").text
        assert sign_in(person).get(reverse("community")).status_code == 200
    assert "Nothing shared yet" in sign_in(cast.noor).get(reverse("community")).text
    assert "Thank somebody" not in sign_in(cast.noor).get(reverse("community")).text
    assert "Thank somebody" in sign_in(cast.kavya).get(reverse("community")).text


def test_a_full_page_costs_what_an_empty_one_does(cast, sign_in):
    def add():
        pairing = make.PairingFactory(cycle=cast.cycle)
        mentor, leader = pairing.junior.user, pairing.senior.user
        Thanks.objects.create(program=cast.program, giver=mentor, receiver=leader, **WORDS)
        now = timezone.now()
        Milestone.objects.create(pairing=pairing, kind="first", junior_shows=True, senior_shows=True, published_at=now)
        win = Win.objects.create(pairing=pairing, author=mentor, text="A small one")
        SharedWin.objects.create(win=win, junior_version=1, senior_version=1, published_at=now)

    assert_cost_stays(sign_in(cast.maria), reverse("community"), add)


def test_the_team_says_what_a_program_allows_and_it_is_recorded(cast, sign_in):
    url = reverse("program_sustain", args=[cast.program.pk])
    assert "What the program allows" in sign_in(cast.priya).get(url).text
    answer = sign_in(cast.priya).post(url, {"tells_hours": "on"}, follow=True)
    assert "Saved. It holds from now on." in answer.text
    assert ProgramCommunity.objects.get(program=cast.program).tells_hours
    assert AuditEntry.objects.filter(act="community.changed", actor=cast.priya).exists()


def test_the_step_is_for_those_who_run_the_program(cast, sign_in):
    url = reverse("program_sustain", args=[cast.program.pk])
    for person in (cast.kavya, cast.jack, cast.lena, cast.noor):
        assert sign_in(person).get(url).status_code in (403, 404)
    assert sign_in(make.CoordinatorFactory().user).get(url).status_code == 404


@pytest.mark.slow
@pytest.mark.parametrize("name", ["kavya", "maria", "priya", "omar", "lena"])
def test_no_page_shows_a_count_of_thanks_or_a_rank_beside_a_name(cast, name):
    """With thirty words of thanks to one person, and two to another."""
    for receiver, many in ((cast.jack, 30), (cast.helen, 2)):
        for _ in range(many):
            Thanks.objects.create(program=cast.program, giver=cast.kavya, receiver=receiver, **WORDS)
    pages = {
        url: " ".join(strip_tags(text.partition("<main")[2]).split())
        for url, text in walk(set_scene(cast), cast.people[name]).pages
    }
    assert any("thank" in text.lower() for text in pages.values())
    counted = {url: found.group() for url, text in pages.items() if (found := COUNTED.search(text))}
    assert counted == {}
    assert {url for url, text in pages.items() if RANKED.search(text)} == set()
