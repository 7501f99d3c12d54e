"""What is refused of meetings: planning, moving, calling off, taking back. Nothing is changed and nobody is told."""

import pytest

from frame.errors import Conflict, Refused
from notifications.models import Delivery
from pairings.models import Pairing
from sessions.form_data import LogEntry, Slot
from sessions.models import Meeting, MeetingChange
from sessions.services import (
    cancel_meeting,
    log_meeting,
    log_unplanned_meeting,
    move_meeting,
    report_not_held,
    take_back,
)
from sessions.services.meetings import write_agenda
from sessions.services.planning import keep_planned
from sessions.services.retracting import answer_taking_back
from tests.sessions.story import DAY, HOUR, NOW, logged, plan, slot


def refused(words):
    return pytest.raises(Refused, match=words)


def stored(meeting) -> Meeting:
    return Meeting.objects.with_people().get(pk=meeting.pk)


@pytest.fixture
def planned(story) -> Meeting:
    meeting = plan(story)
    Delivery.objects.all().delete()
    return meeting


@pytest.mark.parametrize(
    ("when", "words"), [(NOW, "already past"), (NOW - DAY, "already past"), (NOW + 800 * DAY, "two years ahead")]
)
def test_a_meeting_is_not_moved_to_where_it_cannot_be(story, planned, when, words):
    with refused(words):
        move_meeting(meeting=planned, slot=slot(when), by=story.jack)
    assert (stored(planned).starts_at, stored(planned).revision) == (NOW + 3 * DAY, 0)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("minutes", [4, 481])
def test_nor_stretched_beyond_reason(story, planned, minutes):
    with refused("between 5 minutes and 8 hours"):
        move_meeting(meeting=planned, slot=slot(minutes=minutes), by=story.kavya)
    assert stored(planned).minutes == 60


@pytest.mark.parametrize("state", ["held", "missed", "cancelled"])
def test_what_is_over_is_not_moved(story, planned, state):
    Meeting.objects.filter(pk=planned.pk).update(state=state)
    with refused(f"already {state}"):
        move_meeting(meeting=stored(planned), slot=slot(NOW + 4 * DAY), by=story.jack)
    assert stored(planned).starts_at == NOW + 3 * DAY


def test_a_missed_one_is_not_called_off_afterwards(story, planned):
    Meeting.objects.filter(pk=planned.pk).update(state="missed")
    with refused("already missed"):
        cancel_meeting(meeting=stored(planned), by=story.jack)
    assert not MeetingChange.objects.exists()


def test_of_two_who_call_off_and_move_at_once_the_second_is_told(story, planned):
    seen_by_jack = stored(planned)
    cancel_meeting(meeting=planned, by=story.kavya)
    with refused("Somebody else has just changed"):
        move_meeting(meeting=seen_by_jack, slot=slot(NOW + 4 * DAY), by=story.jack)
    assert [change.kind for change in MeetingChange.objects.all()] == ["cancelled"]


def test_touching_meetings_are_two_and_overlapping_ones_are_not(story, planned):
    other = plan(story, slot(NOW + 5 * DAY))
    with refused("already have a meeting planned"):
        move_meeting(meeting=planned, slot=slot(NOW + 5 * DAY + HOUR / 2), by=story.jack)
    moved = move_meeting(meeting=planned, slot=slot(NOW + 5 * DAY + HOUR), by=story.jack)
    assert (moved.starts_at, stored(other).starts_at) == (NOW + 5 * DAY + HOUR, NOW + 5 * DAY)


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_it_is_the_same_one_is_of_no_use_to_a_pair_that_does_not_meet(story, planned, state):
    story.pairing.state = state
    with refused("while the pairing is active"):
        keep_planned(pairing=story.pairing, slots=[slot()], by=story.jack, same=[planned.pk], agenda="Mine")
    assert stored(planned).agenda == ""


def test_it_is_the_same_one_adds_the_agenda_and_plans_nothing_twice(story, planned):
    write_agenda(meeting=planned, agenda="Hers", version=planned.version, by=story.kavya)
    for _window in range(2):
        keep_planned(
            pairing=story.pairing, slots=[slot(NOW + 3 * DAY + HOUR / 4)], by=story.jack, same=[planned.pk],
            agenda="His",
        )  # fmt: skip
    assert [meeting.agenda for meeting in Meeting.objects.all()] == ["Hers\nHis"]


def test_a_meeting_of_another_pair_is_never_the_same_one(story, planned):
    theirs = Meeting.objects.create(pairing=story.other_pairing, starts_at=NOW + 3 * DAY, agenda="agenda-canary")
    kept = keep_planned(pairing=story.pairing, slots=[slot(NOW + 9 * DAY)], by=story.jack, same=[theirs.pk])
    assert theirs not in kept
    assert stored(theirs).agenda == "agenda-canary"


