"""Putting messages about many places into the outbox at once."""

import uuid
from collections.abc import Iterable
from itertools import batched
from typing import Any

from notifications.models import Delivery
from notifications.wake_worker import hint_after_commit
from programs.reminders import deliveries_for

BATCH = 1000


def owe_places(*, kind: str, places: Iterable[tuple[uuid.UUID, uuid.UUID]], **wanted: Any) -> None:
    """One message per place and channel, in the transaction of the action that causes them.

    `places` are (participant id, user id) pairs; what is owed already (same key) stays as it is.
    """
    for rows in batched(deliveries_for(kind, places, **wanted), BATCH):
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    hint_after_commit()
