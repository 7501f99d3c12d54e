"""Whoever answers every "did not come" with "we met" is not out of sight: the team gets one calm matter that names no
liar."""

import pytest
from django.urls import reverse

from programs.models import Todo
from sessions.services.attendance import say_word
from tests.factories import MeetingFactory
from tests.sessions.story import DAY, NOW


def meet(story, days, junior="missed:senior", senior="held"):
    meeting = MeetingFactory(pairing=story.pairing, starts_at=NOW - days * DAY)
    meeting.pairing = story.pairing
    say_word(meeting=meeting, word=junior, by=story.kavya)
    say_word(meeting=meeting, word=senior, by=story.jack)
    return meeting


def matters():
    return Todo.objects.open().filter(kind="disputed")


def test_once_is_no_matter(story):
    meet(story, 9)
    assert not matters().exists()


@pytest.mark.parametrize("between", [0, 2])
def test_two_of_the_latest_four_are_one_matter_for_the_team(story, sign_in, between):
    meet(story, 12)
    for days in range(between):
        meet(story, 9 - days, junior="held")
    meet(story, 5)
    todo = matters().get()
    assert set(todo.concerns.all()) == {story.kavya, story.jack}
    assert (
        todo.text
        == "Kavya Nair and Jack Whitfield have told more than one of their latest meetings differently; ask both"
    )
    assert todo.text in sign_in(story.priya).get("/").text
    for person in (story.kavya, story.jack):
        assert "differently; ask both" not in sign_in(person).get("/").text
    meet(story, 3)
    assert matters().count() == 1


def test_two_far_apart_are_none(story):
    meet(story, 13)
    for days in (11, 9, 7):
        meet(story, days, junior="held")
    meet(story, 5)
    assert not matters().exists()


def test_it_settles_itself_when_they_agree(story):
    meet(story, 9)
    second = meet(story, 5)
    say_word(meeting=second, word="held", by=story.kavya)
    assert not matters().exists()


def test_what_was_ticked_off_comes_back_with_the_next_one_only(story):
    first = meet(story, 9)
    meet(story, 5)
    matters().update(done_at=NOW)
    say_word(meeting=first, word="missed:both", by=story.kavya)
    assert not matters().exists()
    meet(story, 3)
    assert matters().count() == 1


def test_a_coordinator_who_is_close_to_the_two_does_not_see_it(story, sign_in):
    story.jack.assistants.add(story.priya)
    meet(story, 9)
    meet(story, 5)
    assert (
        "differently; ask both" not in sign_in(story.priya).get(reverse("program_detail", args=[story.program.pk])).text
    )
