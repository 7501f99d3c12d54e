"""Insights: the two's, until both agree that everyone in the program may read one."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from sessions.models import Insight
from tests.factories import ParticipantFactory

READERS = {"kavya", "jack", "maria", "helen", "priya", "omar", "lena"}


@pytest.fixture
def insight(story):
    return Insight.objects.create(pairing=story.pairing, author=story.kavya, text="insight-canary")


def url(name, thing):
    return reverse(name, args=[thing.pk])


def readers(story, sign_in) -> set[str]:
    page = url("program_insights", story.program)
    return {name for name, person in story.people.items() if "insight-canary" in sign_in(person).get(page).text}


def test_one_yes_publishes_nothing_and_two_do(story, insight, sign_in):
    sign_in(story.kavya).post(url("insight_agree", insight), {"version": 1})
    assert readers(story, sign_in) == set()
    sign_in(story.jack).post(url("insight_agree", insight), {"version": 1})
    assert readers(story, sign_in) == READERS


@pytest.mark.parametrize(("name", "has_pairing"), [("kavya", True), ("jack", True), ("priya", False), ("lena", False)])
def test_there_is_a_way_back(story, sign_in, name, has_pairing):
    page = sign_in(story.people[name]).get(url("program_insights", story.program)).text
    above = page.partition('class="page-pretitle">')[2].partition("</div>")[0]
    assert (f'href="{reverse("pairing_list")}"' in above) is has_pairing
    assert f'href="{url("program_detail", story.program)}"' in above


def test_the_same_person_twice_is_one_yes(story, insight, sign_in):
    for _ in range(2):
        sign_in(story.kavya).post(url("insight_agree", insight), {"version": 1})
    insight.refresh_from_db()
    assert (insight.junior_agreed, insight.senior_agreed, insight.published_at) == (True, False, None)


@pytest.mark.parametrize("name", ["kavya", "jack"])
def test_either_takes_it_back_at_any_time(story, insight, sign_in, name):
    for person in (story.kavya, story.jack):
        sign_in(person).post(url("insight_agree", insight), {"version": 1})
    sign_in(story.people[name]).post(url("insight_keep", insight))
    assert readers(story, sign_in) == set()
    insight.refresh_from_db()
    assert (insight.junior_agreed, insight.senior_agreed) == (False, False)


def test_words_somebody_agreed_to_do_not_change_under_them(story, insight, sign_in):
    sign_in(story.jack).post(url("insight_agree", insight), {"version": 1})
    response = sign_in(story.kavya).post(url("insight_edit", insight), {"text": "Other words"})
    assert response.status_code == 422
    assert response.context["form"]["text"].value() == "Other words"
    insight.refresh_from_db()
    assert insight.text == "insight-canary"


def test_nobody_agrees_to_words_that_were_changed_since(story, insight, sign_in):
    """Kavya offers a harmless text; while Jack has it open, she takes it back, rewrites it and offers it again."""
    kavya, jack = sign_in(story.kavya), sign_in(story.jack)
    kavya.post(url("insight_agree", insight), {"version": 1})
    kavya.post(url("insight_keep", insight))
    kavya.post(url("insight_edit", insight), {"text": "Other words"})
    kavya.post(url("insight_agree", insight), {"version": 2})
    answer = jack.post(url("insight_agree", insight), {"version": 1}, follow=True)
    insight.refresh_from_db()
    assert (insight.senior_agreed, insight.published_at) == (False, None)
    assert "The words have changed since you opened the page." in answer.text
    jack.post(url("insight_agree", insight), {"version": 2})
    assert Insight.objects.published().count() == 1


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 30])
def test_agreeing_to_no_words_in_particular_is_agreeing_to_none(story, insight, sign_in, version):
    sign_in(story.jack).post(url("insight_agree", insight), {"version": version})
    insight.refresh_from_db()
    assert (insight.senior_agreed, insight.audience) == (False, "pair")


def test_what_an_insight_said_before_stays_with_the_two(story, insight, sign_in):
    kavya = sign_in(story.kavya)
    kavya.post(url("insight_edit", insight), {"text": "Better words"})
    for person in (story.kavya, story.jack):
        assert "insight-canary" in sign_in(person).get(url("pairing_detail", story.pairing)).text
        sign_in(person).post(url("insight_agree", insight), {"version": 2})
    assert "Better words" in sign_in(story.maria).get(url("program_insights", story.program)).text
    assert readers(story, sign_in) == set()


def test_its_author_changes_it_and_the_partner_does_not(story, insight, sign_in):
    assert sign_in(story.jack).post(url("insight_edit", insight), {"text": "His words"}).status_code == 422
    assert sign_in(story.kavya).post(url("insight_edit", insight), {"text": "Her words"}).status_code == 302
    insight.refresh_from_db()
    assert insight.text == "Her words"


def test_the_database_publishes_nothing_without_both(story, insight):
    with pytest.raises(IntegrityError):
        Insight.objects.update(published_at="2026-11-23T09:00Z", audience="program", junior_agreed=True)


@pytest.mark.parametrize(
    ("name", "status"), [("sam", 403), ("maria", 404), ("priya", 403), ("omar", 403), ("noor", 403)]
)
@pytest.mark.parametrize("page", ["insight_edit", "insight_agree", "insight_keep"])
def test_nobody_else_touches_one(story, insight, sign_in, page, name, status):
    assert sign_in(story.people[name]).post(url(page, insight)).status_code == status


def test_one_is_added_from_the_pairings_page(story, sign_in):
    fields = {"text": "We learned", "audience": "program"}
    sign_in(story.jack).post(url("insight_add", story.pairing), fields)
    found = Insight.objects.get()
    assert (found.author, found.senior_agreed, found.junior_agreed) == (story.jack, True, False)
    assert sign_in(story.jack).post(url("insight_add", story.pairing), {"text": ""}).status_code == 422


def test_someone_without_a_place_in_the_program_finds_no_page(story, sign_in):
    elsewhere = ParticipantFactory(user=story.noor)
    assert elsewhere.cycle.program != story.program
    assert sign_in(story.noor).get(url("program_insights", story.program)).status_code == 404


@pytest.mark.parametrize(
    ("state", "reads"),
    [
        ("invited", False), ("applied", False), ("waitlisted", False), ("declined", False), ("withdrawn", False),
        ("approved", True), ("active", True), ("completed", True),
    ],
)  # fmt: skip
def test_only_who_was_accepted_reads_what_the_program_shares(story, insight, sign_in, state, reads):
    for person in (story.kavya, story.jack):
        sign_in(person).post(url("insight_agree", insight), {"version": 1})
    ParticipantFactory(user=story.noor, cycle=story.pairing.cycle, state=state)
    answer = sign_in(story.noor).get(url("program_insights", story.program))
    assert (answer.status_code, "insight-canary" in answer.text) == ((200, True) if reads else (404, False))
    assert Insight.objects.visible_to(story.noor).exists() is reads
