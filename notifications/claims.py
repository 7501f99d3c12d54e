"""A delivery in work: claimed by a conditional UPDATE with a lease and a token, and what becomes of it. Each write
holds only while the row is still claimed by that token."""

import datetime as dt
import random
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db import OperationalError, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications import kinds
from notifications.bounces import has_been_reached
from notifications.checking import Obstacle
from notifications.kinds import Channel
from notifications.models import Delivery
from notifications.querysets import IN_WORK, DeliveryQuerySet, is_due, is_owed_again
from notifications.rendering import Words
from people.models import User
from people.querysets import NOT_REFUSED

State = Delivery.State
FIRST_WAIT_S = 60
LONGEST_WAIT_S = 6 * 3600
LAST_CALL = dt.timedelta(minutes=1)
BATCH = 50
LOST_RACES = 20
#: Renewed while work goes on, so that what a dead process held is soon taken over.
LEASE = dt.timedelta(minutes=2)
#: Claims without any outcome: from when on a delivery is claimed alone, and when it is given up.
SUSPECT_AFTER = 2
MAX_CLAIMS = 8
#: What names no end is of no use any more so long after it was due.
LONGEST_USE = dt.timedelta(days=30)


def claimed_row(delivery: Delivery) -> DeliveryQuerySet:
    """The row, if it is still ours."""
    return Delivery.objects.filter(pk=delivery.pk, claim_token=delivery.claim_token)


def as_it_is_now(delivery: Delivery, now: dt.datetime) -> Delivery | None:
    """The row and its recipient, read again; None when it is no longer ours, or was cancelled meanwhile."""
    ours = claimed_row(delivery).filter(state=State.CLAIMED, lease_until__gt=now)
    return ours.select_related("recipient").first()


def begin_sending(delivery: Delivery, now: dt.datetime) -> bool:
    """Commit that it is about to be sent; False when somebody has cancelled or taken it meanwhile."""
    ours = claimed_row(delivery).filter(state=State.CLAIMED)
    return bool(ours.update(state=State.SENDING, lease_until=now + LEASE))


def renew(tokens: Collection[uuid.UUID], now: dt.datetime) -> None:
    """Say that what was claimed by these is still being worked on."""
    held = Delivery.objects.filter(claim_token__in=tokens, state__in=IN_WORK)
    held.update(lease_until=now + LEASE)


def hand_back(batch: Sequence[Delivery]) -> None:
    """Undo the claim of those that nothing was done with: free for others at once, and not charged."""
    if not batch:
        return
    before = Case(When(next_attempt_at=None, then=Value(State.PENDING)), default=Value(State.RETRY))
    claimed = Delivery.objects.filter(pk__in=[d.pk for d in batch], claim_token=batch[0].claim_token)
    claimed.filter(state=State.CLAIMED).update(state=before, claims=F("claims") - 1, claim_token=None, lease_until=None)


