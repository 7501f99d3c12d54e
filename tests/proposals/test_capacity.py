"""Places hold when two answers come at the same moment."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from frame.errors import Refused
from pairings import services
from pairings.models import Pairing
from programs.models import Participant
from proposals.models import MatchPolicy
from proposals.services.self_match import ask_partner
from tests import factories as make
from tests.cast import assemble


def asked_of(cast, place, other):
    return make.PairingFactory(
        cycle=cast.cycle, junior=place, senior=other, state="proposed", agreed_at=None, opened_at=None,
        answer_by=timezone.now() + dt.timedelta(days=5),
    )  # fmt: skip


def yes(pairing, user, barrier, said):
    barrier.wait()
    try:
        services.accept_pairing(pairing=pairing, by=user)
        said.append("yes")
    except Refused:
        said.append("refused")
    finally:
        connections.close_all()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one")
@pytest.mark.django_db(transaction=True)
def test_of_two_yeses_at_once_one_place_takes_one():
    cast = assemble()
    place = make.ParticipantFactory(cycle=cast.cycle, state="approved", capacity=1)
    leaders = [make.ParticipantFactory(cycle=cast.cycle, side="senior", state="approved") for _ in range(4)]
    pairings = [asked_of(cast, place, leader) for leader in leaders]
    barrier, said = threading.Barrier(len(pairings)), []
    threads = [threading.Thread(target=yes, args=(one, place.user, barrier, said)) for one in pairings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["refused", "refused", "refused", "yes"]
    assert Pairing.objects.filter(junior=place, senior_asked_at__isnull=False).count() == 1


def test_of_two_yeses_one_place_takes_one(cast):
    place = make.ParticipantFactory(cycle=cast.cycle, state="approved", capacity=1)
    leaders = [make.ParticipantFactory(cycle=cast.cycle, side="senior", state="approved") for _ in range(2)]
    first, second = (asked_of(cast, place, leader) for leader in leaders)
    services.accept_pairing(pairing=first, by=place.user)
    with pytest.raises(Refused, match="as many partners"):
        services.accept_pairing(pairing=second, by=place.user)
    Participant.objects.filter(pk=place.pk).update(capacity=2)
    services.accept_pairing(pairing=second, by=place.user)


def ask(place, other, barrier, said):
    barrier.wait()
    try:
        ask_partner(participant=place, other=other)
        said.append("asked")
    except Refused:
        said.append("refused")
    finally:
        connections.close_all()


def at_once(target, calls):
    """Call with each of these arguments in a thread of its own, all at the same moment; what each came to, sorted."""
    barrier, said = threading.Barrier(len(calls)), []
    threads = [threading.Thread(target=target, args=(*call, barrier, said)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(said)


@pytest.fixture
def finding(transactional_db):
    """A cycle in which every two people fit and may find each other."""
    cast = assemble()
    MatchPolicy.objects.update(allows_self_matching=True, needs_shared_topic=False)
    return cast.cycle


def leaders(cycle, count):
    return [make.ParticipantFactory(cycle=cycle, side="senior", state="approved", user__level=6) for _ in range(count)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one")
def test_of_four_who_ask_the_same_mentor_at_once_one_has_asked(finding):
    mentor = make.ParticipantFactory(cycle=finding, state="approved", capacity=1)
    said = at_once(ask, [(leader, mentor) for leader in leaders(finding, 4)])
    assert said == ["asked", "refused", "refused", "refused"]
    assert Pairing.objects.open().filter(junior=mentor).count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one")
def test_of_four_requests_accepted_at_once_one_place_takes_one(finding):
    mentor = make.ParticipantFactory(cycle=finding, state="approved", capacity=4)
    requests = [ask_partner(participant=leader, other=mentor) for leader in leaders(finding, 4)]
    Participant.objects.filter(pk=mentor.pk).update(capacity=1)
    said = at_once(yes, [(one, mentor.user) for one in requests])
    assert said == ["refused", "refused", "refused", "yes"]
    assert Pairing.objects.agreed().filter(junior=mentor).count() == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one")
def test_who_asks_and_is_asked_at_once_ends_with_one_question(finding):
    mentor = make.ParticipantFactory(cycle=finding, state="approved", capacity=1)
    one, other = leaders(finding, 2)
    assert at_once(ask, [(mentor, one), (other, mentor)]) == ["asked", "refused"]
    assert Pairing.objects.open().filter(junior=mentor).count() == 1
