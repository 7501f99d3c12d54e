"""Taking deliveries into work: a conditional UPDATE with a lease and a token.

No row locks, so that SQLite and PostgreSQL run the same path: of any number of claimers exactly one finds the
row still free. The attempt is counted here, so that a row which kills its process dies after MAX_ATTEMPTS.
"""

import datetime as dt
import random
import uuid
from collections.abc import Sequence

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from notifications import kinds
from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet, is_due, is_owed_again
from notifications.states import Channel

State = Delivery.State

BATCH = 50
LEASE = dt.timedelta(minutes=15)
MAX_ATTEMPTS = 20


def claim(now: dt.datetime, limit: int = BATCH, channels: Sequence[str] = tuple(Channel)) -> list[Delivery]:
    """Take up to `limit` free deliveries on `channels` that are due at `now` (aware, UTC), longest due first.

    Fewer come back when others claim at the same time; none when nothing is left (or, rarely, when all those
    looked at were taken meanwhile: see `is_anything_due`).
    """
    token = uuid.uuid4()
    try:
        taken = mark(now, candidates(now, limit, channels), token)
    except OperationalError:  # two claimers in each other's way: the database has let one of them through
        taken = 0
    if not taken:
        return []
    claimed = Delivery.objects.filter(claim_token=token, state=State.CLAIMED)
    return list(claimed.select_related("recipient").order_by("due_at"))


def candidates(now: dt.datetime, limit: int, channels: Sequence[str]) -> list[uuid.UUID]:
    """Ids worth trying: a stretch of `limit` at a random place among the first of the queue, so that several
    claimers seldom try the same ones. Rows whose process died come back one at a time: one of them may be the
    reason, and must not take others with it again and again."""
    rows = Delivery.objects.all() if len(channels) == len(Channel) else Delivery.objects.filter(channel__in=channels)
    if stale := first_ids(rows.abandoned(now), "lease_until", 4):
        return [random.choice(stale)]  # noqa: S311
    queue = first_ids(rows.filter(is_owed_again(now)), "next_attempt_at", 4 * limit)
    queue += first_ids(rows.filter(is_due(now)), "due_at", 4 * limit)
    start = random.randrange(len(queue) - limit + 1) if len(queue) > limit else 0  # noqa: S311
    return queue[start : start + limit]


def first_ids(rows: DeliveryQuerySet, order: str, limit: int) -> list[uuid.UUID]:
    """One plain question each, so that the index on state and time answers it however long the queue is."""
    return list(rows.order_by(order).values_list("pk", flat=True)[:limit])


def mark(now: dt.datetime, ids: list[uuid.UUID], token: uuid.UUID) -> int:
    """Claim those of `ids` that are still free; returns how many."""
    if not ids:
        return 0
    with transaction.atomic():
        free = Delivery.objects.filter(pk__in=ids).claimable(now)
        return free.update(state=State.CLAIMED, claim_token=token, lease_until=now + LEASE, attempt=F("attempt") + 1)


def is_anything_due(now: dt.datetime, channels: Sequence[str] = tuple(Channel)) -> bool:
    return Delivery.objects.filter(channel__in=channels).claimable(now).exists()


def settle_what_cannot_go_on(now: dt.datetime) -> None:
    """Give a final state to rows that no claim will help: too late, too often tried, or perhaps sent already."""
    too_late = _("It was too late to be of use.")
    abandoned = Delivery.objects.abandoned(now)
    in_doubt = abandoned.filter(state=State.SENDING, channel=Channel.EMAIL)
    in_doubt.filter(kind__in=kinds.unrepeatable_codes()).finish(
        State.UNCERTAIN, _("The process stopped while it was being sent: it may have arrived.")
    )
    in_doubt.filter(not_after__lte=now).finish(
        State.UNCERTAIN, _("The process stopped while it was being sent, and it is too late to send it again.")
    )
    abandoned.filter(attempt__gte=MAX_ATTEMPTS).finish(
        State.DEAD, _("The process stopped %(n)s times while it was at this message.") % {"n": MAX_ATTEMPTS}
    )
    abandoned.filter(not_after__lte=now).finish(State.EXPIRED, too_late)
    Delivery.objects.waiting(now).filter(not_after__lte=now).finish(State.EXPIRED, too_late)
