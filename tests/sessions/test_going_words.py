"""Before words of theirs go people are told, each of what is theirs, and nothing goes untold."""

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from notifications.models import Delivery
from notifications.sending import plan_due
from pairings.models import StartingConfidence
from people.models import LegalHold, RetentionPeriod, User
from people.retention.applying import apply_retention
from sessions.models import Reflection, SessionLog
from sessions.reminders.going_words import plan
from tests import factories as make
from tests.mail import deliver_all, sent_to
from tests.people.retention.old_rows import days_ago, pair_words, pairing_over, reflections

pytestmark = pytest.mark.django_db
MONTH = 30


def planned() -> list[tuple[str, str]]:
    """Who is told by mail about what; each is written down."""
    rows = list(plan(timezone.now()))
    Delivery.objects.bulk_create(rows)
    return sorted((row.recipient.short_name, row.extra["rule"]) for row in rows if row.channel == "email")


@pytest.fixture
def untold(cast):
    """Gives `untold(kind, days)`: words of a pairing that was over so many days ago, of which nobody was told."""

    def of(kind, days):
        left = kind(cast, days_ago(days))
        Delivery.objects.filter(kind="words_go_soon").delete()
        return left

    return of


def test_both_are_told_a_month_before_and_only_once(untold):
    untold(pair_words, 1095 - MONTH - 1)
    assert planned() == []
    untold(pair_words, 1095 - MONTH + 1)
    assert planned() == [("Jack", "pair_words"), ("Kavya", "pair_words")]
    assert planned() == []


def test_of_private_reflections_their_author_alone_is_told(cast, untold):
    """A notice to the other one would say that there are some."""
    untold(reflections, 1095)
    assert planned() == [("Kavya", "reflections")]


@pytest.mark.parametrize(("side", "name"), [("junior", "Kavya"), ("senior", "Jack")])
def test_of_confidence_at_the_start_its_author_alone_is_told_before_it_goes(cast, side, name):
    pairing = pairing_over(cast, days_ago(2000))
    StartingConfidence.objects.create(pairing=pairing, side=side, rating=2)
    apply_retention(codes=["reflections"])
    assert StartingConfidence.objects.exists()
    assert planned() == [(name, "reflections")]
    Delivery.objects.update(due_at=days_ago(MONTH + 1))
    apply_retention(codes=["reflections"])
    assert not StartingConfidence.objects.exists()


def test_the_message_says_when_and_leads_there_without_a_word_of_theirs(cast, untold, mailoutbox):
    untold(pair_words, 1095)
    planned()
    deliver_all()
    (message,) = sent_to(cast.kavya)
    day = timezone.localdate() + dt.timedelta(days=MONTH)
    assert f"{day:%B %Y}" in message.subject
    assert "copy it before" in message.body
    assert "How to ask" not in message.body


@pytest.mark.parametrize("kind", [pair_words, reflections])
def test_nothing_goes_before_the_month_is_over(cast, kind):
    fresh = kind(cast, days_ago(2000), noticed=MONTH - 1)
    apply_retention(codes=["pair_words", "reflections"])
    assert all(fresh().values())
    Delivery.objects.update(due_at=days_ago(MONTH + 1))
    apply_retention(codes=["pair_words", "reflections"])
    assert not any(fresh().values())


def test_a_shorter_period_gives_everybody_their_month(cast, untold):
    words = untold(pair_words, 400)
    RetentionPeriod.objects.create(code="pair_words", days=200)
    apply_retention()
    assert all(words().values())
    assert planned() == [("Jack", "pair_words"), ("Kavya", "pair_words")]


def test_whoever_was_not_told_keeps_their_reflections(cast, untold):
    words = untold(reflections, 2000)
    planned()
    Delivery.objects.update(due_at=days_ago(MONTH + 1))
    meeting = Reflection.objects.get().meeting
    his = Reflection.objects.create(meeting=meeting, author=cast.jack, text="So was I")
    apply_retention(codes=["reflections"])
    assert not any(words().values())
    assert Reflection.objects.get() == his


def test_who_has_left_is_not_waited_for(cast, untold):
    shared, own = untold(pair_words, 2000), untold(reflections, 2000)
    type(cast.kavya).objects.filter(pk=cast.kavya.pk).update(is_active=False)
    assert planned() == [("Jack", "pair_words")]
    apply_retention()
    assert (all(shared().values()), any(own().values())) == (True, False)
    type(cast.jack).objects.filter(pk=cast.jack.pk).update(is_active=False)
    apply_retention()
    assert not any(shared().values())


def test_what_is_on_hold_and_where_nothing_is_written_nobody_is_told(cast, untold):
    untold(pair_words, 2000)
    pairing_over(cast, days_ago(2000))
    LegalHold.objects.create(person=cast.jack, placed_by=cast.omar, reason="A complaint")
    assert planned() == []


def test_it_takes_as_many_queries_for_thirty_pairs_as_for_one(cast, untold, django_assert_max_num_queries):
    for _pair in range(30):
        untold(pair_words, 2000)
    make.CycleFactory()
    with django_assert_max_num_queries(4):
        assert len(list(plan(timezone.now()))) == 120


def test_who_works_at_other_hours_is_told_in_their_morning(cast, untold):
    """Kavya is told in Berlin's morning, when it is night in New York."""
    User.objects.filter(pk=cast.jack.pk).update(time_zone="America/New_York", country="")
    User.objects.filter(pk=cast.kavya.pk).update(time_zone="Europe/Berlin", country="")
    untold(pair_words, 1095)
    for hour in (9, 16):
        with time_machine.travel(dt.datetime(2026, 11, 24, hour, tzinfo=dt.UTC), tick=False):
            plan_due()
    told = Delivery.objects.filter(kind="words_go_soon", channel="email").order_by("due_at")
    assert list(told.values_list("recipient", flat=True)) == [cast.kavya.pk, cast.jack.pk]


def test_nothing_goes_while_one_of_the_two_is_not_told(cast, untold):
    untold(pair_words, 1200)
    rows = list(plan(timezone.now() - dt.timedelta(days=31)))
    Delivery.objects.bulk_create(row for row in rows if row.recipient_id == cast.kavya.pk)
    Delivery.objects.update(due_at=timezone.now() - dt.timedelta(days=31))
    apply_retention(codes=["pair_words"])
    assert SessionLog.objects.exclude(learned="").exists()
