"""Claims: exactly one taker, whoever else is at it."""

import datetime as dt
import uuid

from django.utils import timezone

from notifications.claims import LEASE, candidates, claim, is_anything_due, mark_claimed
from notifications.kinds import Channel
from notifications.models import Delivery


def test_takes_what_is_due_and_counts_the_attempt(reader, owe, later):
    owe(reader, due_at=later(hours=-1))
    owe(reader, due_at=later(hours=1))
    assert [(d.attempt, d.state) for d in claim(timezone.now())] == [(1, "claimed")]


def test_takes_no_more_than_asked_for(reader, owe):
    for _ in range(5):
        owe(reader)
    assert len(claim(timezone.now(), limit=2)) == 2
    assert Delivery.objects.filter(attempt=1).count() == 2


def test_what_is_taken_is_not_taken_again_before_the_lease_is_over(reader, owe):
    owe(reader)
    now = timezone.now()
    assert len(claim(now)) == 1
    assert claim(now + LEASE - dt.timedelta(seconds=1)) == []
    assert len(claim(now + LEASE + dt.timedelta(seconds=1))) == 1


def test_of_two_who_see_the_same_row_one_gets_it(reader, owe):
    owe(reader)
    now = timezone.now()
    seen = candidates(now, 10, list(Channel))
    assert [mark_claimed(now, seen, uuid.uuid4()), mark_claimed(now, seen, uuid.uuid4())] == [1, 0]


def test_a_retry_waits_for_its_time(reader, owe, later):
    delivery = owe(reader)
    Delivery.objects.update(state="retry", next_attempt_at=later(minutes=5))
    assert claim(timezone.now()) == []
    assert [d.pk for d in claim(later(minutes=6))] == [delivery.pk]


def test_final_states_are_never_claimed(reader, owe):
    owe(reader)
    for state in ("sent", "uncertain", "expired", "suppressed", "cancelled", "dead"):
        Delivery.objects.update(state=state, sent_at=timezone.now())
        assert claim(timezone.now()) == []


def test_only_the_channels_asked_for(reader, owe):
    owe(reader, channels=["email", "in_app"])
    assert [d.channel for d in claim(timezone.now(), channels=["in_app"])] == ["in_app"]
    assert is_anything_due(timezone.now(), ["email"])


def test_what_was_abandoned_comes_back_alone(reader, owe, pass_lease):
    for _ in range(3):
        owe(reader)
    assert len(claim(timezone.now())) == 3
    pass_lease()
    assert len(claim(timezone.now())) == 1


def test_few_queries_for_many(reader, owe, django_assert_max_num_queries):
    for _ in range(40):
        owe(reader)
    with django_assert_max_num_queries(7):
        assert len(claim(timezone.now())) == 40
