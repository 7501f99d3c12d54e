"""Verbs of the outbox."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.remembered import remembered
from notifications import kinds
from notifications.kinds import Channel, Kind, Pace
from notifications.models import ChannelPreference, Delivery
from notifications.pacing import AHEAD
from notifications.querysets import DeliveryQuerySet
from notifications.wake_worker import wake_after_commit
from people.audit import recording
from people.models import User

STUCK = (Delivery.State.DEAD, Delivery.State.UNCERTAIN)


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
    not_before: dt.datetime | None = None,
) -> list[Delivery]:
    """Unsaved rows, one per recipient (user ids) and channel of the kind.

    `occasion` tells apart what is owed about the same subject more than once: a revision, a local date, an
    offset ("rev3:24h", "2026-11-23"), never an instant. `due_at`, `not_after` and `not_before` are aware UTC; the
    last one is for planners (`notifications.pacing`): where it would be sent sooner than that, it is not sent.
    """
    declared = kinds.get(kind)
    rows = [
        Delivery(
            key=f"{kind}:{subject_id}:{occasion}:{recipient}:{channel}",
            kind=kind,
            recipient_id=recipient,
            channel=channel,
            scope=scope,
            subject_id=subject_id,
            pace=declared.pace,
            urgency=declared.urgency,
            due_at=due_at or timezone.now(),
            not_after=not_after,
            extra=extra or {},
        )
        for recipient in recipients
        for channel in declared.channels
    ]
    if not_before:
        for row in rows:
            row.not_before = not_before
    return rows


def owe(**wanted: Any) -> None:
    """Put messages into the outbox, in the transaction of the action that causes them.

    Takes what `prepare_deliveries` takes. What is owed already (same key) stays as it is. What is due now leaves
    as soon as the transaction is committed and a worker is there.
    """
    Delivery.objects.bulk_create(prepare_deliveries(**wanted), ignore_conflicts=True)
    wake_after_commit()


def cancel_deliveries(
    *,
    subject_id: uuid.UUID,
    kinds: Iterable[str] = (),
    recipients: Iterable[uuid.UUID] = (),
    reason: str = "",
) -> int:
    """Cancel what is not sent yet about a subject (of some kinds, to some people); returns how many rows."""
    unsent = Delivery.objects.unsent().filter(subject_id=subject_id)
    if kinds:
        unsent = unsent.filter(kind__in=kinds)
    if recipients:
        unsent = unsent.filter(recipient__in=recipients)
    return unsent.finish(Delivery.State.CANCELLED, reason)


def forget_deliveries(*, subject_id: uuid.UUID, kinds: Iterable[str]) -> int:
    """Delete all messages of some kinds about a subject, whatever became of them: that they were owed is a secret."""
    return Delivery.objects.filter(subject_id=subject_id, kind__in=kinds).delete()[0]


def mark_read(*, user: User, delivery: Delivery | None = None) -> int:
    """Mark one message of a person's inbox as read, or all of them."""
    unread = Delivery.objects.unread().filter(recipient=user)
    if delivery is not None:
        unread = unread.filter(pk=delivery.pk)
    return unread.update(read_at=timezone.now())


def latest_unread(user: User, most: int) -> list[Delivery]:
    """The newest unread messages of a person, as the inbox shows them. Where these are all, the bell counts them too,
    so that it need not ask again."""
    unread = list(Delivery.objects.inbox_of(user).unread().for_inbox()[: most + 1])
    if len(unread) <= most:
        unread_count.note(user, len(unread))
    return unread[:most]


@remembered
def unread_count(user: User) -> int:
    """The number at the bell; asked once a request."""
    return Delivery.objects.unread().filter(recipient=user).count()


@transaction.atomic
def save_preferences(*, user: User, wanted: set[tuple[str, str]], offered: Iterable[Kind]) -> None:
    """Keep which of the `offered` kinds a person wants on which channel: (code, channel)."""
    codes = [kind.code for kind in offered if kind.can_be_switched_off]
    off = {(code, channel) for code in codes for channel in kinds.get(code).channels} - wanted
    before = ChannelPreference.objects.filter(user=user, kind__in=codes)
    outdated = [row.pk for row in before if row.is_wanted or (row.kind, row.channel) not in off]
    before.filter(pk__in=outdated).delete()
    switched_off = [
        ChannelPreference(user=user, kind=code, channel=channel, is_wanted=False) for code, channel in sorted(off)
    ]
    ChannelPreference.objects.bulk_create(switched_off, ignore_conflicts=True)
    drop_gathered(user.pk, [code for code, channel in off if channel == Channel.EMAIL])


