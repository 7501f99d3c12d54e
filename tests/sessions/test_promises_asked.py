"""The mentor is asked, the day after a promise was due, whether it can be seen."""

import datetime as dt

import pytest
import time_machine

from notifications.models import GroupPreference
from notifications.sending import deliver_due, plan_due
from people.models import Organization
from sessions.models import ActionItem
from sessions.reminders.promises import plan
from tests.mail import sent_to
from tests.sessions.story import DAY, HOUR, NOW

TODAY = NOW.date()  # a Monday, nine in the morning (UTC)


@pytest.fixture
def promised(story):
    for person in (story.kavya, story.jack):
        GroupPreference.objects.create(user=person, group="pairing", channel="email", frequency="at_once")
    return ActionItem.objects.create(
        pairing=story.pairing, text="Canary words", kind="commitment", owner="senior", due_on=TODAY + DAY,
        created_at=NOW - 9 * DAY,
    )  # fmt: skip


def asked(person, *days):
    for day in days:
        with time_machine.travel(NOW + day * DAY + 2 * HOUR, tick=False):
            plan_due()
            deliver_due()
    return [mail for mail in sent_to(person) if mail.subject.startswith("Seen, or not yet")]


def test_the_mentor_is_asked_once_the_day_after(story, promised, mailoutbox):
    assert asked(story.kavya, 0, 1) == []
    [mail] = asked(story.kavya, 2, 3, 4, 9)
    assert "Canary" not in mail.body
    assert asked(story.jack) == []


@pytest.mark.parametrize("change", [
    {"seen": "seen"}, {"seen": "not_yet"}, {"withdrawn_at": NOW, "withdrawn_reason": "x"}, {"due_on": TODAY + 5 * DAY},
    {"due_on": None}, {"kind": "action"},
])  # fmt: skip
def test_not_when_it_is_answered_withdrawn_or_due_later(story, promised, change, mailoutbox):
    by = {"withdrawn_by": story.jack} if "withdrawn_at" in change else {}
    ActionItem.objects.filter(pk=promised.pk).update(**change, **by)
    assert asked(story.kavya, 2, 3) == []


def test_what_is_done_is_asked_too_for_the_mentor_has_to_see_it(story, promised, mailoutbox):
    ActionItem.objects.filter(pk=promised.pk).update(done_at=NOW)
    assert len(asked(story.kavya, 2, 3)) == 1


@pytest.mark.parametrize("n", [1, 5])
def test_planning_takes_two_queries_for_however_many(story, promised, n, django_assert_max_num_queries):
    Organization.objects.current()
    for _ in range(n - 1):
        ActionItem.objects.create(
            pairing=story.pairing, text="More", kind="commitment", owner="senior", due_on=TODAY + DAY
        )
    with django_assert_max_num_queries(2):
        assert len(list(plan(NOW + dt.timedelta(days=2)))) == 2 * n
