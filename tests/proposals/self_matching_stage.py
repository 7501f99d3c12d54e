"""A cycle in which people find each other, and what tests of it look at."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Delivery
from pairings.models import Pairing
from pairings.party_view import stage_of
from proposals.models import MatchPolicy
from proposals.partner_search import search
from proposals.services.self_match import ask_partner

TOLD = "You have asked; the program will tell you how it stands."
DAY = dt.timedelta(days=1)
NOBODY = "This person cannot be asked at the moment. Choose somebody else."


@pytest.fixture
def open_round(cast, matching):
    """The cycle with Ana, Ben, Lea and Max, in which people may find each other and every two of them fit."""
    MatchPolicy.objects.filter(program=cast.program).update(allows_self_matching=True, needs_shared_topic=False)
    return matching


@pytest.fixture
def wanted(open_round):
    """Lea has asked Ana to be her mentor."""
    return ask_partner(participant=open_round.lea, other=open_round.ana)


@pytest.fixture
def offered(open_round):
    """Ana has asked whether Lea would learn from her."""
    return ask_partner(participant=open_round.ana, other=open_round.lea)


def names(place, now=None):
    policy = MatchPolicy.objects.get(program=place.cycle.program)
    return [one.participant.user.first_name for one in search(place, policy, now or timezone.now()).found]


def list_url(place):
    return reverse("partner_list", args=[place.pk])


def ask_url(place, other):
    return reverse("partner_ask", args=[place.pk, other.pk])


def seen(pairing, place, now=None):
    return stage_of(Pairing.objects.with_people().get(pk=pairing.pk), place.user, now or timezone.now())


def news(pairing, place):
    rows = Delivery.objects.filter(subject_id=pairing.pk, recipient=place.user).exclude(state="cancelled")
    return sorted((row.kind, row.channel, row.due_at, str(row.extra)) for row in rows)
