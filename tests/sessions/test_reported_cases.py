"""Small inputs that failed in other software, with the values that are right here."""

import datetime as dt

import pytest
from django.urls import reverse

from frame.errors import Refused
from notifications.models import Delivery
from pairings.models import Pairing
from people.models import User
from sessions.models import Meeting, MeetingChange, SessionLog
from sessions.services import (
    answer_taking_back,
    correct_meeting,
    log_meeting,
    log_unplanned_meeting,
    move_meeting,
    plan_meetings,
    take_back,
)
from tests.factories import MeetingFactory, PairingFactory
from tests.mail import deliver_all, sent_to
from tests.sessions.story import DAY, HOUR, NOW, entry, slot

MINUTE = dt.timedelta(minutes=1)
FIELDS = {"minutes": "30", "channel": "video", "learned": "How to post", "to_do": "nothing"}
#: They said yes at 17:15 in Los Angeles on 19 November, which is the 20th at Greenwich and in Berlin.
YES = dt.datetime(2026, 11, 20, 1, 15, tzinfo=dt.UTC)


def live_in(zone: str, person: User) -> None:
    User.objects.filter(pk=person.pk).update(time_zone=zone)
    person.refresh_from_db()


@pytest.fixture
def log(sign_in, story):
    """Log a meeting that nobody had planned, in the browser."""

    def log(name: str, date: str, time: str, **fields):
        address = reverse("meeting_log_unplanned", args=[story.pairing.pk])
        return sign_in(story.people[name]).post(address, FIELDS | {"date": date, "time": time} | fields)

    return log


def test_a_talk_that_both_log_on_their_own_clocks_is_one_after_a_question(story, log):
    """At 20:30 in Kolkata and, five minutes later, at 10:05 in New York."""
    live_in("Asia/Kolkata", story.kavya)
    assert log("kavya", "2026-11-20", "20:30").status_code == 302
    first = Meeting.objects.get()
    assert first.starts_at == dt.datetime(2026, 11, 20, 15, tzinfo=dt.UTC)
    asked = log("jack", "2026-11-20", "10:05", learned="His part")
    assert asked.status_code == 422
    assert [meeting.pk for meeting in asked.context["question"]["meetings"]] == [first.pk]
    assert Meeting.objects.count() == 1
    assert log("jack", "2026-11-20", "10:05", learned="His part", same_as=str(first.pk)).status_code == 302
    assert Meeting.objects.held().count() == 1
    assert set(SessionLog.objects.values_list("meeting", "learned")) == {
        (first.pk, "How to post"), (first.pk, "His part"),
    }  # fmt: skip


@pytest.fixture
def in_los_angeles(story):
    for person in (story.kavya, story.jack):
        live_in("America/Los_Angeles", person)
    Pairing.objects.update(agreed_at=YES, opened_at=YES, proposed_at=YES - DAY)
    story.pairing.refresh_from_db()
    return story


def test_who_met_on_the_very_day_before_both_had_said_yes_is_asked_and_may_log_it(in_los_angeles, log):
    asked = log("kavya", "2026-11-19", "15:30")
    assert asked.status_code == 422
    assert "You two became a pair at 17:15 that day" in asked.text
    assert "before you two became a pair" not in asked.text
    assert Meeting.objects.count() == 0
    assert log("kavya", "2026-11-19", "15:30", before_pair="yes").status_code == 302
    assert Meeting.objects.get().starts_at == dt.datetime(2026, 11, 19, 23, 30, tzinfo=dt.UTC)


def test_who_met_after_it_on_that_day_is_asked_nothing(in_los_angeles, log):
    assert log("jack", "2026-11-19", "17:30").status_code == 302


def test_the_day_before_is_before_they_were_a_pair(in_los_angeles, log):
    refused = log("kavya", "2026-11-18", "23:30", before_pair="yes")
    assert "before you two became a pair" in str(refused.context["form"].errors["date"])
    assert Meeting.objects.count() == 0


def test_a_day_is_one_on_the_clock_of_who_logs(in_los_angeles, log):
    """In Berlin it was the 20th when they said yes: the 19th is the day before."""
    live_in("Europe/Berlin", in_los_angeles.jack)
    refused = log("jack", "2026-11-19", "23:30", before_pair="yes")
    assert "before you two became a pair" in str(refused.context["form"].errors["date"])


def test_the_service_and_a_correction_count_days_alike(in_los_angeles):
    kavya, pairing = in_los_angeles.kavya, in_los_angeles.pairing
    part = log_unplanned_meeting(pairing=pairing, slot=slot(YES + HOUR), entry=entry(), by=kavya)
    meeting = correct_meeting(meeting=part.meeting, slot=slot(YES - 2 * HOUR), by=kavya, version=part.meeting.version)
    assert meeting.starts_at == YES - 2 * HOUR
    with pytest.raises(Refused, match="before you two became a pair"):
        correct_meeting(meeting=meeting, slot=slot(YES - 18 * HOUR), by=kavya, version=meeting.version)
    with pytest.raises(Refused, match="before you two became a pair"):
        log_unplanned_meeting(pairing=pairing, slot=slot(YES - 18 * HOUR), entry=entry(), by=kavya)


