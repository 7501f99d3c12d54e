"""Who is reminded of what, and when it is no longer due."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from notifications.models import Delivery
from notifications.pacing import in_working_time
from pairings import reminders, services
from pairings.models import Agreement, Pairing


def planned(plan, now):
    return {(row.recipient_id, row.key.split(":")[2]) for row in in_working_time(plan(now), now)}


#: A Monday morning; three days and a week later people work too.
MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _monday():
    with time_machine.travel(MONDAY, tick=False):
        yield


def after(days):
    return MONDAY + dt.timedelta(days=days, minutes=1)


def question_reminder(pairing, person):
    rows = in_working_time(reminders.plan_questions(after(3)), after(3))
    return [row for row in rows if (row.subject_id, row.recipient_id) == (pairing.pk, person.pk)]


def test_who_has_not_answered_is_reminded_after_three_days(cast, asked):
    assert planned(reminders.plan_questions, after(2)) == set()
    assert planned(reminders.plan_questions, after(3)) == {(cast.kavya.pk, "3days")}


def test_the_leader_is_reminded_from_the_day_they_were_asked(cast, half):
    Pairing.objects.filter(pk=half.pk).update(proposed_at=timezone.now() - dt.timedelta(days=3))
    assert planned(reminders.plan_questions, timezone.now()) == set()
    assert planned(reminders.plan_questions, after(3)) == {(cast.helen.pk, "3days")}


def test_who_has_not_signed_is_reminded_after_three_and_seven_days(cast, preparing):
    agreement = Agreement.objects.get(pairing=preparing)
    agreement.signatures.create(side="junior", user=cast.kavya, version=agreement.version, snapshot={})
    preparing.cycle.participants.update(oriented_at=timezone.now())
    assert planned(reminders.plan_agreements, after(3)) == {(cast.helen.pk, "3days")}
    assert planned(reminders.plan_agreements, after(7)) == {(cast.helen.pk, "7days")}


def test_nothing_waits_in_the_outbox_after_an_answer(cast, asked):
    Delivery.objects.bulk_create(question_reminder(asked, cast.kavya))
    services.decline_pairing(pairing=asked, by=cast.kavya)
    asked_for = Delivery.objects.filter(recipient=cast.kavya).exclude(kind="pairing_changed")
    assert {row.state for row in asked_for} == {"cancelled"}


def test_the_messages_say_nothing_confidential(cast, asked, mailoutbox):
    from tests.mail import deliver_all, sent_to

    services.accept_pairing(pairing=asked, by=cast.kavya)
    services.decline_pairing(pairing=asked, by=cast.helen, reason="I do not like her")
    Pairing.objects.filter(pk=asked.pk).update(outcome_at=timezone.now())
    services.tell_changes()
    Delivery.objects.update(due_at=timezone.now() - dt.timedelta(minutes=1))
    deliver_all()
    (message,) = sent_to(cast.kavya)
    assert message.subject == "The program has changed your pairing"
    assert "Helen" not in message.body
    assert "like her" not in message.body
    (hers,) = sent_to(cast.helen)  # like everybody else, lest the outbox names who said no
    assert (hers.subject, "like him" in hers.body, "like her" in hers.body) == (message.subject, False, False)
