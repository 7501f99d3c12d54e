"""Who is told that no meeting is planned, when, and when not."""

import pytest

from notifications.models import Delivery, GroupPreference
from pairings.models import Agreement, Pairing
from sessions.models import Meeting
from sessions.reminders.nothing_planned import plan_first, plan_next
from tests.batches import rest
from tests.factories import MeetingFactory, PairingFactory
from tests.mail import deliver_all, plan_all, sent_to
from tests.sessions.story import DAY, HOUR, NOW, WEEK

#: The pairs of the story opened a fortnight ago; they agreed on a meeting every three weeks.
CODES = ("first_meeting", "next_meeting")


@pytest.fixture
def at_once(story):
    """Else it would wait for Monday."""
    for person in (story.kavya, story.jack, story.sam):
        GroupPreference.objects.create(user=person, group="meetings", channel="email", frequency="at_once")
    Pairing.objects.exclude(pk=story.pairing.pk).update(opened_at=NOW - 100 * DAY)
    return story


def told(person):
    return [mail.subject for mail in sent_to(person) if "planned" in mail.subject]


def opened(story, days):
    Pairing.objects.filter(pk=story.pairing.pk).update(opened_at=NOW - days * DAY)


@pytest.mark.parametrize(("days", "mails"), [(6, 0), (7, 1), (20, 1), (22, 0)])
def test_a_week_after_the_opening_the_side_that_books_is_told(at_once, days, mails):
    opened(at_once, days)
    for _ in range(2):
        plan_all()
        deliver_all()
    assert told(at_once.kavya) == ["Your first meeting with Jack Whitfield is not planned yet"] * mails
    assert told(at_once.jack) == []


def test_where_the_leader_books_the_leader_and_the_assistant_are_told(at_once, clock):
    Agreement.objects.update(books="senior")
    opened(at_once, 8)
    clock.move_to(NOW + 6 * HOUR)  # ten in New York
    plan_all()
    deliver_all()
    assert told(at_once.kavya) == []
    assert told(at_once.jack) == ["Your first meeting with Kavya Nair is not planned yet"]
    assert told(at_once.sam) == ["Jack Whitfield and Kavya Nair: the first meeting is not planned yet"]


@pytest.mark.parametrize("days_ahead", [3, -3])
def test_where_one_is_planned_or_was_the_first_is_not_missed(at_once, days_ahead):
    opened(at_once, 8)
    MeetingFactory(pairing=at_once.pairing, starts_at=NOW + days_ahead * DAY)
    assert list(plan_first(NOW)) == []


def test_one_that_was_called_off_is_none(at_once):
    opened(at_once, 8)
    MeetingFactory(pairing=at_once.pairing, starts_at=NOW + 3 * DAY, state=Meeting.State.CANCELLED)
    assert [row.recipient_id for row in plan_first(NOW)] == [at_once.kavya.pk] * 2


@pytest.mark.parametrize(("since", "mails"), [(4 * WEEK, 0), (4.5 * WEEK, 1), (4.5 * WEEK + 15 * DAY, 0)])
def test_after_one_and_a_half_intervals_without_a_next_one(at_once, since, mails):
    opened(at_once, 100)
    Agreement.objects.update(cadence_weeks=3)
    MeetingFactory(pairing=at_once.pairing, starts_at=NOW - since, state=Meeting.State.HELD, junior_word="held")
    for _ in range(2):
        plan_all()
        deliver_all()
    assert told(at_once.kavya) == ["No next meeting with Jack Whitfield is planned"] * mails


def test_the_next_time_it_is_said_again(at_once, clock):
    opened(at_once, 100)
    MeetingFactory(pairing=at_once.pairing, starts_at=NOW - 5 * WEEK, state=Meeting.State.HELD, junior_word="held")
    plan_all()
    deliver_all()
    MeetingFactory(pairing=at_once.pairing, starts_at=NOW + DAY, state=Meeting.State.HELD, junior_word="held")
    clock.move_to(NOW + DAY + 5 * WEEK)
    plan_all()
    deliver_all()
    assert len(told(at_once.kavya)) == 2


@pytest.mark.parametrize("code", CODES)
def test_what_was_planned_meanwhile_is_not_missed(at_once, code):
    opened(at_once, 8 if code == "first_meeting" else 100)
    if code == "next_meeting":
        MeetingFactory(pairing=at_once.pairing, starts_at=NOW - 5 * WEEK, state=Meeting.State.HELD, junior_word="held")
    plan_all()
    assert Delivery.objects.filter(kind=code).exists()
    MeetingFactory(pairing=at_once.pairing, starts_at=NOW + DAY)
    deliver_all()
    assert told(at_once.kavya) == []


def test_a_paused_pair_is_left_alone(at_once):
    opened(at_once, 8)
    plan_all()
    rest(at_once.pairing)
    deliver_all()
    assert told(at_once.kavya) == []
    assert list(plan_first(NOW)) == []


def test_after_a_pause_it_counts_anew(at_once):
    opened(at_once, 100)
    Pairing.objects.filter(pk=at_once.pairing.pk).update(resumed_at=NOW - 3 * DAY)
    MeetingFactory(pairing=at_once.pairing, starts_at=NOW - 5 * WEEK, state=Meeting.State.HELD, junior_word="held")
    assert all(row.due_at > NOW for row in plan_next(NOW))


@pytest.mark.parametrize("number", [1, 3, 30])
def test_planning_costs_the_same_for_any_number(at_once, number, django_assert_num_queries):
    opened(at_once, 8)
    for _ in range(number - 1):
        PairingFactory(cycle=at_once.cycle, opened_at=NOW - 8 * DAY)
    with django_assert_num_queries(2):
        assert len(list(plan_first(NOW))) == 2 * number


def test_slow_as_they_are_they_come_with_the_weekly_digest(story, mailoutbox):
    Pairing.objects.filter(pk=story.pairing.pk).update(opened_at=NOW - 8 * DAY)
    plan_all()
    deliver_all()
    assert told(story.kavya) == []
    assert Delivery.objects.filter(kind="first_meeting", state="gathered").exists()
