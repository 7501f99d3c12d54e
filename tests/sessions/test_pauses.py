"""Meetings of a paused pair: they stay, or the program calls them off, and nobody can tell a pause from a farewell."""

import pytest
from django.urls import reverse

from pairings.models import EndRequest, Hold, Pairing
from pairings.services import leave_pairing, pause_pairing, pause_pairings, resume_pairing
from sessions.models import MeetingChange, Rhythm
from sessions.services import settle_meetings
from tests.batches import pass_batch
from tests.factories import MeetingFactory
from tests.mail import deliver_all, plan_all, sent_to
from tests.sessions.story import DAY, HOUR, NOW


def pause(story, by):
    pause_pairing(pairing=story.pairing, by=by)


def ask_to_end(story, by):
    leave_pairing(pairing=story.pairing, by=by, wish=EndRequest.Wish.values[0], reason="reason-canary")


WAYS = [pause, ask_to_end]


@pytest.fixture
def soon(story):
    return MeetingFactory(pairing=story.pairing, starts_at=NOW + 20 * HOUR)


@pytest.fixture
def later(story):
    return MeetingFactory(pairing=story.pairing, starts_at=NOW + 5 * DAY)


def state_of(meeting) -> str:
    meeting.refresh_from_db()
    return meeting.state


def page_of(sign_in, person, name, thing):
    return sign_in(person).get(reverse(name, args=[thing.pk]))


@pytest.mark.parametrize("way", WAYS)
def test_the_program_cancels_what_comes_within_a_day_and_leaves_the_rest(story, soon, later, way, clock):
    way(story, story.kavya)
    settle_meetings()
    assert (state_of(soon), state_of(later)) == ("planned", "planned"), "nothing before the batch"
    pass_batch(clock)
    settle_meetings()
    assert (state_of(soon), state_of(later)) == ("cancelled", "planned")
    change = soon.changes.get()
    assert (change.by, change.by_side) == (None, "program")


@pytest.mark.parametrize("way", WAYS)
def test_later_meetings_follow_when_their_day_comes(story, later, way, clock):
    way(story, story.kavya)
    pass_batch(clock)
    deliver_all()
    clock.move_to(NOW + 4 * DAY + HOUR)
    plan_all()
    settle_meetings()
    deliver_all()
    assert state_of(later) == "cancelled"
    for person in (story.kavya, story.jack):
        titles = [message.subject for message in sent_to(person)]
        assert [title for title in titles if "28 Nov" in title] == [titles[-1]]
        assert "ancelled" in titles[-1]


def test_the_other_side_reads_the_same_for_a_pause_and_a_request_to_end(story, soon, later, sign_in, clock):
    seen = []
    for way in WAYS:
        clock.move_to(NOW)
        Hold.objects.all().delete()
        Pairing.objects.filter(pk=story.pairing.pk).update(state="active", paused_at=None)
        story.pairing.refresh_from_db()
        type(soon).objects.update(state="planned")
        MeetingChange.objects.all().delete()
        way(story, story.kavya)
        pass_batch(clock)
        settle_meetings()
        text = sign_in(story.jack).get(reverse("meeting_detail", args=[soon.pk])).text
        seen.append(text.partition("<main")[2])
        assert "Cancelled by the program" in text
        assert "reason-canary" not in text
    assert seen[0] == seen[1]


@pytest.mark.parametrize("who", ["kavya", "jack", "sam"])
def test_whoever_cancels_in_a_pause_it_is_the_programs_doing(story, later, sign_in, who, clock):
    pause(story, story.kavya)
    pass_batch(clock)
    client = sign_in(story.people[who])
    assert (
        "both of you read that the program cancelled it" in client.get(reverse("meeting_cancel", args=[later.pk])).text
    )
    client.post(reverse("meeting_cancel", args=[later.pk]))
    assert state_of(later) == "cancelled"
    for reader in (story.kavya, story.jack):
        assert "Cancelled by the program" in page_of(sign_in, reader, "meeting_detail", later).text
    change = later.changes.get()
    assert (change.by, change.by_side) == (None, "program")


def test_outside_a_pause_the_side_is_kept(story, later, sign_in):
    sign_in(story.jack).post(reverse("meeting_cancel", args=[later.pk]))
    assert later.changes.get().by_side == "senior"


def test_what_the_program_cancelled_counts_for_neither_once_the_pair_goes_on(story, soon, clock):
    for days in (2, 3):
        MeetingFactory(pairing=story.pairing, starts_at=NOW + days * DAY)
    pause_pairings(pairings=[story.pairing], by=story.priya)
    pass_batch(clock)
    for days in (0, 1, 2):
        clock.move_to(NOW + days * DAY + 2 * HOUR)
        settle_meetings()
    assert MeetingChange.objects.filter(by_side="program", counts_for="").count() == 3
    resume_pairing(pairing=story.pairing, by=story.priya)
    pass_batch(clock)
    clock.move_to(NOW + 6 * DAY)
    settle_meetings()
    rhythm = Rhythm.objects.filter(pairing=story.pairing).first()
    assert (rhythm.lapses if rhythm else 0) == 0


@pytest.mark.parametrize("who", ["kavya", "jack", "sam"])
def test_the_pages_say_what_a_pause_does(story, later, sign_in, who, clock):
    said = "The pairing is paused, so no reminders go out."
    assert said not in page_of(sign_in, story.people[who], "pairing_detail", story.pairing).text
    pause(story, story.kavya)
    assert said not in page_of(sign_in, story.people[who], "pairing_detail", story.pairing).text
    pass_batch(clock)
    assert said in page_of(sign_in, story.people[who], "pairing_detail", story.pairing).text
    assert said in page_of(sign_in, story.people[who], "meeting_detail", later).text


def test_no_reminder_goes_out_in_a_pause(story, soon, clock):
    pause(story, story.kavya)
    pass_batch(clock)
    plan_all()
    deliver_all()
    assert not [message for message in sent_to(story.jack) if "Tomorrow" in message.subject]
    assert not story.jack.deliveries.filter(kind="meeting_reminder").exists()
