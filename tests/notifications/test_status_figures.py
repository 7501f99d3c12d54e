"""Figures for the operators' status page."""

from django.utils import timezone

from notifications.models import Delivery


def test_oldest_due_is_what_has_waited_longest(reader, owe, later):
    old = owe(reader, due_at=later(hours=-3))
    owe(reader, due_at=later(hours=-1))
    owe(reader, due_at=later(hours=1))
    assert Delivery.objects.oldest_due(timezone.now()) == old.due_at


def test_nothing_due_is_nothing(reader, owe, later):
    owe(reader, due_at=later(hours=1))
    assert Delivery.objects.oldest_due(timezone.now()) is None


def test_a_retry_that_waits_for_its_time_is_not_late(reader, owe, later):
    owe(reader, due_at=later(hours=-3), state="retry", next_attempt_at=later(minutes=5))
    assert Delivery.objects.oldest_due(timezone.now()) is None


def test_dead_and_uncertain(reader, owe):
    dead, uncertain = owe(reader, state="dead"), owe(reader, state="uncertain")
    owe(reader)
    assert [d.pk for d in Delivery.objects.dead()] == [dead.pk]
    assert [d.pk for d in Delivery.objects.uncertain()] == [uncertain.pk]
