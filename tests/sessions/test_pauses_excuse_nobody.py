"""Whoever pauses before each meeting looks no more reliable for it: to the program team and in the figures. The other
one of the two reads what they always read."""

import pytest
from django.test import Client
from django.urls import reverse

from insights.figures.counting import pair_counts
from insights.figures.scope import scope_for
from pairings.models import EndRequest, Pairing, PastHold
from pairings.services import (
    complete_pairing,
    end_pairing,
    leave_pairing,
    pause_pairing,
    pause_pairings,
    resume_pairing,
)
from sessions.models import Meeting, Rhythm
from sessions.services import cancel_meeting, settle_meetings
from tests.batches import pass_batch
from tests.factories import MeetingFactory, PairingFactory
from tests.sessions.story import DAY, HOUR, NOW, WEEK

NAMES = {"senior": "Jack Whitfield", "junior": "Kavya Raman"}


def people(story):
    return {"junior": story.kavya, "senior": story.jack}


def dodge(story, clock, by, meeting):
    """Pause the day before, let the program call the meeting off, and go on as if nothing had been."""
    clock.move_to(meeting.starts_at - DAY - HOUR)
    pause_pairing(pairing=story.pairing, by=by)
    pass_batch(clock)
    settle_meetings()
    resume_pairing(pairing=story.pairing, by=by)
    pass_batch(clock)
    clock.move_to(meeting.starts_at + HOUR)
    settle_meetings()


def plan_three(story):
    """Two in reach, and one far ahead, so that nothing is overdue."""
    days = (4, 8, 60)
    return [MeetingFactory(pairing=story.pairing, starts_at=NOW + n * DAY + 8 * HOUR) for n in days]


def slips(story):
    return Rhythm.objects.filter(pairing=story.pairing, slipping_since__isnull=False).exists()


def team_page(story):
    client = Client()
    client.force_login(story.priya)
    return client.get(reverse("oversight_detail", args=[story.pairing.pk])).text


@pytest.mark.parametrize("side", ["junior", "senior"])
def test_a_side_that_pauses_before_each_meeting_slips_as_if_it_had_cancelled(story, clock, side):
    first, second, _far = plan_three(story)
    for meeting in (first, second):
        dodge(story, clock, people(story)[side], meeting)
    assert {Meeting.objects.get(pk=meeting.pk).state for meeting in (first, second)} == {"cancelled"}
    assert slips(story)


def test_the_programs_own_pauses_count_for_nobody(story, clock):
    for meeting in plan_three(story)[:2]:
        clock.move_to(meeting.starts_at - DAY - HOUR)
        pause_pairings(pairings=[story.pairing], by=story.priya)
        pass_batch(clock)
        settle_meetings()
        resume_pairing(pairing=story.pairing, by=story.priya)
        pass_batch(clock)
        settle_meetings()
    assert Meeting.objects.filter(state="cancelled").count() == 2
    assert not slips(story)
    assert "counts for" not in team_page(story)


@pytest.mark.parametrize("side", ["junior", "senior"])
def test_the_team_reads_for_whom_a_meeting_called_off_in_a_pause_counts(story, clock, side):
    dodge(story, clock, people(story)[side], plan_three(story)[0])
    short = people(story)[side].short_name
    assert f"Called off in a pause, counts for {short} (the two read: by the program)" in team_page(story)


def test_a_side_that_calls_off_in_the_programs_holiday_is_named_to_the_team(story, clock):
    later = plan_three(story)[2]
    pause_pairings(pairings=[story.pairing], by=story.priya)
    pass_batch(clock)
    story.pairing.refresh_from_db()
    cancel_meeting(meeting=Meeting.objects.get(pk=later.pk), by=story.jack)
    assert "counts for Jack" in team_page(story)


@pytest.mark.parametrize("ending", [None, end_pairing, complete_pairing])
def test_the_team_still_reads_who_paused_once_it_is_over(story, clock, ending):
    pause_pairing(pairing=story.pairing, by=story.jack)
    pass_batch(clock)
    if ending:
        ending(pairing=story.pairing, by=story.priya)
    else:
        resume_pairing(pairing=story.pairing, by=story.jack)
    pass_batch(clock)
    kept = PastHold.objects.get()
    assert (kept.side, kept.is_for_request, kept.began_at <= kept.ended_at) == ("senior", False, True)
    page = team_page(story)
    assert "Was paused by one of the two" in page
    assert page.count("Jack Whitfield") > 1


def test_a_request_to_end_that_was_taken_back_stays_with_the_team_as_a_pause(story, clock):
    leave_pairing(pairing=story.pairing, by=story.jack, wish=EndRequest.Wish.LEAVE)
    pass_batch(clock)
    resume_pairing(pairing=story.pairing, by=story.jack)
    pass_batch(clock)
    assert "Was paused for a request to end" in team_page(story)


def test_a_pause_that_never_began_leaves_nothing(story, clock):
    from pairings.services import take_back

    pause_pairing(pairing=story.pairing, by=story.jack)
    take_back(pairing=story.pairing, by=story.jack)
    pass_batch(clock)
    assert not PastHold.objects.exists()


def test_a_sides_pause_wipes_out_no_lapse_and_the_programs_does(story, clock):
    for days in (9, 2):
        MeetingFactory(pairing=story.pairing, state="missed", starts_at=NOW - days * DAY)
    settle_meetings()
    pause_pairing(pairing=story.pairing, by=story.jack)
    pass_batch(clock)
    assert not slips(story)
    resume_pairing(pairing=story.pairing, by=story.jack)
    pass_batch(clock)
    assert slips(story), "it goes on where it was"
    pause_pairings(pairings=[story.pairing], by=story.priya)
    pass_batch(clock)
    resume_pairing(pairing=story.pairing, by=story.priya)
    pass_batch(clock)
    assert not slips(story)


def test_the_time_of_a_pause_is_not_held_against_the_two(story, clock):
    """Twenty weeks of illness are no seven meetings missed; what was over before counts on."""
    Pairing.objects.filter(pk=story.pairing.pk).update(opened_at=NOW - 4 * WEEK)
    pause_pairing(pairing=story.pairing, by=story.kavya)
    pass_batch(clock)
    clock.move_to(NOW + 20 * WEEK)
    resume_pairing(pairing=story.pairing, by=story.kavya)
    pass_batch(clock)
    settle_meetings()
    assert not slips(story)
    clock.move_to(NOW + 24 * WEEK)
    settle_meetings()
    assert slips(story)


def test_a_sponsor_who_is_one_of_the_two_cannot_tell_it_from_the_sum(story, clock):
    """Whether a pause counts tells the program's from the partner's: so their own pair is in no figure they read."""
    for _n in range(6):
        PairingFactory(cycle=story.cycle, opened_at=NOW)
    type(story.program).objects.filter(pk=story.program.pk).update(sponsor=story.jack)
    first, second, _far = plan_three(story)
    for meeting in (first, second):
        dodge(story, clock, story.kavya, meeting)
    assert slips(story)
    read = {who: pair_counts(scope_for(who, story.cycle))[story.cycle.pk] for who in (story.jack, story.lena)}
    assert read[story.lena].slipping == 1
    assert read[story.jack].slipping == 0
    assert read[story.jack].meeting == read[story.lena].meeting - 1
