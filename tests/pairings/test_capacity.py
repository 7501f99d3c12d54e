"""Places hold when two answers come at the same moment."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from pairings import services
from pairings.models import Pairing
from people.errors import Refused
from programs.models import Participant
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