@transaction.atomic
def save_rest(*, user: User, values: dict[str, Any]) -> None:
    """Keep a person's quiet hours and leave. What was put off by those that they had before is looked at anew."""
    for name, value in values.items():
        setattr(user, name, value)
    user.save(update_fields=list(values))
    now = timezone.now()
    put_off = Delivery.objects.filter(recipient=user, state=Delivery.State.PENDING, due_at__gt=now + AHEAD)
    at_once = [kind.code for kind in kinds.all_kinds() if not kind.can_be_gathered]
    put_off.exclude(pace=Pace.AT_ONCE, kind__in=at_once).update(due_at=now)
    wake_after_commit()


def drop_gathered(user_id: uuid.UUID, codes: Iterable[str]) -> None:
    """What waits for a person's digest of kinds that they have switched off is not sent any more."""
    waiting = Delivery.objects.filter(state=Delivery.State.GATHERED, recipient=user_id, kind__in=list(codes))
    waiting.finish(Delivery.State.SUPPRESSED, _("The recipient has switched this kind off."))


def unsubscribe(*, user_id: uuid.UUID, kind: str) -> None:
    """Switch off the mails of a kind, from a link in one of them. The inbox goes on showing them."""
    if User.objects.filter(pk=user_id).exists():
        ChannelPreference.objects.update_or_create(
            user_id=user_id, kind=kind, channel=Channel.EMAIL, defaults={"is_wanted": False}
        )
        drop_gathered(user_id, [kind])


def retry_delivery(*, delivery: Delivery) -> None:
    """Send what is dead or uncertain once more. Refused when it is too late; a second call changes nothing."""
    if delivery.not_after and delivery.not_after <= timezone.now():
        raise Refused(_("It is too late for this message: it would be of no use any more. You can discard it."))
    retry_deliveries(deliveries=Delivery.objects.filter(pk=delivery.pk))


def retry_deliveries(*, deliveries: DeliveryQuerySet) -> int:
    """Send once more what is dead or uncertain and not too late of these; returns how many. One UPDATE."""
    now = timezone.now()
    retried = stuck_of(deliveries.not_too_late(now)).update(
        state=Delivery.State.RETRY, attempt=0, claims=0, next_attempt_at=now, reason=""
    )
    if retried:
        recording.record(actor=recording.whoever(), act="outbox.retried")
        wake_after_commit()
    return retried


def discard_delivery(*, delivery: Delivery) -> None:
    """Give up what is dead or uncertain. A second call changes nothing."""
    discard_deliveries(deliveries=Delivery.objects.filter(pk=delivery.pk))


def discard_deliveries(*, deliveries: DeliveryQuerySet) -> int:
    """Give up what is dead or uncertain of these; returns how many. One UPDATE."""
    discarded = stuck_of(deliveries).finish(Delivery.State.CANCELLED, _("Discarded by an operator."))
    if discarded:
        recording.record(actor=recording.whoever(), act="outbox.discarded")
    return discarded


def stuck_of(deliveries: DeliveryQuerySet) -> DeliveryQuerySet:
    """The state is asked once more in the UPDATE itself, for somebody else may mend the same ones."""
    stuck: DeliveryQuerySet = Delivery.objects.filter(pk__in=deliveries.order_by().values("pk"), state__in=STUCK)
    return stuck


SALT = "notifications.unsubscribe"


def token_for(user_id: uuid.UUID, kind: str) -> str:
    """Says who wants to be rid of what; good for nothing else, and never ends."""
    return signing.Signer(salt=SALT).sign_object([user_id.hex, kind])


def read_token(token: str) -> tuple[uuid.UUID, str] | None:
    """The person and the kind; None for a token that is not ours."""
    try:
        user_hex, kind = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    return uuid.UUID(user_hex), kind


def path_for(user_id: uuid.UUID, kind: str) -> str:
    return reverse("unsubscribe", args=[token_for(user_id, kind)])