def sent(delivery: Delivery, words: Words, now: dt.datetime, *, message_id: str = "") -> bool:
    """Keep that and what was sent, and when; False when the row is no longer ours."""
    return bool(
        claimed_row(delivery).update(
            state=State.SENT,
            sent_at=now,
            reason="",
            attempt=F("attempt") + 1,
            claims=0,
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
        claimed.update(
            state=State.SENT, sent_at=F("due_at"), reason="", attempt=F("attempt") + 1, claims=0,
            claim_token=None, lease_until=None,
        )  # fmt: skip


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


def try_again(delivery: Delivery, reason: str, now: dt.datetime) -> str:
    """Put it back for later after an answer, as long as there is a later; returns the state it is in now."""
    return put_back(delivery, reason, now, now + wait_after(delivery.attempt + 1), answers=1)


def wait_for_server(delivery: Delivery, reason: str, now: dt.datetime, until: dt.datetime) -> str:
    """Nobody was there to answer: put it back until the server is asked again, without counting it."""
    return put_back(delivery, reason, now, until, answers=0)


def put_back(delivery: Delivery, reason: str, now: dt.datetime, next_at: dt.datetime, answers: int) -> str:
    """Owed again at `next_at`, or once more just before it becomes useless; what is useless by then has expired."""
    end = delivery.not_after or delivery.due_at + LONGEST_USE
    if next_at >= end:
        next_at = end - LAST_CALL
        if next_at <= now:
            claimed_row(delivery).finish(State.EXPIRED, _("It could not be sent in time. %(why)s") % {"why": reason})
            return State.EXPIRED
    claimed_row(delivery).update(
        state=State.RETRY, reason=reason[:300], next_attempt_at=next_at, attempt=F("attempt") + answers, claims=0,
        claim_token=None, lease_until=None,
    )  # fmt: skip
    return State.RETRY


def wait_after(attempt: int) -> dt.timedelta:
    """One minute, doubled with each attempt up to six hours, give or take a fifth so that not all come at once."""
    seconds = min(FIRST_WAIT_S * 2 ** (max(attempt, 1) - 1), LONGEST_WAIT_S)
    return dt.timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311


def put_off(delivery: Delivery, at: dt.datetime) -> str:
    """It may not leave yet: due again at `at` (aware UTC), as if it had not been looked at; returns its state."""
    claimed_row(delivery).update(
        state=State.PENDING, due_at=at, next_attempt_at=None, claims=0, claim_token=None, lease_until=None
    )
    return State.PENDING


def give_up(delivery: Delivery, reason: str) -> str:
    """It will never be sent as it is."""
    claimed_row(delivery).finish(State.DEAD, reason)
    return State.DEAD


def leave_open(delivery: Delivery, reason: str) -> str:
    """It may have arrived and must not arrive twice."""
    claimed_row(delivery).finish(State.UNCERTAIN, reason)
    return State.UNCERTAIN


def address_refused(delivery: Delivery, why: str) -> None:
    """Note it at the person, unless they have another address by now: why, and since when it has been so."""
    person = User.objects.filter(pk=delivery.recipient_id, email=delivery.recipient.email)
    person.update(email_refusal=why, email_failed_at=Coalesce("email_failed_at", timezone.now()))


def address_works(delivery: Delivery) -> None:
    """Take back what an earlier refusal has noted. Where mails came back later, that one was taken says nothing yet."""
    person = delivery.recipient
    if person.email_failed_at and has_been_reached(person, timezone.now()):
        as_known = User.objects.filter(pk=person.pk, email_bounced_at=person.email_bounced_at)
        as_known.update(**NOT_REFUSED)


def claim(now: dt.datetime, channel: str, limit: int = BATCH, *, before: int | None = None) -> list[Delivery]:
    """Take up to `limit` free deliveries on `channel` that are due at `now` (aware, UTC): the most urgent first, of
    these the longest due; only more urgent ones than `before` where it is given.

    Fewer come back when others claim at the same time; none when nothing is left.
    """
    free = Delivery.objects.filter(channel=channel)
    if before is not None:
        free = free.filter(urgency__lt=before)
    for _race in range(LOST_RACES):
        ids = candidates(free, now, limit)
        if not ids:
            return []
        if batch := take(free, ids, now):
            return batch
    return []


def claim_suspect(now: dt.datetime, channel: str) -> list[Delivery]:
    """One of those that were lost twice without any outcome: it may be the reason, and must not take others with it
    again and again."""
    free = Delivery.objects.filter(channel=channel)
    suspects = free.abandoned(now).filter(claims__gte=SUSPECT_AFTER)
    ids = list(suspects.order_by("lease_until").values_list("pk", flat=True)[:4])
    return take(free, [random.choice(ids)], now) if ids else []  # noqa: S311


def take(free: DeliveryQuerySet, ids: list[uuid.UUID], now: dt.datetime) -> list[Delivery]:
    """Claim those of `ids` that are still free; gives them back the most urgent first."""
    token = uuid.uuid4()
    try:
        claimed_count = mark_claimed(free, now, ids, token)
    except OperationalError:  # two claimers in each other's way: the database has let one of them through
        claimed_count = 0
    if not claimed_count:
        return []
    claimed = Delivery.objects.filter(claim_token=token, state=State.CLAIMED)
    return list(claimed.select_related("recipient").order_by("urgency", "due_at", "pk"))


def candidates(free: DeliveryQuerySet, now: dt.datetime, limit: int) -> list[uuid.UUID]:
    """Ids worth trying. Where many are equally urgent, a stretch of them at a random place among the first of the
    queue, so that several claimers seldom try the same ones."""
    again = free.filter(is_owed_again(now)) | free.abandoned(now).filter(claims__lt=SUSPECT_AFTER)
    queue = sorted([*first_of(free.filter(is_due(now)), 4 * limit), *first_of(again, 4 * limit)])
    equal = [pk for urgency, _due_at, pk in queue if urgency == queue[0][0]]
    if len(equal) <= limit:
        return [pk for _urgency, _due_at, pk in queue[:limit]]
    start = random.randrange(min(len(equal), 4 * limit) - limit + 1)  # noqa: S311
    return equal[start : start + limit]


def first_of(rows: DeliveryQuerySet, limit: int) -> list[tuple[int, dt.datetime, uuid.UUID]]:
    """Urgency, time and id of the first in the queue: one plain question each, so that an index answers it."""
    return list(rows.order_by("urgency", "due_at").values_list("urgency", "due_at", "pk")[:limit])


def mark_claimed(free: DeliveryQuerySet, now: dt.datetime, ids: list[uuid.UUID], token: uuid.UUID) -> int:
    """Claim those of `ids` that are still free; returns how many."""
    with transaction.atomic():
        still_free = free.filter(pk__in=ids).claimable(now)
        return still_free.update(
            state=State.CLAIMED, claim_token=token, lease_until=now + LEASE, claims=F("claims") + 1
        )


def is_anything_due(now: dt.datetime, channel: str) -> bool:
    return Delivery.objects.filter(channel=channel).claimable(now).exists()


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
    abandoned.filter(claims__gte=MAX_CLAIMS).finish(
        State.DEAD, _("The process stopped %(n)s times while it was at this message.") % {"n": MAX_CLAIMS}
    )
    abandoned.filter(not_after__lte=now).finish(State.EXPIRED, too_late)
    Delivery.objects.waiting(now).filter(not_after__lte=now).finish(State.EXPIRED, too_late)
