"""Whoever looks somebody up stands in that person's access log."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from people.models import AuditEntry

pytestmark = pytest.mark.django_db


def readings(person):
    return [entry.actor for entry in AuditEntry.objects.filter(act="person.read", person=person).order_by("at")]


def test_hr_and_coordinators_are_named_once_a_day(cast, sign_in):
    page = reverse("person_detail", args=[cast.kavya.pk])
    place = reverse("participant_detail", args=[cast.program.pk, cast.pairing.junior_id])
    omar, priya = sign_in(cast.omar), sign_in(cast.priya)
    for _again in range(2):
        omar.get(page)
        priya.get(place)
    assert readings(cast.kavya) == [cast.omar, cast.priya]
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        sign_in(cast.omar).get(page)
    assert readings(cast.kavya) == [cast.omar, cast.priya, cast.omar]
    log = sign_in(cast.kavya).get(reverse("access_log")).text
    assert "Priya Raman</span> looked at a person" in log


def test_ones_own_page_is_no_reading(cast, sign_in):
    sign_in(cast.omar).get(reverse("person_detail", args=[cast.omar.pk]))
    assert readings(cast.omar) == []
