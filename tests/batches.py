"""The hours at which what was asked takes effect, in tests."""

import datetime as dt
from typing import Any

from django.utils import timezone

from pairings.models import Hold, Pairing
from pairings.services import tell_changes
from pairings.services.messages import next_batch


def pass_batch(clock: Any) -> dt.datetime:
    """Move the clock on to the next batch and have it told; returns when that was. `clock` stands still before."""
    at = next_batch(timezone.now())
    clock.move_to(at)
    tell_changes()
    return at


def rest(pairing: Pairing) -> None:
    """A pairing that has been paused by the program for a while."""
    Hold.objects.create(pairing=pairing, begins_at=timezone.now() - dt.timedelta(days=1))
    Pairing.objects.filter(pk=pairing.pk).update(state=Pairing.State.PAUSED)
    pairing.refresh_from_db()
