"""Claims: exactly one taker, whoever else is at it."""

import datetime as dt
import uuid

from django.utils import timezone

from notifications.claims import LEASE, SUSPECT_AFTER, candidates, claim, claim_suspect, hand_back, mark_claimed
from notifications.kinds import Urgency
from notifications.models import Delivery

MAIL = "email"


def test_takes_what_is_due_and_counts_the_claim_apart_from_answers(reader, owe, later):
    owe(reader, due_at=later(hours=-1))
    owe(reader, due_at=later(hours=1))
    assert [(d.claims, d.attempt, d.state) for d in claim(timezone.now(), MAIL)] == [(1, 0, "claimed")]


def test_takes_no_more_than_asked_for(reader, owe):
    for _ in range(5):
        owe(reader)
    assert len(claim(timezone.now(), MAIL, limit=2)) == 2
    assert Delivery.objects.filter(claims=1).count() == 2


def test_what_is_taken_is_not_taken_again_before_the_lease_is_over(reader, owe):
    owe(reader)
    now = timezone.now()
    assert len(claim(now, MAIL)) == 1
    assert claim(now + LEASE - dt.timedelta(seconds=1), MAIL) == []
    assert len(claim(now + LEASE + dt.timedelta(seconds=1), MAIL)) == 1


def test_of_two_who_see_the_same_row_one_gets_it(reader, owe):
    owe(reader)
    now = timezone.now()
    free = Delivery.objects.all()
    seen = candidates(free, now, 10)
    assert [mark_claimed(free, now, seen, uuid.uuid4()) for _ in range(2)] == [1, 0]


def test_a_retry_waits_for_its_time(reader, owe, later):
    delivery = owe(reader)
    Delivery.objects.update(state="retry", next_attempt_at=later(minutes=5))
    assert claim(timezone.now(), MAIL) == []
    assert [d.pk for d in claim(later(minutes=6), MAIL)] == [delivery.pk]


def test_final_states_are_never_claimed(reader, owe):
    owe(reader)
    for state in ("sent", "uncertain", "expired", "suppressed", "cancelled", "dead"):
        Delivery.objects.update(state=state, sent_at=timezone.now())
        assert claim(timezone.now(), MAIL) == []


def test_only_the_channels_asked_for(reader, owe):
    owe(reader, channels=["email", "in_app"])
    assert [d.channel for d in claim(timezone.now(), "in_app")] == ["in_app"]
    assert [d.channel for d in claim(timezone.now(), MAIL)] == ["email"]


def test_what_was_abandoned_twice_comes_back_alone(reader, owe, pass_lease):
    for _ in range(3):
        owe(reader)
    for _ in range(SUSPECT_AFTER):
        assert len(claim(timezone.now(), MAIL)) == 3
        pass_lease()
    assert claim(timezone.now(), MAIL) == []
    assert len(claim_suspect(timezone.now(), MAIL)) == 1


def test_what_is_handed_back_is_free_at_once_and_not_charged(reader, owe):
    fresh, again = owe(reader), owe(reader, state="retry", next_attempt_at=timezone.now(), attempt=2)
    hand_back(claim(timezone.now(), MAIL))
    found = {d.pk: (d.state, d.claims, d.attempt) for d in Delivery.objects.all()}
    assert found == {fresh.pk: ("pending", 0, 0), again.pk: ("retry", 0, 2)}
    assert len(claim(timezone.now(), MAIL)) == 2


def test_the_more_urgent_go_first_whatever_waited_longer(reader, owe, later):
    for _ in range(30):
        owe(reader, urgency=Urgency.MASS, due_at=later(days=-2))
    retried = owe(reader, urgency=Urgency.FIRST, state="retry", next_attempt_at=later(hours=-1), due_at=later(hours=-2))
    urgent = owe(reader, urgency=Urgency.FIRST, due_at=later(hours=-1))
    now = timezone.now()
    assert claim(now, MAIL, before=Urgency.FIRST) == []
    assert [d.pk for d in claim(now, MAIL, limit=2)] == [retried.pk, urgent.pk]
    assert {d.urgency for d in claim(now, MAIL, limit=5)} == {Urgency.MASS}


def test_few_queries_for_many(reader, owe, django_assert_max_num_queries):
    for _ in range(40):
        owe(reader)
    with django_assert_max_num_queries(7):
        assert len(claim(timezone.now(), MAIL)) == 40