class TestAgenda:
    def test_what_the_other_saved_meanwhile_is_not_overwritten(self, story, planned):
        opened = planned.version
        write_agenda(meeting=stored(planned), agenda="Hers", version=opened, by=story.kavya)
        with pytest.raises(Conflict):
            write_agenda(meeting=stored(planned), agenda="His", version=opened, by=story.jack)
        assert stored(planned).agenda == "Hers"

    def test_the_same_words_from_both_are_no_conflict(self, story, planned):
        opened = planned.version
        for person in (story.kavya, story.jack):
            write_agenda(meeting=stored(planned), agenda="Posts", version=opened, by=person)
        assert (stored(planned).agenda, stored(planned).version) == ("Posts", opened + 1)

    @pytest.mark.parametrize("state", ["held", "missed", "cancelled"])
    def test_of_a_meeting_that_is_over_it_stays(self, story, planned, state):
        Meeting.objects.filter(pk=planned.pk).update(state=state, agenda="Posts")
        with refused("its agenda stays as it was"):
            write_agenda(meeting=stored(planned), agenda="Other", version=planned.version, by=story.kavya)
        assert stored(planned).agenda == "Posts"


class TestTakingBack:
    @pytest.fixture
    def told(self, story) -> Meeting:
        """Held two days ago; Kavya said so yesterday."""
        return logged(story)

    def test_who_has_said_nothing_takes_nothing_back(self, story, told):
        with refused("You have said nothing about this meeting"):
            take_back(meeting=stored(told), by=story.jack)
        assert stored(told).junior_word == "held"

    @pytest.mark.parametrize("who", ["sam", "maria", "priya", "omar"])
    def test_nobody_speaks_for_one_of_the_two(self, story, told, who):
        with refused("Only the two who met"):
            take_back(meeting=stored(told), by=story.people[who])
        assert stored(told).junior_word == "held"

    def test_who_is_asked_to_agree_does_not_ask_for_the_same(self, story, told):
        log_meeting(meeting=stored(told), entry=LogEntry(learned="His"), by=story.jack)
        Meeting.objects.filter(pk=told.pk).update(senior_said_at=NOW - 2 * DAY)
        take_back(meeting=stored(told), by=story.kavya)
        assert stored(told).asked_back_by == "junior"
        with refused("You are asked to agree to the same"):
            take_back(meeting=stored(told), by=story.jack)
        assert (stored(told).asked_back_by, stored(told).senior_word) == ("junior", "held")

    def test_nobody_agrees_with_themselves(self, story, told):
        take_back(meeting=stored(told), by=story.kavya)
        with refused("The other one of you has to agree"):
            answer_taking_back(meeting=stored(told), agrees=True, by=story.kavya)
        assert stored(told).junior_word == "held"

    def test_whoever_asked_may_leave_it_as_it_is(self, story, told):
        take_back(meeting=stored(told), by=story.kavya)
        answer_taking_back(meeting=stored(told), agrees=False, by=story.kavya)
        assert (stored(told).asked_back_by, stored(told).junior_word) == ("", "held")

    def test_where_nobody_asks_nobody_answers(self, story, told):
        for agrees in (True, False):
            with refused("Nobody asks to take anything back"):
                answer_taking_back(meeting=stored(told), agrees=agrees, by=story.jack)
        assert stored(told).junior_word == "held"

    def test_once_the_pairing_is_over_all_stays(self, story, told):
        Pairing.objects.filter(pk=story.pairing.pk).update(state="ended")
        with refused("pairing is over"):
            take_back(meeting=stored(told), by=story.kavya)
        assert stored(told).junior_word == "held"

    def test_what_is_gone_meanwhile_cannot_be_logged(self, story):
        entry = LogEntry(learned="Hers")
        part = log_unplanned_meeting(
            pairing=story.pairing, slot=Slot(NOW - DAY, 60, "video"), entry=entry, by=story.kavya
        )
        seen_by_jack = stored(part.meeting)
        take_back(meeting=stored(part.meeting), by=story.kavya)
        with refused("just been taken back"):
            log_meeting(meeting=seen_by_jack, entry=LogEntry(learned="His"), by=story.jack)
        assert not Meeting.objects.exists()


def test_a_meeting_still_ahead_is_not_told_about(story, planned):
    with refused("has not begun yet"):
        report_not_held(meeting=stored(planned), state="missed", who="senior", by=story.kavya)
    assert stored(planned).senior_word == ""


def test_a_meeting_that_was_called_off_is_not_told_about(story, planned, clock):
    cancel_meeting(meeting=planned, by=story.jack)
    clock.move_to(NOW + 4 * DAY)
    with refused("This meeting was cancelled"):
        log_meeting(meeting=stored(planned), entry=LogEntry(learned="We met"), by=story.kavya)
    assert stored(planned).junior_word == ""