@pytest.fixture
def wrong(story, clock):
    """Kavya said of a planned meeting that it was held, an hour after it was not."""
    meeting = MeetingFactory(pairing=story.pairing, starts_at=NOW - 2 * HOUR)
    log_meeting(meeting=meeting, entry=entry(), by=story.kavya)
    return meeting


def test_a_wrong_held_is_taken_back_by_its_author_within_a_day(story, wrong, clock):
    clock.shift(DAY - MINUTE)
    take_back(meeting=wrong, by=story.kavya)
    wrong.refresh_from_db()
    assert (wrong.state, wrong.junior_word, Meeting.objects.held().count()) == ("planned", "", 0)


def test_after_a_day_it_needs_the_other_ones_word(story, wrong, clock):
    clock.shift(DAY)
    take_back(meeting=wrong, by=story.kavya)
    wrong.refresh_from_db()
    assert (wrong.state, wrong.asked_back_by) == ("held", "junior")
    with pytest.raises(Refused):
        answer_taking_back(meeting=wrong, agrees=True, by=story.kavya)
    answer_taking_back(meeting=wrong, agrees=True, by=story.jack)
    wrong.refresh_from_db()
    assert (wrong.state, wrong.junior_word, wrong.asked_back_by) == ("planned", "", "")
    kinds = list(MeetingChange.objects.filter(meeting=wrong).values_list("kind", flat=True))
    assert kinds == ["said", "asked_back", "agreed"]


def test_nobody_takes_back_what_the_other_one_says(story, wrong):
    with pytest.raises(Refused):
        take_back(meeting=wrong, by=story.jack)
    assert Meeting.objects.held().count() == 1
    assert not Delivery.objects.filter(kind="meeting_retracted").exists()


@pytest.fixture
def doubled(story, sign_in):
    """Kavya books Jack for an hour at which another mentor meets him, although she is told that he is not free."""
    User.objects.filter(pk__in=[story.jack.pk]).update(time_zone="Europe/Berlin")
    his = PairingFactory(cycle=story.cycle, senior=story.pairing.senior, opened_at=NOW - 14 * DAY)
    taken = MeetingFactory(pairing=his, starts_at=NOW + 3 * DAY)
    form = {"date": "2026-11-26", "time": "10:30", "minutes": "45", "channel": "video", "repeat_count": "1",
            "repeat_weeks": "2"}  # fmt: skip
    client, address = sign_in(story.kavya), reverse("meeting_plan", args=[story.pairing.pk])
    warned = client.post(address, form).context["outlook"]
    assert list(warned.cautions) == ["Thu 26 Nov, 10:30: Jack is not free then."]
    assert client.post(address, form | {"confirmed": warned.digest}).status_code == 302
    return taken


def test_a_leader_who_is_booked_twice_is_told_of_it_and_by_whom(story, doubled):
    deliver_all()
    other = doubled.pairing.junior.user.name
    word = f"You have another meeting at the same time: Thu 26 Nov, 10:00, {other}. Move one of the two."
    assert word in sent_to(story.jack)[-1].body
    assert "Jack Whitfield has another meeting at the same time" in sent_to(story.sam)[-1].body
    assert "another meeting at the same time" not in sent_to(story.kavya)[-1].body


def test_the_page_of_the_meeting_says_it_to_the_leader_and_not_to_the_mentor(story, doubled, sign_in):
    page = reverse("meeting_detail", args=[story.pairing.meetings.get().pk])
    other = doubled.pairing.junior.user.name
    assert f"You also meet {other} at this time:" in " ".join(sign_in(story.jack).get(page).text.split())
    assert f"Jack also meets {other} at this time:" in " ".join(sign_in(story.sam).get(page).text.split())
    assert other not in sign_in(story.kavya).get(page).text


def test_a_move_into_another_meeting_is_told_too_and_one_out_of_it_no_more(story, doubled):
    meeting = story.pairing.meetings.get()
    move_meeting(meeting=meeting, slot=slot(NOW + 5 * DAY), by=story.kavya)
    deliver_all()
    assert "another meeting at the same time" not in sent_to(story.jack)[-1].body
    move_meeting(meeting=meeting, slot=slot(NOW + 3 * DAY), by=story.kavya)
    deliver_all()
    assert "another meeting at the same time" in sent_to(story.jack)[-1].body


def test_of_a_series_those_are_named_that_fall_on_another_meeting(story, doubled):
    at = [NOW + 3 * DAY - 2 * HOUR + 7 * n * DAY for n in range(4)]
    late = MeetingFactory(pairing=doubled.pairing, starts_at=at[2])
    plan_meetings(pairing=story.pairing, slots=[slot(when) for when in at], by=story.kavya)
    deliver_all()
    body = next(message.body for message in sent_to(story.jack) if message.subject.startswith("4 meetings"))
    assert f"at the same time: Thu 10 Dec, 08:00, {late.pairing.junior.user.name}. Move one of the two." in body
