"""The second in a row of missed, cancelled, or not planned when due."""

import datetime as dt

import pytest

from notifications.models import Delivery
from pairings.models import Pairing
from pairings.services import end_pairing, pause_pairing, resume_pairing
from programs.models import Todo
from sessions.models import Meeting, Rhythm
from sessions.services import cancel_meeting, log_meeting, settle_meetings
from sessions.slipping import Course, refresh_rhythms
from tests.batches import pass_batch
from tests.factories import CoordinatorFactory, MeetingFactory, PairingFactory
from tests.sessions.story import DAY, HOUR, NOW, WEEK, entry, plan, slot

CADENCE = 3 * WEEK


def course(**fields) -> Course:
    return Course(**{"opened_at": NOW - 2 * WEEK, "cadence": CADENCE} | fields)


@pytest.mark.parametrize(("weeks", "lapses"), [(4, 0), (4.4, 0), (4.5, 1), (7.4, 1), (7.5, 2), (10.5, 3)])
def test_what_is_not_planned_counts_once_it_is_due(weeks, lapses):
    assert course(opened_at=NOW - weeks * WEEK).lapses(NOW) == lapses


@pytest.mark.parametrize(
    ("fields", "lapses"),
    [
        ({"lapsed_at": (NOW - 9 * DAY, NOW - DAY), "last_at": NOW - DAY}, 2),
        ({"lapsed_at": (NOW - 9 * DAY,), "last_held_at": NOW - DAY, "last_at": NOW - DAY}, 0),
        ({"lapsed_at": (NOW - 9 * DAY, NOW + 8 * DAY), "next_at": NOW + DAY}, 1),
        ({"lapsed_at": (NOW + DAY,), "next_at": NOW + 8 * DAY}, 1),
        ({"lapsed_at": (NOW - 5 * WEEK,), "last_at": NOW - 5 * WEEK, "opened_at": NOW - 9 * WEEK}, 2),
        ({"opened_at": NOW - 20 * WEEK, "next_at": NOW + DAY}, 0),
    ],
)
def test_meetings_in_a_row(fields, lapses):
    assert course(**fields).lapses(NOW) == lapses


@pytest.fixture
def slipping(story):
    """Kavya and Jack have missed two meetings in a row."""
    for days in (9, 2):
        MeetingFactory(pairing=story.pairing, state="missed", starts_at=NOW - days * DAY)
    refresh_rhythms(Pairing.objects.all())
    return story.pairing


def told() -> set[str]:
    return {row.recipient.first_name for row in Delivery.objects.filter(kind="pair_slipping")}


def test_the_program_team_is_told_and_not_the_two(story, slipping):
    todo = Todo.objects.get(kind="slipping")
    assert (todo.subject_id, set(todo.concerns.all())) == (slipping.pk, {story.kavya, story.jack})
    assert told() == {"Priya"}
    assert Rhythm.objects.get(pairing=slipping).lapses == 2
    assert not Rhythm.objects.filter(pairing=story.other_pairing, lapses__gt=0).exists()


def test_looking_again_tells_nobody_again(story, slipping):
    Todo.objects.update(done_at=NOW)
    refresh_rhythms(Pairing.objects.all(), NOW + DAY)
    assert Todo.objects.count() == 1
    assert Delivery.objects.filter(kind="pair_slipping").count() == 2


def test_the_second_cancellation_is_told_at_once(story):
    first, second = plan(story, slot(NOW + DAY)), plan(story, slot(NOW + 2 * DAY))
    cancel_meeting(meeting=first, by=story.jack)
    assert told() == set()
    cancel_meeting(meeting=second, by=story.jack)
    assert told() == {"Priya"}


def test_a_cancelled_meeting_far_ahead_is_no_lapse(story):
    plan(story, slot(NOW + DAY))
    far = [plan(story, slot(NOW + n * WEEK)) for n in (2, 4)]
    for meeting in far:
        cancel_meeting(meeting=meeting, by=story.jack)
    assert told() == set()


