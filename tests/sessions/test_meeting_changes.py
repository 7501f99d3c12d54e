"""The pages that move and cancel a meeting, and its calendar file."""

import datetime as dt

import pytest
from django.urls import reverse
from icalendar import Calendar

from sessions.models import MeetingChange
from tests.factories import MeetingFactory
from tests.sessions.story import DAY, NOW

OTHERS = [("maria", 404), ("helen", 404), ("omar", 403), ("priya", 403), ("lena", 403), ("noor", 403)]
MOVE = {"date": "2026-11-27", "time": "15:00", "minutes": "60", "channel": "phone", "place": "", "revision": "0"}
AFTERNOON = dt.datetime(2026, 11, 26, 14, tzinfo=dt.UTC)


@pytest.fixture
def meeting(story):
    return MeetingFactory(pairing=story.pairing, starts_at=AFTERNOON, agenda="agenda-canary", place="Room 4")


def url(name, meeting):
    return reverse(name, args=[meeting.pk])


@pytest.mark.parametrize(
    ("name", "hour", "side"), [("kavya", 14, "junior"), ("jack", 20, "senior"), ("sam", 14, "senior")]
)
def test_both_and_the_assistant_move_it_on_their_own_clock(story, meeting, sign_in, name, hour, side):
    client, page = sign_in(story.people[name]), url("meeting_move", meeting)
    digest = client.post(page, MOVE).context["outlook"].digest if name == "jack" else ""
    assert client.post(page, MOVE | {"confirmed": digest}).status_code == 302
    meeting.refresh_from_db()
    assert meeting.starts_at == dt.datetime(2026, 11, 27, hour, tzinfo=dt.UTC)
    assert MeetingChange.objects.get().by_side == side


def test_the_form_shows_the_meeting_as_it_is(story, meeting, sign_in):
    form = sign_in(story.jack).get(url("meeting_move", meeting)).context["form"]
    assert (form["time"].value(), form["place"].value()) == (dt.time(9), "Room 4")


def test_a_move_into_the_past_is_refused(story, meeting, sign_in):
    response = sign_in(story.kavya).post(url("meeting_move", meeting), MOVE | {"date": "2026-11-02"})
    assert response.status_code == 422
    assert "already past" in str(response.context["form"].errors["date"])


def test_a_move_from_an_old_page_says_that_somebody_was_faster(story, meeting, sign_in):
    type(meeting).objects.update(revision=1)
    response = sign_in(story.kavya).post(url("meeting_move", meeting), MOVE)
    assert response.status_code == 422
    assert "Somebody else has just changed" in response.text


@pytest.mark.parametrize("name", ["kavya", "jack", "sam"])
def test_it_is_cancelled_after_a_page_that_asks(story, meeting, sign_in, name):
    client = sign_in(story.people[name])
    assert "Cancel the meeting?" in client.get(url("meeting_cancel", meeting)).text
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    assert client.post(url("meeting_cancel", meeting)).url == url("meeting_detail", meeting)
    meeting.refresh_from_db()
    assert meeting.state == "cancelled"


def test_what_has_begun_is_not_cancelled_but_explained(story, meeting, sign_in, clock):
    clock.move_to(NOW + 5 * DAY)
    client = sign_in(story.kavya)
    assert "Say what happened by logging it" in client.get(url("meeting_cancel", meeting)).text
    response = client.post(url("meeting_cancel", meeting), follow=True)
    meeting.refresh_from_db()
    assert meeting.state == "planned"
    assert "already begun" in response.text


def test_of_a_cancelled_meeting_no_log_is_asked(story, meeting, sign_in):
    type(meeting).objects.update(state="cancelled")
    page = sign_in(story.kavya).get(url("meeting_move", meeting)).text
    assert "This meeting was cancelled, so it cannot be moved any more. Plan another one." in page
    assert "Log what happened" not in page


@pytest.mark.parametrize("page", ["meeting_move", "meeting_cancel", "meeting_calendar", "meeting_detail"])
@pytest.mark.parametrize(("name", "status"), OTHERS)
def test_nobody_else_meets_it(story, meeting, sign_in, page, name, status):
    assert sign_in(story.people[name]).get(url(page, meeting)).status_code == status


@pytest.mark.parametrize("page", ["meeting_move", "meeting_cancel"])
def test_other_methods_are_refused(story, meeting, sign_in, page):
    assert sign_in(story.kavya).put(url(page, meeting)).status_code == 405


@pytest.mark.parametrize("name", ["kavya", "jack", "sam"])
def test_the_calendar_file_holds_time_and_place_and_no_agenda(story, meeting, sign_in, name):
    response = sign_in(story.people[name]).get(url("meeting_calendar", meeting))
    [event] = Calendar.from_ical(response.content).walk("VEVENT")
    assert (event.decoded("dtstart"), event["location"]) == (AFTERNOON, "Room 4")
    assert response["Content-Disposition"] == 'attachment; filename="meeting-2026-11-26.ics"'
    assert b"agenda-canary" not in response.content
    assert sign_in(story.kavya).post(url("meeting_calendar", meeting)).status_code == 405
