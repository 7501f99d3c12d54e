"""Questions two days before a meeting, and a word an hour before."""

import pytest
import time_machine

from notifications.models import Delivery
from notifications.sending import deliver_due, plan_due
from sessions.questions import EARLY, FIRST
from sessions.reminders.shortly_before import plan_questions, plan_soon
from sessions.services import move_meeting
from tests.batches import rest
from tests.factories import MeetingFactory
from tests.mail import deliver_all, plan_all, sent_to
from tests.sessions.story import DAY, HOUR, NOW, slot


def at(instant):
    with time_machine.travel(instant, tick=False):
        plan_due()
        deliver_due()


def titles(person, word):
    return [mail.subject for mail in sent_to(person) if word in mail.subject]


def planned(story, starts_at, **fields):
    return MeetingFactory(pairing=story.pairing, starts_at=starts_at, created_at=NOW - 20 * DAY, **fields)


def test_an_hour_before_both_and_the_assistant_get_a_word_whatever_the_hour(story):
    starts = NOW + 12 * DAY + 10 * HOUR  # a Saturday evening
    planned(story, starts, place="Room 7", agenda="agenda-canary")
    at(starts - HOUR - 20 * HOUR / 60)
    assert titles(story.kavya, "In an hour") == []
    at(starts - HOUR)
    assert titles(story.kavya, "In an hour") == ["In an hour: you meet Jack Whitfield"]
    assert titles(story.jack, "In an hour") == ["In an hour: you meet Kavya Nair"]
    assert titles(story.sam, "In an hour") == ["In an hour: Jack Whitfield meets Kavya Nair"]
    text = sent_to(story.sam)[-1].message().as_string()
    assert "Room 7" in text
    assert "agenda-canary" not in text


def test_never_after_it_has_begun(story):
    planned(story, NOW + 2 * HOUR)
    at(NOW + 2 * HOUR)
    assert titles(story.kavya, "In an hour") == []


def test_who_has_just_planned_or_moved_it_needs_none(story):
    meeting = planned(story, NOW + 30 * HOUR)
    move_meeting(meeting=meeting, slot=slot(NOW + 90 * HOUR / 60), by=story.jack)
    assert list(plan_soon(NOW + 30 * HOUR / 60)) == []


def test_a_paused_pair_gets_none(story):
    planned(story, NOW + HOUR)
    plan_all()
    rest(story.pairing)
    deliver_all()
    assert titles(story.kavya, "In an hour") == []


@pytest.mark.parametrize(("held", "stage"), [(0, FIRST), (2, EARLY)])
def test_two_days_before_the_leader_gets_questions_that_fit(story, held, stage):
    for n in range(held):
        MeetingFactory(
            pairing=story.pairing, starts_at=NOW - (n + 3) * DAY, state="held", junior_word="held", senior_word="held"
        )
    planned(story, NOW + 3 * DAY + 8 * HOUR, agenda="agenda-canary")
    at(NOW + 8 * HOUR)
    assert titles(story.jack, "what you could ask") == []
    at(NOW + DAY + 8 * HOUR)
    [mail] = [mail for mail in sent_to(story.jack) if "what you could ask" in mail.subject]
    assert mail.subject == "For Thursday: what you could ask Kavya Nair"
    assert str(stage.questions[0]) in mail.body
    assert "agenda-canary" not in mail.message().as_string()
    assert titles(story.kavya, "what you could ask") == titles(story.sam, "what you could ask") == []


def test_never_together_with_the_reminder(story):
    """The reminder of a meeting on Monday comes on Friday, and the questions on Thursday."""
    starts = NOW + 7 * DAY + 8 * HOUR
    planned(story, starts)
    for hour in range(8, 24 * 7 + 8, 4):
        at(NOW + hour * HOUR)
    rows = Delivery.objects.filter(recipient=story.jack, channel="email", state="sent")
    times = dict(rows.values_list("kind", "sent_at"))
    assert times["questions_ahead"].isoweekday() == 4
    assert times["meeting_reminder"].isoweekday() == 5


def test_who_learnt_of_the_meeting_yesterday_is_not_asked(story):
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 2 * DAY + 8 * HOUR, created_at=NOW)
    at(NOW + 8 * HOUR)
    assert titles(story.jack, "what you could ask") == []


def test_planning_costs_the_same_for_any_number(story, django_assert_max_num_queries):
    for n in range(30):
        planned(story, NOW + 3 * DAY + n * HOUR / 10)
        planned(story, NOW + HOUR + n * HOUR / 300)
    with django_assert_max_num_queries(8):  # five of them for the organisation, which is not there yet
        assert list(plan_questions(NOW + DAY + 8 * HOUR))
    with django_assert_max_num_queries(3):
        assert list(plan_soon(NOW))
