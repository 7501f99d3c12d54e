"""Who is told what about meetings, and when."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from icalendar import Calendar

from notifications import kinds
from notifications.models import Delivery
from people.models import Organization
from people.models.organization import home_zone_name
from sessions.models import ActionItem, Meeting
from sessions.reminders.meetings import plan_log_prompts, plan_reminders
from sessions.services import cancel_meeting, change_item, finish_item, log_meeting, move_meeting, withdraw_item
from tests.batches import rest
from tests.factories import MeetingFactory, PairingFactory
from tests.mail import deliver_all, delivery_states, plan_all, sent_to
from tests.sessions.story import DAY, HOUR, NOW, entry, plan, slot


def calendar_in(message):
    """The method and the event of the calendar file that a mail carries."""
    [content] = {part.get_content() for part in message.message().walk() if part.get_content_type() == "text/calendar"}
    parsed = Calendar.from_ical(content)
    return parsed["method"], parsed.walk("VEVENT")[0]


def titles(person) -> list[str]:
    return [message.subject for message in sent_to(person)]


def test_the_invitation_carries_the_meeting_and_never_the_agenda(story):
    meeting = plan(story, agenda="agenda-canary")
    deliver_all()
    [message] = sent_to(story.jack)
    method, event = calendar_in(message)
    assert (method, event["uid"], event["sequence"]) == ("REQUEST", f"{meeting.pk}@turnabout", 0)
    assert event.decoded("dtstart") == NOW + 3 * DAY
    assert {str(guest) for guest in event["attendee"]} == {"mailto:kavya@example.com", "mailto:jack@example.com"}
    assert "agenda-canary" not in message.message().as_string()


def test_each_reads_their_own_clock_and_the_others(story):
    plan(story)
    deliver_all()
    assert titles(story.jack) == ["Meeting with Kavya Nair on Thu 26 Nov, 04:00"]
    assert "10:00 for Kavya" in sent_to(story.jack)[0].body
    assert titles(story.kavya) == ["Meeting with Jack Whitfield on Thu 26 Nov, 10:00"]


def test_whose_zone_is_not_known_reads_the_organisations_clock(story):
    Organization.objects.update_or_create(pk=1, defaults={"time_zone": "Asia/Kolkata"})
    type(story.jack).objects.filter(pk=story.jack.pk).update(time_zone="")
    plan(story)
    deliver_all()
    assert titles(story.jack) == ["Meeting with Kavya Nair on Thu 26 Nov, 14:30"]
    assert "26 Nov 2026, 14:30 (Asia/Kolkata)" in sent_to(story.jack)[0].body


def test_what_is_due_follows_the_organisations_clock_where_the_owners_is_not_known(story, clock):
    Organization.objects.update_or_create(pk=1, defaults={"time_zone": "Asia/Kolkata"})
    type(story.jack).objects.filter(pk=story.jack.pk).update(time_zone="")
    found = item(story, owner="senior")
    clock.move_to(NOW + DAY)
    plan_all()
    assert Delivery.objects.filter(subject_id=found.pk).first().due_at == dt.datetime(
        2026, 11, 24, 3, 30, tzinfo=dt.UTC
    )


def test_a_move_updates_the_same_event_and_a_cancellation_ends_it(story):
    meeting = plan(story)
    deliver_all()
    move_meeting(meeting=meeting, slot=slot(NOW + 4 * DAY), by=story.jack)
    deliver_all()
    cancel_meeting(meeting=meeting, by=story.jack)
    deliver_all()
    seen = [calendar_in(message) for message in sent_to(story.kavya)]
    assert [(method, event["sequence"]) for method, event in seen] == [("REQUEST", 0), ("REQUEST", 1), ("CANCEL", 2)]
    assert len({event["uid"] for _, event in seen}) == 1
    assert seen[1][1].decoded("dtstart") == NOW + 4 * DAY


def test_who_plans_and_moves_before_anything_was_sent_sends_one_mail(story):
    move_meeting(meeting=plan(story), slot=slot(NOW + 4 * DAY), by=story.jack)
    deliver_all()
    assert titles(story.kavya) == ["Meeting with Jack Whitfield on Fri 27 Nov, 10:00"]


@pytest.mark.parametrize(("before", "sent"), [(25 * HOUR, 0), (24 * HOUR, 1), (HOUR, 1), (-HOUR, 0)])
def test_the_reminder_goes_out_a_day_before_and_never_after_the_start(story, clock, before, sent):
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 3 * DAY)
    clock.move_to(NOW + 3 * DAY - before)
    plan_all()
    deliver_all()
    assert len([title for title in titles(story.kavya) if title.startswith("Your meeting with Jack")]) >= sent
    assert delivery_states(story.kavya).get("meeting_reminder", []).count("sent") == 2 * sent


def test_reminders_go_to_both_and_the_assistant_who_reads_no_agenda(story):
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 20 * HOUR, agenda="agenda-canary", place="Room 7")
    plan_all()
    deliver_all()
    [to_sam] = sent_to(story.sam)
    assert to_sam.subject == "Jack Whitfield meets Kavya Nair: Tue 24 Nov, 06:00"
    assert "Room 7" in to_sam.body
    for person in (story.kavya, story.jack, story.sam):
        text = sent_to(person)[0].message().as_string()
        assert "agenda-canary" not in text
        assert "text/calendar" not in text


def test_planning_twice_owes_once(story):
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 20 * HOUR)
    plan_all()
    plan_all()
    assert Delivery.objects.filter(kind="meeting_reminder").count() == 6


def test_a_moved_meeting_is_reminded_of_anew_and_the_old_reminder_is_dead(story):
    meeting = MeetingFactory(pairing=story.pairing, starts_at=NOW + 20 * HOUR)
    plan_all()
    move_meeting(meeting=meeting, slot=slot(NOW + 22 * HOUR), by=story.jack)
    plan_all()
    keys = Delivery.objects.filter(kind="meeting_reminder", recipient=story.sam, channel="email")
    assert sorted(keys.values_list("state", "extra__time_revision")) == [("cancelled", 0), ("pending", 1)]


def test_a_paused_pair_is_not_reminded(story):
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 20 * HOUR)
    plan_all()
    rest(story.pairing)
    deliver_all()
    assert delivery_states(story.kavya) == {"meeting_reminder": ["cancelled", "cancelled"]}


@pytest.mark.parametrize(("after", "offsets"), [(90, []), (120, ["1h"]), (50 * 60, ["2d"]), (14 * 1440, [])])
def test_the_prompt_to_log_comes_an_hour_after_the_end_and_two_days_later(story, after, offsets):
    MeetingFactory(pairing=story.pairing, starts_at=NOW, minutes=60)
    now = NOW + dt.timedelta(minutes=after)
    due = [row for row in plan_log_prompts(now) if row.due_at <= now and row.recipient_id == story.kavya.pk]
    assert [row.key.split(":")[3] for row in due if row.channel == "email"] == offsets


def test_what_is_logged_is_not_asked_for(story, clock):
    meeting = MeetingFactory(pairing=story.pairing, starts_at=NOW, minutes=60)
    clock.move_to(NOW + 3 * HOUR)
    plan_all()
    log_meeting(meeting=meeting, entry=entry(), by=story.kavya)
    plan_all()
    deliver_all()
    assert delivery_states(story.kavya) == {"log_meeting": ["cancelled", "cancelled"]}


def test_the_prompt_leads_to_the_form(story, clock):
    meeting = MeetingFactory(pairing=story.pairing, starts_at=NOW, minutes=60)
    clock.move_to(NOW + 3 * HOUR)
    plan_all()
    deliver_all()
    [message] = sent_to(story.kavya)
    assert message.subject == "Your meeting with Jack Whitfield: how was it?"
    assert f"/meetings/{meeting.pk}/log/" in message.body


def item(story, **fields) -> ActionItem:
    due_on = (NOW + 2 * DAY).date()
    return ActionItem.objects.create(
        **{"pairing": story.pairing, "text": "item-canary", "owner": "senior", "due_on": due_on} | fields
    )


@pytest.mark.parametrize(("owner", "hour"), [("junior", 8), ("senior", 14)])
def test_what_is_due_is_recalled_the_day_before_at_nine_of_the_owners_clock(story, clock, owner, hour):
    found = item(story, owner=owner)
    clock.move_to(dt.datetime(2026, 11, 24, hour, tzinfo=dt.UTC) - 2 * HOUR)
    plan_all(timezone.now())
    assert not Delivery.objects.filter(subject_id=found.pk).exists()
    clock.move_to(dt.datetime(2026, 11, 24, hour, tzinfo=dt.UTC))
    plan_all()
    deliver_all()
    person = story.kavya if owner == "junior" else story.jack
    assert delivery_states(person)["action_item_due"] == ["sent", "sent"]
    assert "item-canary" not in sent_to(person)[0].message().as_string()
    assert Delivery.objects.first().due_at.astimezone(ZoneInfo(person.time_zone)).hour == 9


def test_what_is_done_or_due_later_is_not_recalled(story, clock):
    done, later = item(story), item(story, text="Another")
    clock.move_to(NOW + DAY + 12 * HOUR)
    plan_all()
    finish_item(item=done, by=story.jack)
    change_item(item=later, by=story.jack, text="Another", owner="senior", due_on=(NOW + 9 * DAY).date())
    deliver_all()
    assert sent_to(story.jack) == []


def test_what_was_withdrawn_is_neither_planned_nor_sent(story, clock):
    planned, unplanned = item(story), item(story, text="Another")
    withdraw_item(item=unplanned, by=story.jack, reason="No time")
    clock.move_to(NOW + DAY + 12 * HOUR)
    plan_all()
    reminders = Delivery.objects.filter(kind="action_item_due")
    assert set(reminders.values_list("subject_id", flat=True)) == {planned.pk}
    withdraw_item(item=planned, by=story.jack, reason="No time")
    deliver_all()
    assert sent_to(story.jack) == []
    assert set(reminders.values_list("state", flat=True)) == {"cancelled"}


@pytest.mark.parametrize("code", ["meeting_invitation", "meeting_moved", "meeting_cancelled", "meeting_reminder",
                                  "log_meeting", "action_item_due", "pair_slipping"])  # fmt: skip
def test_every_kind_is_declared(code):
    assert kinds.get(code).sample


def reminded() -> set[str]:
    return {row.recipient.first_name for row in Delivery.objects.filter(kind="meeting_reminder")}


def test_who_has_stopped_assisting_is_not_reminded(story, clock):
    """The reminder was planned while Sam still booked for Jack."""
    meeting = plan(story)
    clock.move_to(meeting.starts_at - DAY - dt.timedelta(minutes=5))
    plan_all()
    story.jack.assistants.clear()
    clock.move_to(meeting.starts_at - DAY + dt.timedelta(minutes=5))
    deliver_all()
    assert set(delivery_states(story.sam)["meeting_reminder"]) == {"cancelled"}
    assert "sent" in delivery_states(story.kavya)["meeting_reminder"]


def test_who_was_invited_within_the_last_day_is_not_reminded_but_the_assistant_is(story):
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 20 * HOUR, created_at=NOW - 4 * HOUR)
    plan_all()
    assert reminded() == {"Sam"}


def test_who_was_told_of_a_move_within_the_last_day_is_not_reminded(story):
    meeting = MeetingFactory(pairing=story.pairing, starts_at=NOW + 3 * DAY)
    move_meeting(meeting=meeting, slot=slot(NOW + 20 * HOUR), by=story.jack)
    plan_all()
    assert reminded() == {"Sam"}


def test_planning_costs_four_queries_whatever_the_number(story, django_assert_max_num_queries):
    for n in range(12):
        MeetingFactory(pairing=PairingFactory(cycle=story.cycle), starts_at=NOW + (n + 1) * HOUR)
    assert Meeting.objects.count() == 12
    home_zone_name()  # which is kept for a minute
    with django_assert_max_num_queries(4):
        assert len(list(plan_reminders(NOW))) == 48
