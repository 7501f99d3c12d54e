"""Who sees what a calendar answered, and where it leads."""

import datetime as dt

import pytest
from django.urls import reverse

from sessions.models import CalendarAnswer, Meeting
from tests.sessions.answers import hear
from tests.sessions.story import DAY, HOUR, NOW, plan, slot

ASKED_FOR = "DTSTART:20261127T140000Z"


@pytest.fixture
def meeting(story, settings) -> Meeting:
    settings.CALENDAR_INBOX_ADDRESS = "answers@example.com"
    return plan(story)


@pytest.fixture
def pages(meeting, sign_in):
    """What somebody reads on the pages where the meeting is."""

    def pages(person) -> list[str]:
        client = sign_in(person)
        addresses = [reverse("home"), meeting.pairing.url, reverse("meeting_detail", args=[meeting.pk])]
        return [client.get(address).text for address in addresses]

    return pages


def test_a_no_is_on_every_page_of_the_other_one(meeting, story, pages):
    hear(meeting, story.jack)
    home, pair, detail = pages(story.kavya)
    assert "Jack cannot come." in home
    assert "Jack cannot come." in pair
    assert "Jack has answered in their calendar: they cannot come." in detail
    assert "Jack: cannot come" in detail


def test_whoever_said_it_is_told_that_the_meeting_still_stands(meeting, story, pages):
    hear(meeting, story.jack)
    home, _pair, detail = pages(story.jack)
    assert "cannot come" not in home
    assert "You have answered in your calendar that you cannot come." in detail
    assert "The meeting stands until one of you moves or cancels it here." in detail


def test_who_books_for_the_leader_sees_it_too(meeting, story, pages):
    hear(meeting, story.kavya)
    assert all("Kavya" in page and "cannot come" in page for page in pages(story.sam))


def test_a_yes_is_on_the_page_of_the_meeting_alone(meeting, story, pages):
    hear(meeting, story.jack, "ACCEPTED")
    home, pair, detail = pages(story.kavya)
    assert "will come" not in home + pair
    assert "Jack: will come" in detail


def test_the_team_sees_nothing_of_it(meeting, story, sign_in):
    hear(meeting, story.jack)
    for person in (story.priya, story.omar):
        client = sign_in(person)
        program = story.program.pk
        for address in (meeting.pairing.url, reverse("program_run", args=[program]), reverse("home")):
            assert "cannot come" not in client.get(address).text
        assert client.get(reverse("meeting_detail", args=[meeting.pk])).status_code in (403, 404)
    assert CalendarAnswer.objects.visible_to(story.priya).count() == 0


def test_another_time_leads_to_the_form_with_that_time_in_it(meeting, story, sign_in):
    hear(meeting, story.jack, method="COUNTER", starts=ASKED_FOR)
    client = sign_in(story.kavya)
    page = client.get(reverse("meeting_detail", args=[meeting.pk])).text
    address = reverse("meeting_move", args=[meeting.pk], query={"asked": "senior"})
    assert f'href="{address}"' in page
    assert "Fri 27 Nov 2026, 15:00" in page
    form = client.get(address).context["form"]
    assert (form["date"].value(), form["time"].value()) == (dt.date(2026, 11, 27), dt.time(15))
    assert Meeting.objects.get().starts_at == meeting.starts_at
    fields = {name: form[name].value() for name in ("minutes", "channel", "place", "revision")}
    answer = client.post(address, fields | {"date": "2026-11-27", "time": "15:00"})
    assert answer.status_code == 302
    assert Meeting.objects.get().starts_at == dt.datetime(2026, 11, 27, 14, tzinfo=dt.UTC)
    assert CalendarAnswer.objects.count() == 0


@pytest.mark.parametrize("asked", ["junior", "nobody", "", "senior"])
def test_without_a_time_that_is_asked_for_the_form_has_the_one_that_stands(meeting, story, sign_in, asked):
    hear(meeting, story.jack)
    form = sign_in(story.kavya).get(reverse("meeting_move", args=[meeting.pk], query={"asked": asked})).context["form"]
    assert (form["date"].value(), form["time"].value()) == (dt.date(2026, 11, 26), dt.time(10))


def test_a_time_that_has_passed_meanwhile_is_not_offered(meeting, story, sign_in, clock):
    hear(meeting, story.jack, method="COUNTER", starts=f"DTSTART:{NOW + HOUR:%Y%m%dT%H%M%SZ}")
    clock.shift(2 * HOUR)
    page = sign_in(story.kavya).get(reverse("meeting_detail", args=[meeting.pk])).text
    assert "Jack has asked for another time in their calendar." in page
    assert "?asked=" not in page


def test_once_the_meeting_has_begun_nothing_of_it_is_shown(meeting, story, pages, clock):
    hear(meeting, story.jack)
    clock.shift(4 * DAY)
    assert not any("cannot come" in page for page in pages(story.kavya))


def test_where_nobody_reads_answers_none_is_shown(meeting, story, pages, settings):
    hear(meeting, story.jack)
    settings.CALENDAR_INBOX_ADDRESS = ""
    assert not any("cannot come" in page for page in pages(story.kavya))


@pytest.mark.parametrize("count", [1, 5])
def test_it_takes_one_question_more_whatever_the_number(story, sign_in, settings, count, django_assert_max_num_queries):
    settings.CALENDAR_INBOX_ADDRESS = "answers@example.com"
    for number in range(count):
        hear(plan(story, slot(NOW + (3 + number) * DAY)), story.jack)
    client = sign_in(story.kavya)
    client.get("/")
    with django_assert_max_num_queries(13):
        assert "Jack cannot come." in client.get("/").text
