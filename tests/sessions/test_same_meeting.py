"""Planned and logged meetings of the same two at about the same time are joined by a question."""

import datetime as dt

import pytest
from django.urls import reverse

from frame.errors import Refused
from notifications.models import Delivery
from sessions.models import LogDraft, Meeting, SessionLog
from sessions.services import Overlap, log_unplanned_meeting, move_meeting, plan_meetings, report_not_held
from tests.factories import MeetingFactory
from tests.sessions.story import DAY, HOUR, NOW, entry, plan, slot

LOG = {
    "date": "2026-11-20", "time": "15:00", "minutes": "30", "channel": "phone",
    "learned": "How to post", "to_do": "nothing",
}  # fmt: skip
MINUTE = dt.timedelta(minutes=1)
AT = NOW - 3 * DAY + 5 * HOUR  # 20 November, 15:00 in Berlin, 09:00 in New York


@pytest.fixture
def log(sign_in, story):
    def send(name="kavya", **fields):
        return sign_in(story.people[name]).post(reverse("meeting_log_unplanned", args=[story.pairing.pk]), LOG | fields)

    return send


def asked(response):
    assert response.status_code == 422
    question = response.context["question"]
    return [meeting.pk for meeting in question["meetings"]], question["may_differ"]


@pytest.mark.parametrize("apart", [0, 20, -50, 59, -80])
def test_a_planned_meeting_about_that_time_is_asked_about(story, log, apart):
    planned = MeetingFactory(pairing=story.pairing, starts_at=AT + apart * MINUTE)
    response = log(learned="How to post", topics=[str(story.topic.pk)])
    assert asked(response) == ([planned.pk], True)
    assert response.context["form"]["learned"].value() == "How to post"
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize("apart", [61, -95, 24 * 60])
def test_a_meeting_at_another_time_is_not(story, log, apart):
    MeetingFactory(pairing=story.pairing, starts_at=AT + apart * MINUTE)
    assert log().status_code == 302
    assert Meeting.objects.count() == 2


def test_yes_logs_the_planned_one(story, log):
    planned = MeetingFactory(pairing=story.pairing, starts_at=AT + 20 * MINUTE)
    LogDraft.objects.create(pairing=story.pairing, author=story.kavya, fields={"learned": "How"})
    assert log(same_as=str(planned.pk)).url == reverse("meeting_detail", args=[planned.pk])
    planned.refresh_from_db()
    assert (Meeting.objects.count(), planned.state, planned.junior_word) == (1, "held", "held")
    assert SessionLog.objects.get().learned == "How to post"
    assert not LogDraft.objects.exists()


def test_no_logs_another_one(story, log):
    planned = MeetingFactory(pairing=story.pairing, starts_at=AT + 20 * MINUTE)
    assert log(same_as="none", asked=[str(planned.pk)]).status_code == 302
    assert set(Meeting.objects.values_list("state", "was_planned")) == {("planned", True), ("held", False)}


@pytest.mark.parametrize("answer", ["", "none", "nonsense", "0c2f5f0e-0000-4000-8000-000000000000"])
def test_no_counts_for_nothing_that_was_not_asked_about(story, log, answer):
    planned = MeetingFactory(pairing=story.pairing, starts_at=AT)
    assert asked(log(same_as=answer, asked=["nonsense"])) == ([planned.pk], True)


def test_both_log_the_same_unplanned_meeting_and_it_counts_once(story, log):
    log("kavya")
    theirs = LOG | {"time": "09:10", "learned": "His part"}
    meeting = Meeting.objects.get()
    assert asked(log("jack", **theirs)) == ([meeting.pk], False)
    assert asked(log("jack", **theirs, same_as="none", asked=[str(meeting.pk)])) == ([meeting.pk], False)
    assert log("jack", **theirs, same_as=str(meeting.pk)).status_code == 302
    assert Meeting.objects.held().count() == 1
    assert dict(SessionLog.objects.values_list("author__first_name", "learned")) == {
        "Kavya": "How to post", "Jack": "His part",
    }  # fmt: skip


def test_a_twin_does_not_outweigh_what_was_said(story, log):
    """Whoever is said not to have come gains nothing by logging the same hour once more as held."""
    planned = MeetingFactory(pairing=story.pairing, starts_at=AT)
    report_not_held(meeting=planned, state="missed", who="senior", by=story.kavya)
    twin = {"time": "09:00", "same_as": "none", "asked": [str(planned.pk)]}
    assert asked(log("jack", **twin)) == ([planned.pk], False)
    assert Meeting.objects.held().count() == 0


