"""The hours at which what was asked takes effect, in tests."""

import datetime as dt
from typing import Any

from django.utils import timezone

from pairings.services import tell_changes
from pairings.services.messages import next_batch


def pass_batch(clock: Any) -> dt.datetime:
    """Move the clock on to the next batch and have it told; returns when that was. `clock` stands still before."""
    at = next_batch(timezone.now())
    clock.move_to(at)
    tell_changes()
    return at
