"""A delivery in work: claimed by a conditional UPDATE with a lease and a token, and what becomes of it. Each write
holds only while the row is still claimed by that token."""

import datetime as dt
import random
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import kinds
from notifications.checking import Obstacle
from notifications.kinds import Channel
from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet, is_due, is_owed_again
from notifications.rendering import Words
from people.models import User

State = Delivery.State
FIRST_WAIT_S = 60
LONGEST_WAIT_S = 6 * 3600
LAST_CALL = dt.timedelta(minutes=1)
BATCH = 50
LEASE = dt.timedelta(minutes=15)
MAX_ATTEMPTS = 20


def claimed_row(delivery: Delivery) -> DeliveryQuerySet:
    """The row, if it is still ours."""
    return Delivery.objects.filter(pk=delivery.pk, claim_token=delivery.claim_token)


def begin_sending(batch: list[Delivery]) -> list[Delivery]:
    """Commit that these are about to be sent; returns those that nobody has cancelled meanwhile."""
    if not batch:
        return []
    claimed = Delivery.objects.filter(pk__in=[d.pk for d in batch], claim_token=batch[0].claim_token)
    if claimed.filter(state=State.CLAIMED).update(state=State.SENDING) == len(batch):
        return batch
    still_claimed = set(claimed.filter(state=State.SENDING).values_list("pk", flat=True))
    return [delivery for delivery in batch if delivery.pk in still_claimed]


def sent(delivery: Delivery, words: Words, *, message_id: str = "") -> bool:
    """Keep that and what was sent; False when the row is no longer ours."""
    return bool(
        claimed_row(delivery).update(
            state=State.SENT,
            sent_at=timezone.now(),
            reason="",
            title=words.title,
            body_text=words.text,
            body_html=words.html,
            link=words.link[:300],
            message_id=message_id,
            claim_token=None,
            lease_until=None,
        )
    )


def settle_sent(batch: Sequence[Delivery]) -> None:
    """They went, or were not due any more: the rows are the same, without words, and with no other time than they were
    due. All of a batch in one UPDATE: a mail takes long, so a row by itself would show by the number of its transaction
    whether one was sent before it."""
    if batch:
        claimed = Delivery.objects.filter(pk__in=[d.pk for d in batch], claim_token=batch[0].claim_token)
        claimed.update(state=State.SENT, sent_at=F("due_at"), reason="", claim_token=None, lease_until=None)


def forget(deliveries: Iterable[Delivery]) -> None:
    """Delete what is not owed any more and whose end would tell something: of a secret kind."""
    for delivery in deliveries:
        claimed_row(delivery).delete()


def settle(obstacles: Iterable[tuple[Delivery, Obstacle]]) -> None:
    """Final states for those that will not be sent: one UPDATE per reason."""
    by_obstacle = defaultdict(list)
    for delivery, obstacle in obstacles:
        by_obstacle[obstacle, delivery.claim_token].append(delivery.pk)
    for (obstacle, token), ids in by_obstacle.items():
        Delivery.objects.filter(pk__in=ids, claim_token=token).finish(obstacle.state, obstacle.reason)


def try_again(delivery: Delivery, reason: str) -> str:
    """Put it back for later, as long as there is a later; returns the state it is in now."""
    now = timezone.now()
    if delivery.attempt >= MAX_ATTEMPTS:
        return give_up(delivery, _("Given up after %(n)s attempts. %(why)s") % {"n": delivery.attempt, "why": reason})
    next_at = now + wait_after(delivery.attempt)
    if delivery.not_after and next_at >= delivery.not_after:
        next_at = delivery.not_after - LAST_CALL
        if next_at <= now:
            claimed_row(delivery).finish(State.EXPIRED, _("It could not be sent in time. %(why)s") % {"why": reason})
            return State.EXPIRED
    claimed_row(delivery).update(
        state=State.RETRY, reason=reason[:300], next_attempt_at=next_at, claim_token=None, lease_until=None
    )
    return State.RETRY


def wait_after(attempt: int) -> dt.timedelta:
    """One minute, doubled with each attempt up to six hours, give or take a fifth so that not all come at once."""
    seconds = min(FIRST_WAIT_S * 2 ** (max(attempt, 1) - 1), LONGEST_WAIT_S)
    return dt.timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311


def give_up(delivery: Delivery, reason: str, *, blame_address: bool = False) -> str:
    """It will never be sent as it is; the address is flagged when it was refused itself."""
    claimed_row(delivery).finish(State.DEAD, reason)
    if blame_address:
        User.objects.filter(pk=delivery.recipient_id).update(email_failed_at=timezone.now())
    return State.DEAD


def leave_open(delivery: Delivery, reason: str) -> str:
    """It may have arrived and must not arrive twice."""
    claimed_row(delivery).finish(State.UNCERTAIN, reason)
    return State.UNCERTAIN


def address_works(delivery: Delivery) -> None:
    """Take back a flag that an earlier refusal has set."""
    if delivery.recipient.email_failed_at:
        User.objects.filter(pk=delivery.recipient_id).update(email_failed_at=None)


def claim(now: dt.datetime, limit: int = BATCH, channels: Sequence[str] = tuple(Channel)) -> list[Delivery]:
    """Take up to `limit` free deliveries on `channels` that are due at `now` (aware, UTC), longest due first.

    Fewer come back when others claim at the same time; none when nothing is left (or, rarely, when all those
    looked at were taken meanwhile: see `is_anything_due`).
    """
    token = uuid.uuid4()
    try:
        claimed_count = mark_claimed(now, candidates(now, limit, channels), token)
    except OperationalError:  # two claimers in each other's way: the database has let one of them through
        claimed_count = 0
    if not claimed_count:
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


def mark_claimed(now: dt.datetime, ids: list[uuid.UUID], token: uuid.UUID) -> int:
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
