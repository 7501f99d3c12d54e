"""What is in force and becomes another thing is told to everybody whom it concerns, once a day, in the app."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from insights.models import InForce
from insights.tasks import note_what_is_in_force
from notifications.models import Delivery
from people.models import RetentionPeriod
from programs.models import Program
from tests import factories as make
from tests.mail import deliver_all, sent_to

pytestmark = pytest.mark.django_db


@pytest.fixture
def noted(cast):
    """What is in force has been written down once; a day goes by."""
    note_what_is_in_force()
    assert not Delivery.objects.filter(kind="rules_changed").exists(), "the first time nothing has changed"
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        yield


def keep_words_for(days):
    RetentionPeriod.objects.update_or_create(code="message_words", defaults={"days": days})


def told(person):
    deliver_all()
    return list(Delivery.objects.inbox_of(person).filter(kind="rules_changed"))


@pytest.mark.parametrize("name", ["kavya", "jack", "maria", "priya", "lena", "omar"])
def test_everybody_in_a_program_reads_what_it_was_and_what_it_is(cast, noted, name):
    keep_words_for(60)
    note_what_is_in_force()
    [message] = told(cast.people[name])
    assert "30 days" in message.body_text
    assert "60 days" in message.body_text
    assert sent_to(cast.people[name]) == []


def test_nobody_else_is_told(cast, noted):
    keep_words_for(60)
    note_what_is_in_force()
    assert told(cast.noor) == told(cast.sam) == []


def test_of_a_program_those_alone_hear_who_are_in_it(cast, noted):
    other = make.ProgramFactory(name="Another program")
    make.ParticipantFactory(cycle__program=other, user=cast.noor, state="invited")
    InForce.objects.all().delete()
    with time_machine.travel(timezone.now() - dt.timedelta(days=1)):
        note_what_is_in_force()
    Program.objects.filter(pk=cast.program.pk).update(score_threshold=9)
    note_what_is_in_force()
    [message] = told(cast.kavya)
    assert "was “5”, is “9”" in " ".join(message.body_text.split())
    assert told(cast.noor) == []


def test_changes_of_one_day_are_one_message_and_tomorrows_another(cast, noted):
    keep_words_for(60)
    note_what_is_in_force()
    keep_words_for(90)
    Program.objects.filter(pk=cast.program.pk).update(score_threshold=9)
    note_what_is_in_force()
    assert len(told(cast.kavya)) == 1
    with time_machine.travel(timezone.now() + dt.timedelta(days=1)):
        note_what_is_in_force()
        note_what_is_in_force()
        newest, oldest = told(cast.kavya)
    assert "60 days" in newest.body_text
    assert "90 days" in newest.body_text
    assert "30 days" not in newest.body_text
    assert "30 days" in oldest.body_text


def test_what_is_the_same_is_told_to_nobody(cast, noted):
    make.ParticipantFactory(cycle=cast.cycle)
    note_what_is_in_force()
    assert InForce.objects.count() == 1
    assert told(cast.kavya) == []


def test_the_page_about_ones_words_shows_the_last_changes_with_their_days(cast, noted, sign_in):
    page = sign_in(cast.kavya).get(reverse("my_words")).text
    assert "Nothing so far." in page
    keep_words_for(60)
    note_what_is_in_force()
    page = sign_in(cast.kavya).get(reverse("my_words")).text
    day = timezone.localdate()
    assert f"{day.day} {day:%b %Y}" in page
    assert "60 days" in page
    assert "30 days" in page


def test_no_name_is_kept(cast, noted):
    keep_words_for(60)
    note_what_is_in_force()
    for person in cast.people.values():
        assert person.last_name not in str(InForce.objects.first().content)
