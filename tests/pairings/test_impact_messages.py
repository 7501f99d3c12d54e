"""The other of the two hears that something waits for their word."""

import dataclasses
import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from notifications.models import Delivery
from pairings.services import impacts
from tests.mail import deliver_all, sent_to

pytestmark = pytest.mark.django_db
TUESDAY = dt.datetime(2026, 12, 1, 9, tzinfo=dt.UTC)
DAY = TUESDAY.date()
CHANGE = impacts.Change("Hours in meetings", "hours_week", Decimal(20), Decimal(15), DAY, DAY, "by the calendar")


@pytest.fixture
def clock():
    with time_machine.travel(TUESDAY, tick=True) as clock:
        yield clock


@pytest.fixture
def noted(cast, clock):
    return impacts.note_impact(pairing=cast.pairing, by=cast.kavya, change=CHANGE)


def heard(person, clock) -> list[str]:
    clock.shift(dt.timedelta(minutes=11))
    deliver_all()
    return [mail.subject for mail in sent_to(person) if "written down" in mail.subject]


def test_the_other_hears_it_a_moment_later_without_the_words(cast, noted, clock, mailoutbox):
    deliver_all()
    assert not sent_to(cast.jack)
    assert heard(cast.jack, clock) == [f"{cast.kavya.name} has written down what has changed"]
    [mail] = sent_to(cast.jack)
    assert "Hours in meetings" not in mail.body
    assert reverse("pairing_detail", args=[cast.pairing.pk]) + "#impacts" in mail.body
    assert not sent_to(cast.kavya)


def test_what_is_mended_within_the_moment_is_told_once(cast, noted, clock, mailoutbox):
    impacts.change_impact(impact=noted, by=cast.kavya, change=dataclasses.replace(CHANGE, after=Decimal(12)))
    assert len(heard(cast.jack, clock)) == 1


def test_what_is_written_anew_later_is_told_again(cast, noted, clock, mailoutbox):
    heard(cast.jack, clock)
    impacts.change_impact(impact=noted, by=cast.kavya, change=dataclasses.replace(CHANGE, after=Decimal(12)))
    assert len(heard(cast.jack, clock)) == 2


def test_not_what_is_confirmed_or_taken_back_meanwhile(cast, noted, clock, mailoutbox):
    trips = dataclasses.replace(CHANGE, measure="Trips")
    second = impacts.note_impact(pairing=cast.pairing, by=cast.jack, change=trips)
    impacts.confirm_impact(impact=noted, by=cast.jack, version=1, sees_it_so=True)
    impacts.withdraw_impact(impact=second, by=cast.jack)
    assert heard(cast.jack, clock) == heard(cast.kavya, clock) == []


def test_the_outbox_shows_it_to_nobody(cast, noted, sign_in):
    assert Delivery.objects.filter(kind="impact_to_confirm").exists()
    for person in (cast.priya, cast.omar, cast.igor):
        rows = Delivery.objects.visible_to(person)
        assert not rows.filter(kind="impact_to_confirm").exists()
