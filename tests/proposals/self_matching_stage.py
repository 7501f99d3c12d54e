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


def names(participant, now=None):
    policy = MatchPolicy.objects.get(program=participant.cycle.program)
    return [
        candidate.participant.user.first_name
        for candidate in search(participant, policy, now or timezone.now()).suggestions
    ]


def list_url(participant):
    return reverse("partner_list", args=[participant.pk])


def ask_url(participant, other):
    return reverse("partner_ask", args=[participant.pk, other.pk])


def seen(pairing, participant, now=None):
    return stage_of(Pairing.objects.with_people().get(pk=pairing.pk), participant.user, now or timezone.now())


def news(pairing, participant):
    rows = Delivery.objects.filter(subject_id=pairing.pk, recipient=participant.user).exclude(state="cancelled")
    return sorted((row.kind, row.channel, row.due_at, str(row.extra)) for row in rows)
