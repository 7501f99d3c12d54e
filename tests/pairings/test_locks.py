"""Verbs that meet in the same cycle wait for each other in one order, so none of them is thrown out as a deadlock."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections
from django.utils import timezone

from frame.errors import Refused
from pairings import services
from pairings.models import Pairing
from people.models import Organization
from programs.models import Participant
from programs.services import decline_participants, withdraw_participant
from programs.services.participants import people_have_left
from tests import factories as make
from tests.cast import assemble

ROUNDS = 12

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL: set DATABASE_URL to one"),
    pytest.mark.django_db(transaction=True),
]


def asked(cycle):
    """A question to a mentor whose place comes before the leader's in the order of ids."""
    ids = sorted(make.ParticipantFactory.build().pk for _ in range(2))
    junior = make.ParticipantFactory(pk=ids[0], cycle=cycle, state="approved")
    senior = make.ParticipantFactory(pk=ids[1], cycle=cycle, side="senior", state="approved")
    return make.PairingFactory(
        cycle=cycle, junior=junior, senior=senior, state="proposed", agreed_at=None, opened_at=None,
        answer_by=timezone.now() + dt.timedelta(days=5),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def organization(transactional_db):
    """As in every installation that has served a page: else the first two to read it make it at the same moment."""
    return Organization.objects.current()


def at_once(*verbs):
    """Do all of these at the same moment; gives what went wrong, apart from refusals."""
    barrier, wrong = threading.Barrier(len(verbs)), []

    def do(verb):
        barrier.wait()
        try:
            verb()
        except Refused:
            pass
        except Exception as error:
            wrong.append(repr(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong


def withdraw(pairing):
    return lambda: withdraw_participant(participant=pairing.senior, by=None)


def leave_company(pairing):
    return lambda: people_have_left([pairing.junior.user_id, pairing.senior.user_id])


def decline_both(pairing):
    ids = [pairing.senior_id, pairing.junior_id]
    return lambda: decline_participants(cycle=pairing.cycle, participant_ids=ids, by=pairing.junior.user)


@pytest.mark.parametrize("other", [withdraw, leave_company, decline_both])
def test_a_yes_while_the_partner_goes_never_deadlocks(other):
    cast = assemble()
    for _round in range(ROUNDS):
        pairing = asked(cast.cycle)
        assert not at_once(
            lambda pairing=pairing: services.accept_pairing(pairing=pairing, by=pairing.junior.user), other(pairing)
        )


def test_whoever_comes_first_nobody_who_has_gone_is_left_in_a_question():
    cast = assemble()
    pairings = [asked(cast.cycle) for _ in range(ROUNDS)]
    yes = [lambda one=one: services.accept_pairing(pairing=one, by=one.junior.user) for one in pairings]
    assert not at_once(*yes[:6], *(withdraw(one) for one in pairings[:6]))
    gone = Participant.objects.filter(state="withdrawn")
    assert gone.count() == 6
    assert not Pairing.objects.open().filter(senior__in=gone).exists()
