"""Whoever's calendar holds a meeting gets what changes about it; nobody hears first of its end."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from django.urls import reverse
from icalendar import Calendar

from notifications.models import ChannelPreference, Delivery
from notifications.services import path_for
from sessions.calendar import occurrences
from sessions.models import Meeting
from sessions.services import cancel_meeting, move_meeting, plan_meetings, settle_meetings
from tests.factories import MeetingFactory, PairingFactory
from tests.mail import deliver_all, plan_all, sent_to
from tests.sessions.story import DAY, HOUR, NOW, plan, slot
from tests.sessions.test_meeting_reminders import calendar_in, titles

WEEKS = occurrences(dt.date(2026, 11, 26), dt.time(10), ZoneInfo("Europe/Berlin"), every_weeks=2, count=26)
LINK = "https://teams.example.com/l/meetup-join/" + "x" * 550


def switch_off(person, *kinds):
    for kind in kinds:
        ChannelPreference.objects.create(user=person, kind=kind, channel="email", is_wanted=False)


def methods(person) -> list[str]:
    return [str(calendar_in(message)[0]) for message in sent_to(person)]


def test_after_one_click_the_calendar_follows(story, client):
    meeting = plan(story)
    deliver_all()
    for kind in ("meeting_moved", "meeting_cancelled"):
        client.post(path_for(story.jack.pk, kind), {"List-Unsubscribe": "One-Click"})
    move_meeting(meeting=meeting, slot=slot(NOW + 4 * DAY), by=story.kavya)
    deliver_all()
    cancel_meeting(meeting=meeting, by=story.kavya)
    deliver_all()
    assert methods(story.jack) == ["REQUEST", "REQUEST", "CANCEL"]


def test_entries_are_taken_out_when_that_is_asked_and_then_nothing_follows(story, sign_in, clock):
    meeting = plan(story)
    deliver_all()
    switch_off(story.jack, "meeting_moved", "meeting_cancelled", "meeting_invitation")
    client = sign_in(story.jack)
    assert "Take my entries out now" in client.get(reverse("preferences")).text
    client.post(reverse("preferences"), {"entries": "remove"})
    clock.shift(HOUR)
    deliver_all()
    assert methods(story.jack) == ["REQUEST", "CANCEL"]
    assert "Take my entries out now" not in client.get(reverse("preferences")).text
    move_meeting(meeting=meeting, slot=slot(NOW + 4 * DAY), by=story.kavya)
    deliver_all()
    assert len(sent_to(story.jack)) == 2
    assert Meeting.objects.get().state == "planned"


def test_the_page_of_the_link_asks_too(story, client):
    plan(story)
    deliver_all()
    url = path_for(story.jack.pk, "meeting_moved")
    assert "Take my entries out now" in client.post(url).text
    assert "One entry is being taken out" in client.post(url, {"entries": "remove"}).text
    deliver_all()
    assert methods(story.jack) == ["REQUEST", "CANCEL"]


def test_whoever_never_heard_of_it_hears_nothing_of_its_end(story):
    cancel_meeting(meeting=plan(story), by=story.kavya)
    deliver_all()
    assert [sent_to(person) for person in (story.jack, story.kavya, story.sam)] == [[], [], []]


def test_only_what_changed_is_said_with_who_did_it(story):
    meeting = plan(story, slot(NOW + 15 * DAY))
    deliver_all()
    move_meeting(meeting=meeting, slot=slot(NOW + 16 * DAY + HOUR, place=LINK), by=story.sam)
    deliver_all()
    message = sent_to(story.kavya)[-1]
    assert message.subject == "Changed: your meeting with Jack Whitfield, from Tue 10:00 to Wed 11:00, new place"
    assert "was changed by Jack’s office (Sam), 15 days ahead: " in message.body
    assert "minutes instead" not in message.body


def test_a_change_taken_back_before_it_was_sent_is_not_told(story):
    meeting = plan(story)
    deliver_all()
    move_meeting(meeting=meeting, slot=slot(minutes=30), by=story.jack)
    move_meeting(meeting=meeting, slot=slot(), by=story.jack)
    deliver_all()
    assert len(sent_to(story.kavya)) == 1


def test_another_place_or_length_reminds_nobody_again(story, clock):
    meeting = plan(story)
    deliver_all()
    clock.move_to(meeting.starts_at - 20 * HOUR)
    plan_all()
    deliver_all()
    for change in (slot(place="Room 9"), slot(place="Room 9", minutes=30), slot(place="Room 9", minutes=45)):
        move_meeting(meeting=meeting, slot=change, by=story.jack)
        plan_all()
        deliver_all()
    assert len([title for title in titles(story.kavya) if title.startswith("Your meeting with")]) == 1


def test_the_assistant_is_told_of_moves_and_cancellations_without_a_calendar_file(story):
    meeting = plan(story)
    deliver_all()
    move_meeting(meeting=meeting, slot=slot(NOW + 4 * DAY), by=story.kavya)
    deliver_all()
    cancel_meeting(meeting=meeting, by=story.kavya)
    deliver_all()
    assert titles(story.sam) == [
        "Jack Whitfield meets Kavya Nair on Thu 26 Nov, 10:00",
        "Jack Whitfield and Kavya Nair: from Thu 10:00 to Fri 10:00",
        "Cancelled: Jack Whitfield and Kavya Nair on Fri 27 Nov, 10:00",
    ]
    assert "text/calendar" not in "".join(message.message().as_string() for message in sent_to(story.sam))


def test_many_meetings_are_one_entry_in_one_mail_and_end_in_one(story):
    plan_meetings(pairing=story.pairing, slots=[slot(at) for at in WEEKS], by=story.kavya)
    deliver_all()
    [message] = sent_to(story.jack)
    method, event = calendar_in(message)
    assert (method, event["rrule"]["INTERVAL"], "exdate" in event) == ("REQUEST", [2], False)
    assert event["dtstart"].params["TZID"] == "Europe/Berlin"
    assert message.subject.startswith("26 meetings with Kavya Nair from Thu 26 Nov")
    type(story.pairing).objects.update(state="ended")
    settle_meetings()
    deliver_all()
    assert methods(story.jack) == ["REQUEST", "CANCEL"]
    assert len(sent_to(story.kavya)) == 2
    assert calendar_in(sent_to(story.jack)[1])[1]["sequence"] > 0


def test_what_has_been_of_a_series_stays_in_the_calendar(story, clock):
    meetings = plan_meetings(pairing=story.pairing, slots=[slot(at) for at in WEEKS[:4]], by=story.kavya)
    deliver_all()
    clock.move_to(WEEKS[1] + DAY)
    type(story.pairing).objects.update(state="ended")
    settle_meetings()
    deliver_all()
    [invited, ended] = [calendar_in(message) for message in sent_to(story.jack) if "how was it" not in message.subject]
    assert ended[0] == "REQUEST"
    assert ended[1]["rrule"]["UNTIL"] == [meetings[1].starts_at]
    assert ended[1]["sequence"] > invited[1]["sequence"]


def test_a_single_one_of_a_series_is_changed_and_cancelled_by_itself(story):
    first, second, third = plan_meetings(pairing=story.pairing, slots=[slot(at) for at in WEEKS[:3]], by=story.kavya)
    deliver_all()
    move_meeting(meeting=Meeting.objects.get(pk=second.pk), slot=slot(WEEKS[1] + HOUR), by=story.jack)
    cancel_meeting(meeting=Meeting.objects.get(pk=third.pk), by=story.jack)
    deliver_all()
    [_, *both] = [calendar_in(message) for message in sent_to(story.kavya)]  # of two changes at once either goes first
    [moved, cancelled] = sorted(both, key=lambda file: file[1]["recurrence-id"].dt)
    assert (moved[0], cancelled[0]) == ("REQUEST", "CANCEL")
    assert {event["uid"] for _, event in (moved, cancelled)} == {f"{first.series_id}@turnabout"}
    assert [event["recurrence-id"].dt for _, event in (moved, cancelled)] == WEEKS[1:3]
    assert moved[1].decoded("dtstart") == WEEKS[1] + HOUR


def test_the_download_of_a_series_leaves_out_what_is_cancelled(story, sign_in):
    meetings = plan_meetings(pairing=story.pairing, slots=[slot(at) for at in WEEKS[:4]], by=story.kavya)
    cancel_meeting(meeting=Meeting.objects.get(pk=meetings[1].pk), by=story.jack)
    move_meeting(meeting=Meeting.objects.get(pk=meetings[2].pk), slot=slot(WEEKS[2] + HOUR), by=story.jack)
    response = sign_in(story.kavya).get(reverse("meeting_calendar", args=[meetings[0].pk]))
    whole, other = Calendar.from_ical(response.content).walk("VEVENT")
    assert whole["exdate"].dts[0].dt == WEEKS[1]
    assert other["recurrence-id"].dt == WEEKS[2]
    starts = [event["dtstart"].dt for event in recurring_ical_events.of(Calendar.from_ical(response.content)).all()]
    assert sorted(at.astimezone(dt.UTC) for at in starts) == [WEEKS[0], WEEKS[2] + HOUR, WEEKS[3]]


def test_a_cancelled_meeting_is_downloaded_as_cancelled(story, sign_in):
    meeting = plan(story)
    cancel_meeting(meeting=meeting, by=story.jack)
    parsed = Calendar.from_ical(sign_in(story.kavya).get(reverse("meeting_calendar", args=[meeting.pk])).content)
    [event] = parsed.walk("VEVENT")
    assert (parsed["method"], event["status"], event["sequence"]) == ("CANCEL", "CANCELLED", 1)


def test_the_second_of_two_equal_hours_stays(story, sign_in, clock):
    type(story.kavya).objects.filter(pk=story.kavya.pk).update(time_zone="America/New_York")
    clock.move_to(dt.datetime(2026, 10, 20, tzinfo=dt.UTC))
    second = dt.datetime(2026, 11, 1, 6, 30, tzinfo=dt.UTC)
    meeting = MeetingFactory(pairing=story.pairing, starts_at=second)
    form = {"date": "2026-11-01", "time": "01:30", "minutes": "60", "channel": "video", "place": LINK, "revision": "0"}
    client, url = sign_in(story.kavya), reverse("meeting_move", args=[meeting.pk])
    digest = client.post(url, form).context["outlook"].digest
    assert client.post(url, form | {"confirmed": digest}).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.starts_at, meeting.place) == (second, LINK)


def test_the_organiser_is_none_of_the_guests_and_delegates_see_the_entry(story, settings):
    settings.DEFAULT_FROM_EMAIL = f"Mentoring <{story.kavya.email}>"
    plan(story)
    deliver_all()
    _, event = calendar_in(sent_to(story.jack)[0])
    assert str(event["organizer"]) not in {str(guest) for guest in event["attendee"]}
    assert event["class"] == "PUBLIC"


@pytest.mark.parametrize("name", ["ශ්‍රී", "کریمی‌نژاد", "👩‍💻"])
def test_what_joins_letters_and_signs_survives(story, name):
    type(story.kavya).objects.filter(pk=story.kavya.pk).update(first_name=name, preferred_name="")
    story.kavya.refresh_from_db()
    plan(story)
    deliver_all()
    assert name in str(calendar_in(sent_to(story.jack)[0])[1]["summary"])


def test_a_mentor_learns_that_the_leader_is_not_free_and_not_with_whom(story, sign_in):
    his = PairingFactory(cycle=story.cycle, senior=story.pairing.senior)
    MeetingFactory(pairing=his, starts_at=dt.datetime(2026, 11, 26, 15, tzinfo=dt.UTC))
    form = {"date": "2026-11-26", "time": "16:00", "minutes": "45", "channel": "video", "place": "",
            "repeat_count": "1", "repeat_weeks": "2"}  # fmt: skip
    client, url = sign_in(story.kavya), reverse("meeting_plan", args=[story.pairing.pk])
    response = client.post(url, form)
    assert list(response.context["outlook"].cautions) == ["Thu 26 Nov, 16:00: Jack is not free then."]
    assert his.junior.user.name not in response.text
    assert client.post(url, form | {"confirmed": response.context["outlook"].digest}).status_code == 302


def test_where_nobody_reads_answers_the_invitation_says_how_to_answer(story):
    plan(story)
    deliver_all()
    assert "Nobody reads what your calendar answers." in sent_to(story.jack)[0].body
    assert Delivery.objects.filter(state="retry").count() == 0
