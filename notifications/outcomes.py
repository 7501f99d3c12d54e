"""What becomes of a delivery in work. Each write holds only while the row is still claimed by the same token."""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.checking import Obstacle
from notifications.claiming import MAX_ATTEMPTS
from notifications.models import Delivery
from notifications.querysets import DeliveryQuerySet
from notifications.rendering import Words
from people.models import User

State = Delivery.State

FIRST_WAIT_S = 60
LONGEST_WAIT_S = 6 * 3600
LAST_CALL = dt.timedelta(minutes=1)


def held(delivery: Delivery) -> DeliveryQuerySet:
    """The row, if it is still ours."""
    return Delivery.objects.filter(pk=delivery.pk, claim_token=delivery.claim_token)


def begin_sending(batch: list[Delivery]) -> list[Delivery]:
    """Commit that these are about to be sent; returns those that nobody has cancelled meanwhile."""
    if not batch:
        return []
    ours = Delivery.objects.filter(pk__in=[d.pk for d in batch], claim_token=batch[0].claim_token)
    if ours.filter(state=State.CLAIMED).update(state=State.SENDING) == len(batch):
        return batch
    still = set(ours.filter(state=State.SENDING).values_list("pk", flat=True))
    return [delivery for delivery in batch if delivery.pk in still]


def sent(delivery: Delivery, words: Words, *, message_id: str = "") -> bool:
    """Keep that and what was sent; False when the row is no longer ours."""
    return bool(
        held(delivery).update(
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


def gone(delivery: Delivery) -> None:
    """It went, or was not due any more: the row is the same, without words, and with no other time than it was due."""
    held(delivery).update(state=State.SENT, sent_at=F("due_at"), reason="", claim_token=None, lease_until=None)


def forget(deliveries: Iterable[Delivery]) -> None:
    """Delete what is not owed any more and whose end would tell something: of a secret kind."""
    for delivery in deliveries:
        held(delivery).delete()


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
            held(delivery).finish(State.EXPIRED, _("It could not be sent in time. %(why)s") % {"why": reason})
            return State.EXPIRED
    held(delivery).update(
        state=State.RETRY, reason=reason[:300], next_attempt_at=next_at, claim_token=None, lease_until=None
    )
    return State.RETRY


def wait_after(attempt: int) -> dt.timedelta:
    """One minute, doubled with each attempt up to six hours, give or take a fifth so that not all come at once."""
    seconds = min(FIRST_WAIT_S * 2 ** (max(attempt, 1) - 1), LONGEST_WAIT_S)
    return dt.timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311


def give_up(delivery: Delivery, reason: str, *, blame_address: bool = False) -> str:
    """It will never be sent as it is; the address is flagged when it was refused itself."""
    held(delivery).finish(State.DEAD, reason)
    if blame_address:
        User.objects.filter(pk=delivery.recipient_id).update(email_failed_at=timezone.now())
    return State.DEAD


def leave_open(delivery: Delivery, reason: str) -> str:
    """It may have arrived and must not arrive twice."""
    held(delivery).finish(State.UNCERTAIN, reason)
    return State.UNCERTAIN


def address_works(delivery: Delivery) -> None:
    """Take back a flag that an earlier refusal has set."""
    if delivery.recipient.email_failed_at:
        User.objects.filter(pk=delivery.recipient_id).update(email_failed_at=None)
