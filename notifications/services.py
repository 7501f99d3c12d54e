"""Verbs of the outbox."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from notifications import kinds
from notifications.models import Delivery
from people.models import User


def prepare_deliveries(
    *,
    kind: str,
    recipients: Iterable[uuid.UUID],
    subject_id: uuid.UUID,
    occasion: str = "",
    scope: uuid.UUID | None = None,
    due_at: dt.datetime | None = None,
    not_after: dt.datetime | None = None,
    extra: dict[str, Any] | None = None,
) -> list[Delivery]:
    """Unsaved rows, one per recipient (user ids) and channel of the kind.

    `occasion` tells apart what is owed about the same subject more than once: a revision, a local date, an
    offset ("rev3:24h", "2026-11-23"), never an instant. `due_at` and `not_after` are aware UTC.
    """
    return [
        Delivery(
            key=f"{kind}:{subject_id}:{occasion}:{recipient}:{channel}",
            kind=kind,
            recipient_id=recipient,
            channel=channel,
            scope=scope,
            subject_id=subject_id,
            due_at=due_at or timezone.now(),
            not_after=not_after,
            extra=extra or {},
        )
        for recipient in recipients
        for channel in kinds.get(kind).channels
    ]


def owe(**wanted: Any) -> None:
    """Put messages into the outbox, in the transaction of the action that causes them.

    Takes what `prepare_deliveries` takes. What is owed already (same key) stays as it is.
    """
    Delivery.objects.bulk_create(prepare_deliveries(**wanted), ignore_conflicts=True)


def cancel_deliveries(
    *,
    subject_id: uuid.UUID,
    kinds: Iterable[str] = (),
    recipient_id: uuid.UUID | None = None,
    reason: str = "",
) -> int:
    """Cancel what is not sent yet about a subject (to one person, if given); returns how many rows."""
    waiting = Delivery.objects.filter(subject_id=subject_id, state__in=["pending", "retry"])
    if recipient_id:
        waiting = waiting.filter(recipient_id=recipient_id)
    if kinds:
        waiting = waiting.filter(kind__in=kinds)
    return waiting.update(state=Delivery.State.CANCELLED, reason=reason)
