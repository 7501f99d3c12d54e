"""The page of a meeting and its agenda: what each may read."""

import pytest
from django.urls import reverse

from sessions.models import LogDraft
from sessions.services import cancel_meeting, plan_meetings
from tests.factories import MeetingFactory
from tests.sessions.story import DAY, NOW, SECRETS, canaries_in, logged, plan, slot


def page(meeting):
    return reverse("meeting_detail", args=[meeting.pk])


@pytest.mark.parametrize(
    ("name", "readable"),
    [("kavya", set(SECRETS)), ("jack", set(SECRETS) - {"reflection"}), ("sam", set())],
)
def test_each_reads_what_is_theirs(story, sign_in, name, readable):
    assert canaries_in(sign_in(story.people[name]).get(page(logged(story))).text) == readable


def test_the_assistant_sees_time_place_and_both_clocks(story, sign_in):
    text = sign_in(story.sam).get(page(plan(story))).text
    assert "Thu 26 Nov 2026, 10:00" in text
    assert "04:00 for Jack" in text
    assert "Room 4" in text
    assert "Move or change" in text


def test_a_draft_is_offered_to_its_author_alone(story, sign_in):
    meeting = MeetingFactory(pairing=story.pairing, starts_at=NOW - DAY)
    LogDraft.objects.create(pairing=story.pairing, meeting=meeting, author=story.kavya, fields={"learned": "half"})
    assert "Your draft is seen by nobody but you" in sign_in(story.kavya).get(page(meeting)).text
    assert "Your draft" not in sign_in(story.jack).get(page(meeting)).text


@pytest.mark.parametrize("name", ["kavya", "jack", "sam"])
def test_a_cancelled_meeting_leads_to_the_next_one(story, sign_in, name):
    meeting, client = plan(story), sign_in(story.people[name])
    link = reverse("meeting_plan", args=[story.pairing.pk])
    assert link not in client.get(page(meeting)).text
    cancel_meeting(meeting=meeting, by=story.jack)
    assert link in client.get(page(meeting)).text
    story.pairing.state = "paused"
    story.pairing.save()
    assert link not in client.get(page(meeting)).text


def test_who_cancelled_and_when_stands_there(story, sign_in):
    meeting = cancel_meeting(meeting=plan(story), by=story.sam)
    assert "Cancelled by Jack’s office (Sam), 3 days ahead" in sign_in(story.kavya).get(page(meeting)).text
    assert "Cancelled by your office (Sam), 3 days ahead" in sign_in(story.jack).get(page(meeting)).text
    assert "Cancelled by Jack’s office (you), 3 days ahead" in sign_in(story.sam).get(page(meeting)).text


@pytest.mark.parametrize("place", ["javascript:alert(1)", "<script>alert(1)</script>"])
def test_a_place_is_a_link_only_when_it_is_an_address(story, sign_in, place):
    text = sign_in(story.kavya).get(page(plan(story, slot(place=place)))).text
    assert 'href="javascript' not in text
    assert "<script>alert" not in text


def test_the_page_costs_little(story, sign_in, django_assert_max_num_queries):
    client, meeting = sign_in(story.kavya), logged(story)
    with django_assert_max_num_queries(12):
        client.get(page(meeting))


def agenda(meeting):
    return reverse("meeting_agenda", args=[meeting.pk])


def test_the_two_write_the_agenda_and_take_questions_over(story, sign_in):
    meeting = plan(story, agenda="Mine")
    client = sign_in(story.jack)
    question = str(client.get(agenda(meeting)).context["stage"].questions[0])
    client.post(agenda(meeting), {"agenda": "Mine", "version": 1, "question": [question, "Not one of yours"]})
    meeting.refresh_from_db()
    assert meeting.agenda == f"Mine\n– {question}"


def test_two_who_write_at_once_see_both_texts(story, sign_in):
    meeting = plan(story)
    sign_in(story.jack).post(agenda(meeting), {"agenda": "His words", "version": 1})
    response = sign_in(story.kavya).post(agenda(meeting), {"agenda": "Her words", "version": 1})
    assert response.status_code == 409
    assert "His words" in response.text
    assert "Her words" in response.text
    sign_in(story.kavya).post(agenda(meeting), {"agenda": "Her words", "version": 2})
    meeting.refresh_from_db()
    assert meeting.agenda == "Her words"


@pytest.mark.parametrize(("name", "status"), [("sam", 403), ("maria", 404), ("priya", 403), ("omar", 403)])
def test_nobody_else_meets_the_agenda(story, sign_in, name, status):
    meeting = plan(story, agenda="agenda-canary")
    assert sign_in(story.people[name]).get(agenda(meeting)).status_code == status
    assert sign_in(story.people[name]).post(agenda(meeting), {"agenda": "", "version": 1}).status_code == status


def test_an_endless_agenda_is_refused_and_kept(story, sign_in):
    meeting = plan(story)
    response = sign_in(story.jack).post(agenda(meeting), {"agenda": "x" * 4001, "version": 1})
    assert response.status_code == 422
    assert "x" * 4001 in response.text


@pytest.mark.parametrize(
    ("held", "stage"), [(0, "For a first meeting"), (2, "For the first meetings"), (9, "Once you have met often")]
)
def test_questions_fit_how_often_they_have_met(story, sign_in, held, stage):
    for n in range(held):
        MeetingFactory(pairing=story.pairing, state="held", starts_at=NOW - (n + 1) * DAY)
    [meeting] = plan_meetings(pairing=story.pairing, slots=[slot()], by=story.kavya)
    assert sign_in(story.jack).get(agenda(meeting)).context["stage"].title == stage
