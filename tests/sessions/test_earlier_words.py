"""What the other could read is not rewritten without a trace: tried on logs, agendas and the meetings themselves."""

import json

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse

from frame.errors import Refused
from programs.models import Topic
from sessions.models import Meeting, SessionLog
from sessions.services import keep_planned, log_meeting, report_not_held
from tests.factories import MeetingFactory
from tests.sessions.story import HOUR, NOW, entry, plan, slot

HELD = {"happened": "held", "learned": "He did not listen", "to_do": "nothing"}
NEXT = {"happened": "held", "learned": "A fine talk", "to_do": "nothing", "version": "1"}


@pytest.fixture
def meeting(story):
    """Kavya and Jack were to meet two hours ago."""
    return MeetingFactory(pairing=story.pairing, starts_at=NOW - 2 * HOUR)


@pytest.fixture
def post(sign_in, story):
    def send(name, page, thing, **fields):
        return sign_in(story.people[name]).post(reverse(page, args=[thing.pk]), fields)

    return send


@pytest.fixture
def page(sign_in, story):
    def read(name, view, thing):
        return sign_in(story.people[name]).get(reverse(view, args=[thing.pk])).text

    return read


def test_a_part_that_the_other_has_read_is_not_rewritten_without_a_trace(story, meeting, post, page):
    post("kavya", "meeting_log", meeting, **HELD)
    assert "He did not listen" in page("jack", "meeting_detail", meeting)
    post("kavya", "meeting_log", meeting, **NEXT)
    for name in ("kavya", "jack"):
        text = page(name, "meeting_detail", meeting)
        assert "A fine talk" in text
        assert "He did not listen" in text
        assert "earlier wording" in text


def test_every_wording_stays_the_latest_first(story, meeting, post, page):
    for version, words in enumerate(["First words", "Second words", "Third words", "Fourth words"]):
        post("kavya", "meeting_log", meeting, **HELD | {"learned": words}, version=version)
    text = page("jack", "meeting_detail", meeting)
    places = [text.index(f"{word} words") for word in ("Fourth", "Third", "Second", "First")]
    assert places == sorted(places)


def test_topics_are_part_of_what_was_said(story, meeting, post, page):
    films = Topic.objects.create(program=story.program, name="Films of old")
    post("kavya", "meeting_log", meeting, **HELD, topics=[str(films.pk)])
    post("kavya", "meeting_log", meeting, **HELD, topics=[str(story.topic.pk)], version="1")
    assert "Films of old" in page("jack", "meeting_detail", meeting)


def test_a_topic_that_is_renamed_later_keeps_the_name_it_was_logged_under(story, meeting, post, page):
    topic = Topic.objects.create(program=story.program, name="Speaking up")
    post("kavya", "meeting_log", meeting, **HELD, topics=[str(topic.pk)])
    Topic.objects.filter(pk=topic.pk).update(name="Obeying quietly")
    for name in ("kavya", "jack"):
        text = page(name, "meeting_detail", meeting)
        assert "Speaking up" in text
        assert "Obeying quietly" not in text
    post("kavya", "meeting_log", meeting, **NEXT, topics=[str(topic.pk)])
    assert "Speaking up" in page("jack", "meeting_detail", meeting), "other words, about the same topic"
    assert "Obeying quietly" not in page("jack", "meeting_detail", meeting)


def test_the_same_words_again_leave_no_trace(story, meeting, post, page):
    for version in ("0", "1", "1"):
        post("kavya", "meeting_log", meeting, **HELD, version=version)
    assert "earlier wording" not in page("jack", "meeting_detail", meeting)


def test_nobody_but_the_two_reads_an_earlier_wording(story, meeting, post, page):
    post("kavya", "meeting_log", meeting, **HELD)
    post("kavya", "meeting_log", meeting, **NEXT)
    for name, view, thing in (
        ("sam", "meeting_detail", meeting), ("sam", "pairing_detail", story.pairing),
        ("priya", "oversight_detail", story.pairing), ("omar", "oversight_detail", story.pairing),
        ("priya", "meeting_detail", meeting), ("maria", "meeting_detail", meeting),
    ):  # fmt: skip
        assert "He did not listen" not in page(name, view, thing)


