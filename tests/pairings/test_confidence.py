"""Confidence is asked privately when one signs, and shown again to its author alone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from pairings.models import Objective, StartingConfidence
from pairings.services.agreement import mark_of
from sessions.models import Ballot
from sessions.reviews.services import answers_so_far, open_round

pytestmark = pytest.mark.django_db


def sign(sign_in, pairing, person, **data):
    page, post = (reverse(name, args=[pairing.pk]) for name in ("agreement_detail", "agreement_sign"))
    client = sign_in(person)
    assert "Nobody else ever reads it" in client.get(page).text
    return client.post(post, {"version": mark_of(pairing.agreement)} | data)


@pytest.fixture
def to_sign(preparing):
    Objective.objects.create(pairing=preparing, title="Two posts a month")
    return preparing


def test_what_one_says_while_signing_is_kept_for_oneself(cast, to_sign, sign_in):
    sign(sign_in, to_sign, cast.kavya, confidence="2")
    assert list(StartingConfidence.objects.values_list("pairing", "side", "rating")) == [(to_sign.pk, "junior", 2)]


def test_it_may_be_left_out(cast, to_sign, sign_in):
    sign(sign_in, to_sign, cast.kavya)
    assert to_sign.agreement.signatures.count() == 1
    assert not StartingConfidence.objects.exists()


@pytest.fixture
def asked_again(cast):
    StartingConfidence.objects.create(pairing=cast.pairing, side="junior", rating=2)
    StartingConfidence.objects.create(pairing=cast.pairing, side="senior", rating=4)
    return open_round(cycle=cast.cycle, today=timezone.localdate())


def first_step(cast, name, sign_in):
    ballot = Ballot.objects.get(user=cast.people[name])
    return sign_in(cast.people[name]).get(reverse("review_answer", args=[ballot.pk])).text


def test_the_review_shows_ones_own_earlier_value_and_nobody_elses(cast, asked_again, sign_in):
    assert "you chose 2" in first_step(cast, "kavya", sign_in)
    assert "you chose 4" in first_step(cast, "jack", sign_in)
    assert "you chose" not in first_step(cast, "maria", sign_in)


def test_it_counts_only_once_it_is_sent_as_an_answer(cast, asked_again, sign_in):
    first_step(cast, "kavya", sign_in)
    ballot = Ballot.objects.get(user=cast.kavya)
    assert answers_so_far(ballot) == {}
    url = reverse("review_answer", args=[ballot.pk])
    sign_in(cast.kavya).post(url, {"confidence_before": "3", "confidence_now": "4"})
    assert answers_so_far(ballot) == {"confidence_before": 3, "confidence_now": 4}
    assert StartingConfidence.objects.get(side="junior").rating == 2
