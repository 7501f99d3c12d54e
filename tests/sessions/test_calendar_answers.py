"""What a calendar answers reaches the other one, and nobody else; nothing moves by itself."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from notifications.models import Delivery, Mark
from sessions.answers.receiving import Outcome, receive
from sessions.calendar import occurrences
from sessions.models import CalendarAnswer, Meeting
from sessions.services import cancel_meeting, move_meeting, plan_meetings
from tests.mail import deliver_all, inbox_titles, sent_to
from tests.sessions.answers import hear, mail, reply
from tests.sessions.story import DAY, HOUR, NOW, plan, slot
from tests.sessions.test_meeting_reminders import calendar_in, titles

INBOX = "answers@example.com"
WEEKS = occurrences(dt.date(2026, 11, 26), dt.time(10), ZoneInfo("Europe/Berlin"), every_weeks=2, count=5)


@pytest.fixture
def invited(story, settings):
    """A meeting of which both calendars know, three days ahead."""
    settings.CALENDAR_INBOX_ADDRESS = INBOX
    meeting = plan(story)
    deliver_all()
    return meeting


def answers(meeting: Meeting) -> dict[str, str]:
    return dict(CalendarAnswer.objects.filter(meeting=meeting).values_list("side", "answer"))


def test_the_invitation_asks_for_an_answer_and_says_where_it_goes(invited, story):
    [message] = sent_to(story.jack)
    assert message.reply_to == [INBOX]
    _, event = calendar_in(message)
    assert str(event["organizer"]) == f"mailto:{INBOX}"
    assert {guest.params["RSVP"] for guest in event["attendee"]} == {"TRUE"}
    assert "Answer in your calendar: Kavya Nair is told" in message.body
    assert "Nobody reads what your calendar answers" not in message.body


def test_a_no_reaches_the_other_one_and_changes_nothing(invited, story):
    assert hear(invited, story.jack) == Outcome.TAKEN
    deliver_all()
    assert titles(story.kavya)[1:] == ["Jack Whitfield cannot come on Thu 26 Nov, 10:00"]
    assert "Jack Whitfield cannot come on Thu 26 Nov, 10:00" in inbox_titles(story.kavya)
    assert "the meeting stands until somebody moves or cancels it" in sent_to(story.kavya)[-1].body
    assert len(sent_to(story.jack)) == 1
    invited.refresh_from_db()
    assert (invited.state, invited.revision) == ("planned", 0)


def test_who_books_for_the_leader_hears_that_the_mentor_cannot_come(invited, story):
    hear(invited, story.kavya)
    deliver_all()
    assert titles(story.sam)[-1] == "Kavya Nair cannot come on Thu 26 Nov, 10:00"
    assert titles(story.jack)[-1] == "Kavya Nair cannot come on Thu 26 Nov, 04:00"


@pytest.mark.parametrize(("partstat", "answer"), [("ACCEPTED", "accepted"), ("TENTATIVE", "tentative")])
def test_a_yes_is_kept_and_bothers_nobody(invited, story, partstat, answer):
    assert hear(invited, story.jack, partstat) == Outcome.TAKEN
    deliver_all()
    assert answers(invited) == {"senior": answer}
    assert len(sent_to(story.kavya)) == 1


def test_whoever_was_told_of_a_no_is_told_of_the_yes_after_it(invited, story, clock):
    hear(invited, story.jack)
    deliver_all()
    clock.shift(HOUR)
    hear(invited, story.jack, "ACCEPTED")
    deliver_all()
    assert titles(story.kavya)[-1] == "Jack Whitfield will come after all on Thu 26 Nov, 10:00"


def test_a_no_that_is_taken_back_before_it_was_sent_is_not_told(invited, story, clock):
    hear(invited, story.jack)
    clock.shift(HOUR)
    hear(invited, story.jack, "ACCEPTED")
    deliver_all()
    assert len(sent_to(story.kavya)) == 1
    assert answers(invited) == {"senior": "accepted"}


def test_another_time_is_shown_and_led_to(invited, story):
    asked_for = "DTSTART;TZID=W. Europe Standard Time:20261127T150000"  # as Outlook writes it, its zone undefined
    assert hear(invited, story.jack, "TENTATIVE", method="COUNTER", starts=asked_for) == Outcome.TAKEN
    [answer] = CalendarAnswer.objects.all()
    assert (answer.answer, answer.proposed_at) == ("countered", dt.datetime(2026, 11, 27, 14, tzinfo=dt.UTC))
    deliver_all()
    message = sent_to(story.kavya)[-1]
    assert message.subject == "Jack Whitfield asks for Fri 27 Nov, 15:00 instead of Thu 26 Nov, 10:00"
    assert f"/meetings/{invited.pk}/move/?asked=senior" in message.body
    invited.refresh_from_db()
    assert invited.starts_at == NOW + 3 * DAY


@pytest.mark.parametrize(
    "starts",
    [
        "DTSTART;TZID=Somewhere/Else:20261127T150000",
        "DTSTART;VALUE=DATE:20261127",
        "DTSTART:20200101T100000Z",
        "DTSTART:99991231T235959Z",
        "DTSTART:nonsense",
        "DTSTART;TZID=../../etc/passwd:20261127T150000",
    ],
)
def test_a_time_to_which_nothing_can_be_moved_is_another_time_without_one(invited, story, starts):
    assert hear(invited, story.jack, method="COUNTER", starts=starts) == Outcome.TAKEN
    [answer] = CalendarAnswer.objects.all()
    assert (answer.answer, answer.proposed_at) == ("countered", None)
    deliver_all()
    assert titles(story.kavya)[-1] == "Jack Whitfield asks for another time than Thu 26 Nov, 10:00"


def test_a_mail_that_comes_twice_changes_nothing(invited, story, clock):
    raw = reply(invited, story.jack, stamp=NOW - HOUR)
    assert receive(raw) == Outcome.TAKEN
    deliver_all()
    before = list(CalendarAnswer.objects.values())
    clock.shift(HOUR)
    assert receive(raw) == Outcome.KNOWN
    deliver_all()
    assert list(CalendarAnswer.objects.values()) == before
    assert len(sent_to(story.kavya)) == 2


def test_an_older_answer_that_comes_later_does_not_count(invited, story):
    hear(invited, story.jack, "ACCEPTED", stamp=NOW - HOUR)
    assert hear(invited, story.jack, stamp=NOW - 2 * HOUR) == Outcome.KNOWN
    assert answers(invited) == {"senior": "accepted"}


def test_a_clock_that_is_ahead_does_not_silence_what_comes_after(invited, story, clock):
    hear(invited, story.jack, stamp=NOW + 400 * DAY)
    clock.shift(HOUR)
    assert hear(invited, story.jack, "ACCEPTED", stamp=NOW + HOUR) == Outcome.TAKEN


def test_an_answer_to_the_time_before_a_move_does_not_count(invited, story):
    old = reply(invited, story.jack, sequence=0)
    move_meeting(meeting=invited, slot=slot(NOW + 4 * DAY), by=story.kavya)
    assert receive(old) == Outcome.OUTDATED
    assert answers(invited) == {}


def test_an_answer_stands_when_only_the_place_changes(invited, story):
    hear(invited, story.jack)
    move_meeting(meeting=invited, slot=slot(place="Room 9"), by=story.kavya)
    assert answers(invited) == {"senior": "declined"}
    assert hear(invited, story.kavya, sequence=0) == Outcome.TAKEN


def test_a_move_asks_both_anew(invited, story):
    hear(invited, story.jack)
    move_meeting(meeting=invited, slot=slot(NOW + 4 * DAY), by=story.kavya)
    assert answers(invited) == {}
    deliver_all()
    assert [title for title in titles(story.kavya) if "cannot come" in title] == []


def test_nobody_answers_for_a_meeting_that_is_off_or_has_begun(invited, story, clock):
    cancel_meeting(meeting=invited, by=story.kavya)
    assert hear(invited, story.jack) == Outcome.OVER
    other = plan(story, slot(NOW + 5 * DAY))
    clock.move_to(NOW + 5 * DAY)
    assert hear(other, story.jack) == Outcome.OVER


@pytest.mark.parametrize(
    "words",
    [
        {"sender": "mallory@example.com"},
        {"sender": "mallory@example.com", "attendee": "mallory@example.com"},
        {"sender": "jack@evil.example", "attendee": "jack@evil.example"},
    ],
)
def test_an_answer_from_anywhere_else_is_none(invited, story, words):
    assert hear(invited, story.jack, **words) == Outcome.STRANGER
    assert answers(invited) == {}
    assert Delivery.objects.filter(kind="meeting_answer").count() == 0


def test_nobody_answers_for_the_other_one(invited, story):
    assert hear(invited, story.jack, attendee=story.kavya.email) == Outcome.NO_ANSWER
    assert answers(invited) == {}


def test_who_assists_is_not_invited_and_cannot_answer(invited, story):
    assert hear(invited, story.sam) == Outcome.STRANGER


def test_who_has_left_answers_nothing(invited, story):
    type(story.jack).objects.filter(pk=story.jack.pk).update(is_active=False)
    assert hear(invited, story.jack) == Outcome.STRANGER


def test_an_address_counts_whatever_its_capitals(invited, story):
    assert (
        hear(invited, story.jack, sender=story.jack.email.upper(), attendee=story.jack.email.title()) == Outcome.TAKEN
    )


def test_two_senders_are_none(invited, story):
    raw = reply(invited, story.jack)
    twice = raw.replace(b"To:", b"From: mallory@example.com\r\nTo:", 1)
    listed = raw.replace(b"From: Somebody <", b"From: Mallory <mallory@example.com>, Somebody <", 1)
    assert [receive(twice), receive(listed)] == [Outcome.UNREADABLE, Outcome.UNREADABLE]
    assert answers(invited) == {}


@pytest.mark.parametrize(
    "uid", ["", "nonsense@turnabout", "7d1f2c1e-0000-4000-8000-000000000000@turnabout", "@turnabout"]
)
def test_an_answer_to_no_meeting_of_ours_is_none(invited, story, uid):
    assert hear(invited, story.jack, uid=uid or " ") == Outcome.UNKNOWN


def test_what_is_no_answer_is_counted_and_nothing_of_it_kept(invited, story, caplog):
    for raw in (b"From: a@example.com\r\n\r\nword-canary", mail("word-canary", story.jack.email), b"word-canary", b""):
        receive(raw)
    hear(invited, story.jack, "DELEGATED")
    counts = dict(Mark.objects.filter(name__startswith="answers.").values_list("name", "times"))
    assert counts == {"answers.no_answer": 3, "answers.unreadable": 2}
    assert "canary" not in caplog.text


def test_nothing_of_the_words_of_an_answer_is_kept(invited, story):
    hear(invited, story.jack)
    deliver_all()
    kept = str([*Delivery.objects.values(), *CalendarAnswer.objects.values()])
    assert "canary" not in kept + "".join(message.body for message in sent_to(story.kavya))


def test_a_series_is_answered_at_once_and_told_once(story, settings, clock):
    settings.CALENDAR_INBOX_ADDRESS = INBOX
    meetings = plan_meetings(pairing=story.pairing, slots=[slot(at) for at in WEEKS], by=story.kavya)
    deliver_all()
    cancel_meeting(meeting=Meeting.objects.get(pk=meetings[1].pk), by=story.kavya)
    deliver_all()
    assert hear(meetings[0], story.jack) == Outcome.TAKEN
    deliver_all()
    assert [answers(meeting) for meeting in meetings] == [{"senior": "declined"}, {}, *[{"senior": "declined"}] * 3]
    said = [message for message in sent_to(story.kavya) if "cannot come" in message.subject]
    assert [message.subject for message in said] == ["Jack Whitfield cannot come on Thu 26 Nov, 10:00"]
    assert "The same goes for 3 more meetings of the series." in said[0].body


@pytest.mark.parametrize(
    "recurrence",
    [
        "RECURRENCE-ID;TZID=Europe/Berlin:20261210T100000",
        "RECURRENCE-ID;TZID=W. Europe Standard Time:20261210T100000",
        "RECURRENCE-ID;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261210T100000",
        "RECURRENCE-ID:20261210T090000Z",
        "RECURRENCE-ID:20261210T100000",
        "RECURRENCE-ID;VALUE=DATE:20261210",
    ],
)
def test_one_of_a_series_is_answered_by_itself(story, recurrence):
    meetings = plan_meetings(pairing=story.pairing, slots=[slot(at) for at in WEEKS[:3]], by=story.kavya)
    move_meeting(meeting=Meeting.objects.get(pk=meetings[1].pk), slot=slot(WEEKS[1] + HOUR), by=story.kavya)
    moved = Meeting.objects.get(pk=meetings[1].pk)
    assert hear(moved, story.jack, recurrence=recurrence) == Outcome.TAKEN
    assert [answers(meeting) for meeting in meetings] == [{}, {"senior": "declined"}, {}]


@pytest.mark.parametrize("recurrence", ["RECURRENCE-ID:20261211T090000Z", "RECURRENCE-ID:nonsense"])
def test_a_place_in_the_series_that_is_none_answers_nothing(story, recurrence):
    [first, *_] = plan_meetings(pairing=story.pairing, slots=[slot(at) for at in WEEKS[:3]], by=story.kavya)
    assert hear(first, story.jack, recurrence=recurrence) == Outcome.UNKNOWN
    assert CalendarAnswer.objects.count() == 0


def test_another_time_for_a_series_is_one_for_its_next_meeting(story):
    meetings = plan_meetings(pairing=story.pairing, slots=[slot(at) for at in WEEKS[:3]], by=story.kavya)
    assert hear(meetings[0], story.jack, method="COUNTER", starts="DTSTART:20261126T150000Z") == Outcome.TAKEN
    assert [answers(meeting) for meeting in meetings] == [{"senior": "countered"}, {}, {}]
