"""Whoever waits for the other one meets the same after a no, a silence and a withdrawal: words, hour, pages, mails."""

import datetime as dt

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings import services
from pairings.models import Pairing
from pairings.services.messages import next_batch
from programs.services import withdraw_participant
from tests import factories as make
from tests.mail import deliver_all, plan_all, sent_to
from tests.proposals.looks import main_of

MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)


def a_no(pairing, person):
    services.decline_pairing(pairing=pairing, by=person, reason="No time for this")


def silence(pairing, person):
    Pairing.objects.filter(pk=pairing.pk).update(answer_by=timezone.now())
    services.expire_pairings(now=timezone.now())


def withdrawal(pairing, person):
    withdraw_participant(participant=pairing.participant_of(person), by=person)


def stepping_back(pairing, person):
    services.leave_pairing(pairing=pairing, by=person, wish="partner", reason="No time for this")


def met_by(person, pairing, sign_in, mailoutbox):
    """All that somebody meets from now to the next batch and at it: pages, inbox, calendar, mails with their hours."""
    told_at, met = next_batch(timezone.now()), []
    for now in (timezone.now() + dt.timedelta(minutes=1), told_at - dt.timedelta(minutes=1), told_at):
        with time_machine.travel(now, tick=False):
            plan_all()
            deliver_all()
            client = sign_in(person)
            urls = (pairing.url, reverse("pairing_list"), "/", reverse("inbox"))
            met += [main_of(client.get(url, follow=True).text) for url in urls]
            met.append([(mail.subject, mail.body, [str(part) for part in mail.alternatives], mail.attachments)
                        for mail in sent_to(person)])  # fmt: skip
    rows = Delivery.objects.filter(recipient=person, kind="pairing_changed").order_by("channel")
    return met, [(row.channel, row.due_at, row.sent_at, row.title, row.body_text) for row in rows]


def all_met(causes, pairing, who, waits, sign_in, mailoutbox):
    """What the one who waits meets after each cause; each is undone before the next."""
    found = {}
    for cause in causes:
        with time_machine.travel(MONDAY, tick=False), transaction.atomic():
            cause(pairing, who)
            found[cause.__name__] = met_by(waits, pairing, sign_in, mailoutbox)
            transaction.set_rollback(True)
        mailoutbox.clear()
    return found


@pytest.fixture
def waiting(cast):
    """Kavya has said yes to Helen the day before, who is asked."""
    with time_machine.travel(MONDAY - dt.timedelta(days=1), tick=False):
        cast.cycle.participants.update(capacity=2)
        pairing = make.PairingFactory(
            cycle=cast.cycle, junior=cast.pairing.junior, senior=cast.other_pairing.senior, state="proposed",
            answer_by=MONDAY + dt.timedelta(days=9), agreed_at=None, opened_at=None,
        )  # fmt: skip
        services.accept_pairing(pairing=pairing, by=cast.kavya)
        deliver_all()
    return Pairing.objects.with_people().get(pk=pairing.pk)


def test_a_mentor_who_waits_cannot_tell_why_it_does_not_come_about(cast, waiting, sign_in, mailoutbox):
    mailoutbox.clear()
    found = all_met((a_no, silence, withdrawal), waiting, cast.helen, cast.kavya, sign_in, mailoutbox)
    assert found["a_no"] == found["silence"] == found["withdrawal"]
    met, told = found["a_no"]
    assert "The program has changed your pairing" in met[-5]
    assert "The program has changed your pairing" not in met[0]
    assert {row[1] for row in told} == {next_batch(MONDAY)}
    assert "No time for this" not in str(found)


def test_a_leader_who_is_asked_cannot_tell_why_it_does_not_come_about(cast, waiting, sign_in, mailoutbox):
    mailoutbox.clear()
    found = all_met((stepping_back, withdrawal), waiting, cast.kavya, cast.helen, sign_in, mailoutbox)
    assert found["stepping_back"] == found["withdrawal"]
    assert "No time for this" not in str(found)


def test_after_both_said_yes_stepping_back_and_withdrawal_look_the_same(cast, waiting, sign_in, mailoutbox):
    with time_machine.travel(MONDAY - dt.timedelta(hours=20), tick=False):
        services.accept_pairing(pairing=waiting, by=cast.helen)
        deliver_all()
    pairing = Pairing.objects.with_people().get(pk=waiting.pk)
    mailoutbox.clear()
    for leaves, stays in ((cast.kavya, cast.helen), (cast.helen, cast.kavya)):
        found = all_met((stepping_back, withdrawal), pairing, leaves, stays, sign_in, mailoutbox)
        assert found["stepping_back"] == found["withdrawal"]
        assert "No time for this" not in str(found)
