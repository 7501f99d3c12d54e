"""A leave of one of the two: what is not asked for, what the other one is told, when meetings are proposed."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.services import owe, save_rest
from people.models import User
from sessions.models import RetractedMeeting
from tests.factories import MeetingFactory
from tests.mail import deliver_all, delivery_states, plan_all, sent_to
from tests.sessions.story import DAY, HOUR, NOW

#: NOW is a Monday.
FIRST, LAST = dt.date(2026, 11, 23), dt.date(2026, 12, 2)


def go_away(person, **fields):
    values = {"away_from": FIRST, "away_until": LAST} | fields
    User.objects.filter(pk=person.pk).update(**values)


def test_nobody_is_asked_to_log_while_they_are_away_and_once_when_they_are_back(story, clock):
    go_away(story.jack)
    MeetingFactory(pairing=story.pairing, starts_at=NOW + DAY)
    for day in range(2, 13):
        clock.move_to(NOW + day * DAY + 6 * HOUR)
        plan_all()
        deliver_all()
        if timezone.now().date() <= LAST:
            assert delivery_states(story.jack).get("log_meeting", []) == []
    assert delivery_states(story.jack)["log_meeting"]
    assert delivery_states(story.kavya)["log_meeting"]


def test_the_meeting_of_a_leave_is_recalled_all_the_same(story, clock):
    go_away(story.jack)
    MeetingFactory(pairing=story.pairing, starts_at=NOW + 3 * DAY)
    clock.move_to(NOW + 2 * DAY)
    plan_all()
    deliver_all()
    assert [mail.subject for mail in sent_to(story.jack)] == ["Your meeting with Kavya Nair: Thu 26 Nov, 04:00"]


def deliver_at(clock, day):
    clock.move_to(NOW + day * DAY)
    plan_all()
    deliver_all()


def taken_back(story):
    """Something that Kavya has just done."""
    line = RetractedMeeting.objects.create(
        pairing=story.pairing, starts_at=NOW - DAY, by=story.kavya, by_side="junior"
    )  # fmt: skip
    owe(kind="meeting_retracted", recipients=[story.jack.pk], subject_id=line.pk)


def mails_to(person):
    return [mail.subject for mail in sent_to(person)]


def test_what_others_do_waits_by_mail_and_comes_on_the_first_day_back(story, clock):
    go_away(story.jack)
    taken_back(story)
    deliver_at(clock, 0)
    assert delivery_states(story.jack)["meeting_retracted"] == ["sent", "pending"]
    assert mails_to(story.jack) == []
    deliver_at(clock, 9.2)
    assert mails_to(story.jack) == []
    for day in (10.2, 10.3, 11.2):
        deliver_at(clock, day)
    assert len(mails_to(story.jack)) == 1


def test_who_ends_a_leave_sooner_gets_it_then(story, clock):
    go_away(story.jack)
    taken_back(story)
    deliver_at(clock, 0)
    clock.move_to(NOW + DAY)
    story.jack.refresh_from_db()
    save_rest(user=story.jack, values={"away_from": None, "away_until": None})
    deliver_at(clock, 1)
    assert len(mails_to(story.jack)) == 1


def test_what_must_be_known_does_not_wait(story, clock):
    go_away(story.jack)
    owe(kind="pairing_changed", recipients=[story.jack.pk], subject_id=story.pairing.pk)
    deliver_at(clock, 0)
    assert len(mails_to(story.jack)) == 1


@pytest.mark.parametrize("is_told", [True, False])
def test_the_partner_reads_of_it_only_where_one_wants_that(is_told, story, sign_in):
    go_away(story.jack, tells_leave=is_told)
    page = sign_in(story.kavya).get(reverse("pairing_detail", args=[story.pairing.pk])).text
    assert ("Jack is away from Mon 23 November until Wed 2 December." in page) is is_told


def test_when_the_leave_is_over_nothing_is_said(story, sign_in, clock):
    go_away(story.jack, tells_leave=True)
    clock.move_to(NOW + 11 * DAY)
    page = sign_in(story.kavya).get(reverse("pairing_detail", args=[story.pairing.pk])).text
    assert "is away from" not in page


@pytest.mark.parametrize(
    ("is_told", "cautions"),
    [(True, ["Thu 26 Nov, 09:30 for Jack: away until Wed 2 Dec."]), (False, [])],
)
def test_planning_into_a_leave_one_is_warned_only_where_one_may_know(is_told, cautions, story, sign_in):
    go_away(story.jack, tells_leave=is_told)
    answer = plan(sign_in, story.kavya, story.pairing, date="2026-11-26", time="15:30")
    found = answer.context["outlook"].cautions if answer.context else []
    assert found == cautions


def test_ones_own_leave_is_recalled(story, sign_in):
    go_away(story.kavya)
    answer = plan(sign_in, story.kavya, story.pairing, date="2026-11-26", time="15:30")
    assert answer.context["outlook"].cautions == ["Thu 26 Nov, 15:30: you are away until Wed 2 Dec."]


def test_the_weekend_is_that_of_each_of_the_two(story, sign_in):
    """Kavya works from Sunday to Thursday, as in Israel; Jack from Monday to Friday."""
    User.objects.filter(pk=story.kavya.pk).update(working_days="12347")
    on_friday = plan(sign_in, story.kavya, story.pairing, date="2026-11-27", time="15:30")
    assert on_friday.context["outlook"].cautions == [
        "Fri 27 Nov, 15:30: outside your working hours, Sunday to Thursday 09:00–17:00."
    ]
    on_sunday = plan(sign_in, story.kavya, story.pairing, date="2026-11-29", time="15:30")
    assert on_sunday.context["outlook"].cautions == [
        "Sun 29 Nov, 09:30 for Jack: outside their working hours, Monday to Friday 09:00–17:00."
    ]


def test_a_public_holiday_is_named(story, sign_in):
    User.objects.filter(pk=story.jack.pk).update(country="United States")
    answer = plan(sign_in, story.kavya, story.pairing, date="2026-12-25", time="15:30")
    assert "Fri 25 Dec, 09:30 for Jack: a public holiday where they are." in answer.context["outlook"].cautions


def test_the_form_begins_on_a_day_on_which_both_are_at_work(story, sign_in):
    User.objects.filter(pk=story.kavya.pk).update(working_days="12347")
    go_away(story.jack, tells_leave=True, away_until=dt.date(2026, 12, 3))
    form = sign_in(story.kavya).get(reverse("meeting_plan", args=[story.pairing.pk])).context["form"]
    assert form.initial["date"] == dt.date(2026, 12, 7)  # Friday is free for Kavya, Sunday for Jack


def plan(sign_in, person, pairing, **values):
    usual = {"minutes": "60", "channel": "video", "place": "", "repeat_count": "1", "repeat_weeks": "2", "agenda": ""}
    return sign_in(person).post(reverse("meeting_plan", args=[pairing.pk]), usual | values)
