"""A pairing under any sequence of what its people and the program team may do: what must hold, holds."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frame.errors import Conflict, Refused
from pairings import services
from pairings.models import Agreement, Consent, Pairing
from pairings.party_view import Stage, stage_of
from programs.models import Participant

STEPS = (
    "accept", "decline", "leave", "pause", "resume", "sign", "write", "end", "clear", "expire", "withdraw",
    "take back", "tell",
)  # fmt: skip
#: Where a story begins: asked, both said yes, both have signed.
BOTH_YES = [("accept", True), ("accept", False)]
STARTS = ([], BOTH_YES, [*BOTH_YES, ("write", True), ("sign", True), ("sign", False)])
OVER = ("declined", "expired", "ended")


def write(pairing):
    agreement = Agreement.objects.get(pairing=pairing)
    texts = {
        "expectations": "Words", "cadence_weeks": 2, "meeting_minutes": 60, "channels": ["video"], "books": "junior",
        "confidentiality": "", "leaving": "",
    }  # fmt: skip
    services.save_agreement(
        agreement=agreement,
        version=agreement.version,
        texts=texts,
        topics=[],
        aims=[services.Aim("Aim")],
        by=pairing.junior.user,
    )


def sign(pairing, user):
    agreement = Agreement.objects.get(pairing=pairing)
    services.sign_agreement(agreement=agreement, by=user, version=agreement.version)


def do(step, pairing, user, team, now):
    acts = {
        "accept": lambda: services.accept_pairing(pairing=pairing, by=user),
        "decline": lambda: services.decline_pairing(pairing=pairing, by=user, reason="Why"),
        "leave": lambda: services.leave_pairing(pairing=pairing, by=user, wish="leave", reason="Why"),
        "pause": lambda: services.pause_pairing(pairing=pairing, by=user),
        "resume": lambda: services.resume_pairing(pairing=pairing, by=user),
        "sign": lambda: sign(pairing, user),
        "write": lambda: write(pairing),
        "end": lambda: services.end_pairing(pairing=pairing, by=team),
        "clear": lambda: services.clear_request(pairing=pairing, by=team),
        "expire": lambda: services.expire_pairings(now=now + dt.timedelta(days=60)),
        "take back": lambda: services.take_back(pairing=pairing, by=user),
        "tell": lambda: services.tell_changes(now=now + dt.timedelta(days=5)),
        "withdraw": lambda: services.withdraw_pairings(pairings=[pairing], by=team),
    }
    try:
        acts[step]()
    except (Refused, Conflict, Agreement.DoesNotExist):
        return


def check(pairing, mentor, leader, now, before):
    yes = set(Consent.objects.filter(pairing=pairing, decision="accepted").values_list("side", flat=True))
    is_known = Pairing.objects.of(leader).filter(pk=pairing.pk).exists()
    assert is_known == ("junior" in yes), "a leader knows of it if and only if the mentor has said yes"
    if pairing.agreed_at:
        assert yes == {"junior", "senior"}
    if pairing.opened_at:
        assert len(Agreement.objects.get(pairing=pairing).signed_sides) == 2
    if before in OVER:
        assert pairing.state == before, "what is over stays over"
    if pairing.state in OVER:
        assert pairing.outcome_at
        places = Participant.objects.filter(pk__in=[pairing.junior_id, pairing.senior_id], state="active")
        assert not places.exists()
    for user in (mentor, leader):
        if pairing.state in OVER and (is_known or user == mentor):
            after = stage_of(pairing, user, pairing.outcome_at + dt.timedelta(seconds=1))
            assert after in (Stage.CHANGED, Stage.DECLINED, Stage.LEFT)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    start=st.sampled_from(STARTS),
    steps=st.lists(st.tuples(st.sampled_from(STEPS), st.booleans()), min_size=3, max_size=10),
)
def test_whatever_happens_the_promises_hold(cast, start, steps):
    from django.db import transaction
    from django.utils import timezone

    from tests import factories as make

    with transaction.atomic():
        pairing = make.PairingFactory(
            cycle=cast.cycle, junior__state="approved", senior__state="approved", state="proposed", agreed_at=None,
            opened_at=None,
        )  # fmt: skip
        mentor, leader, now = pairing.junior.user, pairing.senior.user, timezone.now()
        for step, is_mentor in [*start, *steps]:
            before = Pairing.objects.get(pk=pairing.pk).state
            do(step, pairing, mentor if is_mentor else leader, cast.priya, now)
            fresh = Pairing.objects.with_people().get(pk=pairing.pk)
            check(fresh, mentor, leader, now, before)
        transaction.set_rollback(True)