def all_that_is_kept():
    rows = [list(model.objects.values()) for model in apps.get_models() if model._meta.app_label != "sessions"]
    return json.dumps(rows, cls=DjangoJSONEncoder, default=str)


def test_a_private_reflection_keeps_no_versions(story, meeting, post):
    post("kavya", "meeting_log", meeting, **HELD, reflection="He frightens me")
    post("kavya", "meeting_log", meeting, **NEXT, reflection="A better day")
    kept = all_that_is_kept()
    assert "A better day" in kept
    assert "He did not listen" in kept
    assert "He frightens me" not in kept


def test_what_is_taken_back_goes_with_its_earlier_wordings(story, meeting, post, page):
    post("kavya", "meeting_log", meeting, **HELD)
    post("kavya", "meeting_log", meeting, **NEXT)
    post("kavya", "meeting_take_back", meeting)
    post("kavya", "meeting_log", meeting, **HELD | {"learned": "Nothing much"})
    text = page("jack", "meeting_detail", meeting)
    assert "Taken back by Kavya: you met" in text
    assert "Nothing much" in text
    assert "He did not listen" not in text + all_that_is_kept()


def test_who_wrote_an_empty_agenda_first_is_known(story, post, page):
    meeting = plan(story)
    post("jack", "meeting_agenda", meeting, agenda="Her pay", version="1")
    text = page("kavya", "meeting_detail", meeting)
    assert "Her pay" in text
    assert "Written by Jack" in text


def test_planning_the_same_meeting_again_keeps_what_the_agenda_was(story, page):
    meeting = plan(story, agenda="Her question")
    keep_planned(pairing=story.pairing, slots=[slot()], by=story.jack, same=[meeting.pk], agenda="His question")
    text = page("kavya", "meeting_detail", meeting)
    assert "Her question\nHis question" in text
    assert "Changed by Jack" in text
    assert text.count("Her question") == 2


@pytest.mark.parametrize("state", ["paused", "ended", "completed"])
def test_the_agenda_of_a_pair_that_does_not_meet_is_not_extended_by_planning(story, state):
    meeting = plan(story, agenda="Her question")
    story.pairing.state = state
    story.pairing.save(update_fields=["state"])
    with pytest.raises(Refused):
        keep_planned(pairing=story.pairing, slots=[slot()], by=story.jack, same=[meeting.pk], agenda="His question")
    meeting.refresh_from_db()
    assert meeting.agenda == "Her question"


def test_of_two_meetings_in_the_same_hours_one_alone_is_held(story):
    """Planned twice, half an hour apart, to be counted twice."""
    one = MeetingFactory(pairing=story.pairing, starts_at=NOW - 3 * HOUR)
    twin = MeetingFactory(pairing=story.pairing, starts_at=NOW - 2.5 * HOUR)
    log_meeting(meeting=one, entry=entry(), by=story.jack)
    for name in ("jack", "kavya"):
        with pytest.raises(Refused, match="a meeting in the same hours"):
            log_meeting(meeting=twin, entry=entry(), by=story.people[name])
    assert Meeting.objects.held().count() == 1


def test_a_word_that_was_missed_does_not_become_held_beside_its_twin(story):
    one = MeetingFactory(pairing=story.pairing, starts_at=NOW - 3 * HOUR)
    twin = MeetingFactory(pairing=story.pairing, starts_at=NOW - 2.5 * HOUR)
    report_not_held(meeting=twin, state="missed", who="senior", by=story.jack)
    with pytest.raises(Refused, match="a meeting in the same hours"):
        log_meeting(meeting=one, entry=entry(), by=story.jack)
    log_meeting(meeting=twin, entry=entry(), by=story.jack)
    assert Meeting.objects.held().count() == 1


def test_a_meeting_right_after_another_is_no_twin(story):
    for ago in (3, 2):
        one = MeetingFactory(pairing=story.pairing, starts_at=NOW - ago * HOUR)
        log_meeting(meeting=one, entry=entry(), by=story.jack)
    assert (Meeting.objects.held().count(), SessionLog.objects.count()) == (2, 2)