def test_meeting_again_settles_it(story, slipping):
    held = MeetingFactory(pairing=slipping, starts_at=NOW - HOUR)
    log_meeting(meeting=held, entry=entry(), by=story.kavya)
    assert Todo.objects.get().done_at == NOW
    assert set(Delivery.objects.filter(kind="pair_slipping").values_list("state", flat=True)) == {"cancelled"}
    assert Rhythm.objects.get(pairing=slipping).slipping_since is None


def test_a_coordinator_who_manages_one_of_the_two_is_not_told(story):
    story.kavya.manager = story.priya
    story.kavya.save()
    other = CoordinatorFactory(program=story.program, user__first_name="Ada").user
    for days in (9, 2):
        MeetingFactory(pairing=story.pairing, state="cancelled", starts_at=NOW - days * DAY)
    refresh_rhythms(Pairing.objects.all())
    assert told() == {other.first_name}


def test_without_an_impartial_coordinator_hr_is_told(story):
    story.jack.assistants.add(story.priya)
    for days in (9, 2):
        MeetingFactory(pairing=story.pairing, state="cancelled", starts_at=NOW - days * DAY)
    refresh_rhythms(Pairing.objects.all())
    assert told() == {"Omar"}


def test_a_paused_pair_does_not_slip(story, slipping):
    Pairing.objects.filter(pk=slipping.pk).update(state="paused")
    refresh_rhythms(Pairing.objects.all())
    assert Rhythm.objects.get(pairing=slipping).lapses == 0
    assert Todo.objects.open().count() == 0


def test_a_pair_that_goes_on_after_a_pause_of_the_programs_begins_anew(story, slipping, clock):
    pause_pairing(pairing=story.pairing, by=story.priya)
    pass_batch(clock)
    assert Todo.objects.open().count() == 0
    clock.move_to(NOW + 20 * WEEK)
    resume_pairing(pairing=story.pairing, by=story.priya)
    pass_batch(clock)
    settle_meetings()
    assert not Todo.objects.open().filter(subject_id=story.pairing.pk).exists()
    clock.move_to(NOW + 28 * WEEK)
    settle_meetings()
    assert Todo.objects.open().filter(subject_id=story.pairing.pk).exists()


def test_a_pair_that_ends_slips_no_more(story, slipping, clock):
    end_pairing(pairing=story.pairing, by=story.omar)
    pass_batch(clock)
    assert Rhythm.objects.get(pairing=slipping).slipping_since is None


def test_telling_of_many_costs_the_same(story, django_assert_max_num_queries):
    for _ in range(10):
        PairingFactory(cycle=story.cycle, opened_at=NOW - 20 * WEEK)
    with django_assert_max_num_queries(24):
        refresh_rhythms(Pairing.objects.all())
    assert Todo.objects.filter(kind="slipping").count() == 10


def test_an_overdue_pair_is_found_by_the_clock(story):
    Pairing.objects.update(opened_at=NOW - 8 * WEEK)
    settle_meetings()
    assert Todo.objects.filter(kind="slipping").count() == 2


@pytest.mark.parametrize(("days", "state"), [(13, "planned"), (15, "missed")])
def test_what_nobody_logs_is_taken_for_missed_after_a_fortnight(story, days, state):
    meeting = MeetingFactory(pairing=story.pairing, starts_at=NOW - days * DAY)
    settle_meetings()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.changes.count()) == (state, 0)


def test_meetings_of_an_ended_pair_are_called_off_once_both_may_know(story, clock):
    meeting = plan(story)
    Pairing.objects.filter(pk=story.pairing.pk).update(state="ended", outcome_at=NOW + DAY)
    settle_meetings()
    assert Meeting.objects.get().state == "planned"
    clock.move_to(NOW + DAY)
    settle_meetings()
    assert [change.by_side for change in meeting.changes.all()] == ["program"]
    told = Delivery.objects.filter(kind="meeting_cancelled", channel="email")
    assert {row.recipient for row in told} == {story.kavya, story.jack, story.sam}


def test_the_cost_does_not_grow_with_the_pairs(story, django_assert_max_num_queries):
    for _ in range(10):
        MeetingFactory(pairing=PairingFactory(cycle=story.cycle), state="held", starts_at=NOW - dt.timedelta(days=3))
    with django_assert_max_num_queries(8):
        refresh_rhythms(Pairing.objects.all())
