"""A small win is its author's: nobody else changes it, and a change or an end leaves a trace."""

import pytest
from django.urls import reverse

from pairings.models import Pairing
from sessions.models import SessionLog, Win
from tests.factories import MeetingFactory
from tests.sessions.story import HOUR, NOW

LOG = {"happened": "held", "learned": "How to post", "to_do": "nothing", "win": "He let me finish"}


@pytest.fixture
def meeting(story):
    return MeetingFactory(pairing=story.pairing, starts_at=NOW - 2 * HOUR)


@pytest.fixture
def send(sign_in, story):
    def post(name, page, thing, **fields):
        return sign_in(story.people[name]).post(reverse(page, args=[thing.pk]), fields, follow=True)

    return post


@pytest.fixture
def read(sign_in, story, meeting):
    def page(name):
        return sign_in(story.people[name]).get(reverse("meeting_detail", args=[meeting.pk])).text

    return page


@pytest.fixture
def win(meeting, send):
    """Kavya has noted it with her part of the log."""
    send("kavya", "meeting_log", meeting, **LOG)
    return Win.objects.get()


def test_a_win_stands_under_the_name_of_its_author(win, read, sign_in, story):
    assert "Kavya: </span>He let me finish" in read("jack")
    text = sign_in(story.jack).get(reverse("pairing_detail", args=[story.pairing.pk])).text
    assert "He let me finish" in text


def test_the_other_neither_changes_nor_takes_it_back(win, send, read):
    for act in ("save", "take_back"):
        text = send("jack", "win_change", win, text="I let her finish", act=act).text
        assert "Only the one who wrote" in text
    assert "He let me finish" in read("kavya")
    assert "I let her finish" not in read("kavya")


@pytest.mark.parametrize("name", ["sam", "priya", "omar", "maria", "noor"])
def test_for_anybody_else_it_does_not_exist(win, send, name):
    assert send(name, "win_change", win, text="Mine", act="save").status_code in (403, 404)
    win.refresh_from_db()
    assert win.text == "He let me finish"


def test_what_its_author_changes_stays_readable_for_both(win, send, read):
    send("kavya", "win_change", win, text="He asked me", act="save")
    for name in ("kavya", "jack"):
        text = read(name)
        assert "He asked me" in text
        assert "He let me finish" in text
        assert "earlier wording" in text


def test_what_its_author_takes_back_leaves_a_line_without_words(win, send, read):
    send("kavya", "win_change", win, text="He asked me", act="save")
    send("kavya", "win_change", win, act="take_back")
    for name in ("kavya", "jack"):
        text = read(name)
        assert "took a small win back" in text
        assert "He let me finish" not in text
        assert "He asked me" not in text
    send("kavya", "win_change", win, text="And again", act="save")
    assert "And again" not in read("jack")


def test_a_win_is_not_emptied_by_a_change(win, send, read):
    assert "Write the win" in send("kavya", "win_change", win, text=" \u200b ", act="save").text
    assert "He let me finish" in read("jack")


@pytest.mark.parametrize("state", ["ended", "completed"])
def test_once_the_pairing_is_over_none_is_added(story, meeting, send, state):
    Pairing.objects.filter(pk=story.pairing.pk).update(state=state)
    text = send("kavya", "meeting_log", meeting, **LOG).text
    assert "nothing new can be written" in text
    assert not Win.objects.exists()
    assert not SessionLog.objects.exists()


@pytest.mark.parametrize("state", ["ended", "completed"])
@pytest.mark.parametrize("act", ["save", "take_back"])
def test_once_the_pairing_is_over_it_stays(story, win, send, read, state, act):
    Pairing.objects.filter(pk=story.pairing.pk).update(state=state)
    assert "stays as it is" in send("kavya", "win_change", win, text="Another", act=act).text
    assert "He let me finish" in read("jack")


def test_a_win_of_a_meeting_that_is_gone_is_its_authors_draft(story, send):
    facts = {"date": "2026-11-22", "time": "15:00", "minutes": "30", "channel": "phone"}
    send("kavya", "meeting_log_unplanned", story.pairing, **LOG | facts)
    meeting = Win.objects.get().meeting
    send("kavya", "meeting_take_back", meeting)
    assert not Win.objects.exists()
    form = send("kavya", "unplanned_draft_save", story.pairing)
    assert form.status_code == 200