def test_what_one_has_logged_oneself_is_pointed_out(story, log):
    log()
    response = log(time="15:10", learned="Others", same_as=str(Meeting.objects.get().pk))
    assert response.status_code == 422
    assert "You have logged that meeting already" in response.text
    assert SessionLog.objects.get().learned == "How to post"


def test_the_same_post_again_is_the_same_part(story, log):
    assert log().url == log().url
    assert (Meeting.objects.count(), SessionLog.objects.count()) == (1, 1)


def test_what_was_called_off_is_not_asked_about(story, log):
    MeetingFactory(pairing=story.pairing, starts_at=AT, state="cancelled")
    assert log().status_code == 302


def test_another_pairs_meeting_is_not_asked_about_and_not_joined(story, log):
    other = MeetingFactory(pairing=story.other_pairing, starts_at=AT)
    assert log(same_as=str(other.pk)).status_code == 302
    other.refresh_from_db()
    assert (other.state, Meeting.objects.filter(pairing=story.pairing).count()) == ("planned", 1)


def test_the_service_asks_again_under_the_lock(story):
    """The second of two who log at once, with the page still empty, is refused; there is one meeting."""
    log_unplanned_meeting(pairing=story.pairing, slot=slot(AT), entry=entry(), by=story.kavya)
    with pytest.raises(Overlap) as refused:
        log_unplanned_meeting(pairing=story.pairing, slot=slot(AT + 10 * MINUTE), entry=entry(), by=story.jack)
    assert refused.value.meetings == [Meeting.objects.get()]


PLAN = {
    "date": "2026-11-26", "time": "10:30", "minutes": "60", "channel": "video", "repeat_count": "1",
    "repeat_weeks": "1", "agenda": "What I typed",
}  # fmt: skip


@pytest.fixture
def plan_page(sign_in, story):
    def send(name="kavya", **fields):
        data = {**PLAN, **fields}
        return sign_in(story.people[name]).post(reverse("meeting_plan", args=[story.pairing.pk]), data)

    return send


def confirmed(plan_page, **fields):
    """Through the page that asks to look at working hours first."""
    response = plan_page(**fields)
    outlook = response.context and response.context.get("outlook")
    return plan_page(**fields, confirmed=outlook.digest) if outlook else response


def test_planning_beside_a_planned_meeting_asks(story, plan_page):
    planned = plan(story)
    response = confirmed(plan_page)
    assert asked(response) == ([planned.pk], True)
    assert "What I typed" in response.text
    assert Meeting.objects.count() == 1


def test_yes_keeps_the_planned_one_and_adds_the_agenda(story, plan_page):
    planned = plan(story, agenda="Ours")
    response = confirmed(plan_page, same_as=str(planned.pk))
    assert response.url == reverse("meeting_detail", args=[planned.pk])
    assert Meeting.objects.get().agenda == "Ours\nWhat I typed"
    assert Delivery.objects.filter(kind="meeting_invitation", channel="email").count() == 3


def test_no_plans_another_one(story, plan_page):
    planned = plan(story)
    assert confirmed(plan_page, same_as="none", asked=[str(planned.pk)]).status_code == 302
    assert Meeting.objects.planned().count() == 2


def test_of_a_series_only_what_is_new_is_planned(story, plan_page):
    planned = plan(story)
    confirmed(plan_page, repeat_count="3", same_as=str(planned.pk))
    assert Meeting.objects.planned().count() == 3


def test_planning_the_very_same_again_is_no_question(story):
    assert plan(story) == plan(story)


def test_a_meeting_is_not_moved_into_another(story):
    first, _second = plan(story), plan(story, slot(NOW + 5 * DAY))
    with pytest.raises(Refused, match="already have a meeting"):
        move_meeting(meeting=first, slot=slot(NOW + 5 * DAY + 30 * MINUTE), by=story.jack)


def test_an_assistant_is_asked_too_and_reads_no_agenda(story, plan_page):
    planned = plan(story, agenda="agenda-canary")
    response = plan_page("sam", time="09:30")
    outlook = response.context.get("outlook")
    response = plan_page("sam", time="09:30", confirmed=outlook.digest) if outlook else response
    assert asked(response) == ([planned.pk], True)
    assert "agenda-canary" not in response.text


def test_who_planned_on_which_side_is_kept(story):
    [meeting] = plan_meetings(pairing=story.pairing, slots=[slot()], by=story.sam)
    assert (meeting.planned_by, meeting.planned_by_side) == (story.sam, "senior")
