"""How the pairs of a program meet: facts for those who run it."""

import pytest
from django.urls import reverse

from pairings.models import Pairing
from sessions.models import MeetingChange, Rhythm, SessionLog
from sessions.slipping import refresh_rhythms
from tests.factories import CoordinatorFactory, MeetingFactory
from tests.sessions.story import DAY, NOW, canaries_in, logged


@pytest.fixture
def run(story, sign_in):
    def get(name="priya", **asked):
        return sign_in(story.people[name]).get(reverse("program_run", args=[story.program.pk]), asked)

    return get


def names(response) -> list[str]:
    return [row.pairing.junior.user.first_name for row in response.context["rows"]]


@pytest.mark.parametrize(
    ("name", "status"),
    [("priya", 200), ("omar", 200), ("kavya", 403), ("jack", 403), ("sam", 403), ("lena", 403), ("igor", 403)],
)
def test_it_is_for_those_who_run_the_program(story, run, name, status):
    assert run(name).status_code == status


def test_a_coordinator_of_another_program_finds_nothing(story, run):
    CoordinatorFactory(user=story.noor)
    assert run("noor").status_code == 404


def test_it_holds_facts_and_not_one_word(story, run):
    logged(story)
    assert canaries_in(run().text) == set()


def test_a_row_says_how_a_pair_meets(story, run):
    held = logged(story)
    MeetingFactory(pairing=story.pairing, state="missed", starts_at=NOW - 5 * DAY)
    MeetingFactory(pairing=story.pairing, starts_at=NOW - DAY)
    moved = MeetingFactory(pairing=story.pairing, starts_at=NOW + 4 * DAY)
    MeetingChange.objects.create(meeting=moved, kind="moved", by_side="senior", hours_notice=5, was_at=NOW)
    SessionLog.objects.filter(meeting=held).update(created_at=NOW - DAY)
    [row] = [row for row in run().context["rows"] if row.pairing == story.pairing]
    assert [state for state, _ in row.strip] == ["missed", "held", "unlogged", "moved"]
    assert row.strip[0][1] == "18 Nov 2026: missed"
    assert (row.held, row.planned, row.unlogged, row.next_at) == (1, 3, 1, NOW + 4 * DAY)
    assert row.last_log_on == (NOW - DAY).date()


@pytest.mark.parametrize(
    ("name", "said"),
    [("priya", "2 pairs are slipping"), ("kavya", "1 pair is slipping"), ("sam", "1 pair is slipping")],
)
def test_the_overview_does_not_count_pairs_one_is_a_party_of(story, sign_in, name, said):
    for person in (story.kavya, story.sam):
        CoordinatorFactory(program=story.program, user=person)
    for pairing in (story.pairing, story.other_pairing):
        Rhythm.objects.create(pairing=pairing, lapses=2, slipping_since=NOW)
    page = sign_in(story.people[name]).get(reverse("program_detail", args=[story.program.pk]))
    assert {str(status.text) for tab, status in page.context["steps"] if tab.code == "run"} == {said}


def test_slipping_pairs_come_first(story, run):
    assert names(run()) == ["Kavya", "Maria"]
    for days in (9, 2):
        MeetingFactory(pairing=story.other_pairing, state="cancelled", starts_at=NOW - days * DAY)
    refresh_rhythms(Pairing.objects.all())
    response = run()
    assert names(response) == ["Maria", "Kavya"]
    assert response.context["figures"].slipping == 1


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("", ["Kavya", "Maria"]),
        ("unlogged", ["Kavya"]),
        ("unplanned", ["Kavya"]),
        ("paused", []),
        ("nonsense", ["Kavya", "Maria"]),
    ],
)
def test_filters_leave_what_they_say(story, run, show, found):
    MeetingFactory(pairing=story.pairing, starts_at=NOW - DAY)
    MeetingFactory(pairing=story.other_pairing, starts_at=NOW + DAY)
    assert names(run(show=show)) == found


@pytest.mark.parametrize(("words", "found"), [("brandt", ["Maria"]), ("kavya whitfield", ["Kavya"]), ("nobody", [])])
def test_people_are_found_by_name(story, run, words, found):
    assert names(run(q=words)) == found


def test_a_pair_one_is_a_party_of_is_not_listed(story, run):
    story.jack.assistants.add(story.priya)
    assert names(run()) == ["Maria"]
    assert run().context["figures"].meets == 1


def test_pairs_that_have_not_signed_are_not_listed(story, run):
    Pairing.objects.filter(pk=story.pairing.pk).update(state="preparing")
    assert names(run()) == ["Maria"]


def test_facts_of_one_pair_stand_on_its_page(story, sign_in):
    meeting = logged(story)
    MeetingChange.objects.create(
        meeting=meeting, kind="moved", by=story.jack, by_side="senior", hours_notice=5, was_at=NOW
    )
    text = sign_in(story.priya).get(reverse("oversight_detail", args=[story.pairing.pk])).text
    assert "Moved by Jack, 5 hours ahead" in text
    assert canaries_in(text) == set()
