"""Pairings in the states that the stories start from."""

import datetime as dt

import pytest
from django.utils import timezone

from pairings import services
from pairings.models import Pairing
from tests import factories as make


@pytest.fixture
def asked(cast):
    """Kavya is asked for Helen; nobody has answered, and both have a place left for it."""
    cast.pairing.junior.cycle.participants.update(capacity=2)
    return make.PairingFactory(
        cycle=cast.cycle,
        junior=cast.pairing.junior,
        senior=cast.other_pairing.senior,
        state=Pairing.State.PROPOSED,
        answer_by=timezone.now() + dt.timedelta(days=10),
        agreed_at=None,
        opened_at=None,
    )


@pytest.fixture
def half(cast, asked):
    """Kavya has said yes, Helen is asked."""
    return services.accept_pairing(pairing=asked, by=cast.kavya)


@pytest.fixture
def preparing(cast, half):
    """Kavya and Helen have both said yes."""
    return services.accept_pairing(pairing=half, by=cast.helen)
