"""Planning, moving and cancelling."""

import datetime as dt

import pytest

from frame.errors import Refused
from notifications.models import Delivery
from sessions.models import Meeting, MeetingChange
from sessions.services import cancel_meeting, move_meeting, plan_meetings
from tests.sessions.story import DAY, HOUR, NOW, plan, slot


def owed(kind: str, state: str = "pending") -> set[str]:
    return {row.recipient.first_name for row in Delivery.objects.filter(kind=kind, state=state, channel="email")}


def test_both_are_invited_and_who_books_is_told(story):
    meeting = plan(story)
    assert (meeting.state, meeting.revision, meeting.planned_by) == ("planned", 0, story.kavya)
    assert owed("meeting_invitation") == {"Kavya", "Jack", "Sam"}


def test_planning_the_same_time_twice_plans_it_once(story):
    first, second = plan(story), plan(story)
    assert first == second
    assert Delivery.objects.filter(kind="meeting_invitation").count() == 6


def test_several_are_planned_at_once(story):
    planned = plan_meetings(pairing=story.pairing, slots=[slot(NOW + n * DAY) for n in (1, 8, 15)], by=story.jack)
    assert [meeting.starts_at for meeting in planned] == [NOW + n * DAY for n in (1, 8, 15)]


@pytest.mark.parametrize("when", [-HOUR, dt.timedelta(), 800 * DAY])
def test_times_past_or_absurdly_far_are_refused(story, when):
    with pytest.raises(Refused):
        plan(story, slot(NOW + when))
    assert not Meeting.objects.exists()


@pytest.mark.parametrize("minutes", [0, 4, 481, 100_000])
def test_absurd_lengths_are_refused(story, minutes):
    with pytest.raises(Refused, match="between 5 minutes and 8 hours"):
        plan(story, slot(minutes=minutes))


@pytest.mark.parametrize("state", ["preparing", "paused", "ended", "completed"])
def test_a_pair_that_does_not_meet_now_plans_nothing(story, state):
    story.pairing.state = state
    with pytest.raises(Refused, match="signed the agreement"):
        plan(story)


def test_a_move_keeps_the_meeting_and_raises_its_revision(story):
    meeting = plan(story)
    moved = move_meeting(meeting=meeting, slot=slot(NOW + 5 * DAY), by=story.jack)
    assert (moved.pk, moved.revision, moved.starts_at) == (meeting.pk, 1, NOW + 5 * DAY)
    change = MeetingChange.objects.get()
    assert (change.kind, change.by_side, change.hours_notice, change.was_at) == ("moved", "senior", 72, NOW + 3 * DAY)


def test_a_move_takes_back_what_was_owed_and_tells_both(story):
    meeting = plan(story)
    move_meeting(meeting=meeting, slot=slot(NOW + 5 * DAY), by=story.jack)
    assert owed("meeting_invitation", "cancelled") == {"Kavya", "Jack", "Sam"}
    assert owed("meeting_moved") == {"Kavya", "Jack", "Sam"}
    assert Delivery.objects.filter(key__contains="meeting_moved").first().extra == {"revision": 1}


def test_another_room_is_no_move_but_an_update(story):
    move_meeting(meeting=plan(story), slot=slot(place="Room 9"), by=story.kavya)
    change = MeetingChange.objects.get()
    assert (change.kind, change.has_new_place, change.by_side) == ("adjusted", True, "junior")
    assert owed("meeting_moved") == {"Kavya", "Jack", "Sam"}


def test_a_move_to_the_same_slot_changes_nothing(story):
    meeting = move_meeting(meeting=plan(story), slot=slot(), by=story.kavya)
    assert (meeting.revision, owed("meeting_moved")) == (0, set())


def test_a_move_onto_another_meeting_of_the_two_is_refused(story):
    first = plan(story)
    plan(story, slot(NOW + 5 * DAY))
    with pytest.raises(Refused, match="already have a meeting"):
        move_meeting(meeting=first, slot=slot(NOW + 5 * DAY), by=story.jack)


def test_who_moves_what_somebody_else_has_just_moved_is_told(story):
    meeting = plan(story)
    stale = Meeting.objects.with_people().get(pk=meeting.pk)
    move_meeting(meeting=meeting, slot=slot(NOW + 5 * DAY), by=story.jack)
    with pytest.raises(Refused, match="Somebody else has just changed"):
        move_meeting(meeting=stale, slot=slot(NOW + 6 * DAY), by=story.kavya)


def test_what_has_begun_is_neither_moved_nor_cancelled(story, clock):
    meeting = plan(story)
    clock.move_to(NOW + 3 * DAY)
    with pytest.raises(Refused, match="already begun"):
        move_meeting(meeting=meeting, slot=slot(NOW + 9 * DAY), by=story.jack)
    with pytest.raises(Refused, match="already begun"):
        cancel_meeting(meeting=meeting, by=story.jack)


def test_a_cancellation_keeps_side_and_notice(story, clock):
    meeting = plan(story)
    clock.move_to(NOW + 3 * DAY - 90 * HOUR / 60)
    cancel_meeting(meeting=meeting, by=story.kavya)
    change = MeetingChange.objects.get()
    assert (change.kind, change.by_side, change.hours_notice) == ("cancelled", "junior", 1)
    assert (meeting.state, meeting.revision) == ("cancelled", 1)
    assert owed("meeting_cancelled") == {"Kavya", "Jack", "Sam"}


def test_an_assistant_acts_for_the_leader(story):
    cancel_meeting(meeting=plan(story), by=story.sam)
    assert MeetingChange.objects.get().by_side == "senior"


def test_cancelling_twice_is_cancelling_once(story):
    meeting = plan(story)
    for _ in range(2):
        cancel_meeting(meeting=meeting, by=story.kavya)
    assert (MeetingChange.objects.count(), meeting.revision) == (1, 1)


def test_a_meeting_logged_as_held_is_not_cancelled(story):
    meeting = plan(story)
    meeting.state = "held"
    with pytest.raises(Refused, match="already held"):
        cancel_meeting(meeting=meeting, by=story.kavya)
