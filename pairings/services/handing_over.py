"""A place in a pairing goes to somebody else: what they are told of the earlier pair, and a word of who left."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings import upper_floors
from pairings.models import HandOver, Pairing
from people.models import User
from programs.models import Participant


def hand_over_place(*, leaver: Participant, successor: Participant) -> int:
    """Keep what a successor may know of the pairings that end with a place, inside the transaction that replaces its
    holder; returns how many. What was to be handed over to the leaver goes on to the successor."""
    HandOver.objects.filter(successor=leaver, next_pairing__isnull=True).update(successor=successor)
    ending = Pairing.objects.open().filter(agreed_at__isnull=False, **{leaver.side: leaver})
    rows = [
        HandOver(
            pairing=pairing,
            side=leaver.side,
            successor=successor,
            planned=[at.isoformat() for at in upper_floors.sessions().planned_starts(pairing)],
        )
        for pairing in ending
    ]
    HandOver.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def write_hand_over(*, hand_over: HandOver, by: User, note: str) -> bool:
    """Keep the word of the one who left, or take it back with an empty one; whether that is a change."""
    if not hand_over.is_by(by):
        raise Refused(_("Only whoever has left this place can hand it over."))
    if hand_over.pairing.cycle.is_closed:
        raise Refused(_("The cycle has closed, so nobody takes over any more."))
    return bool(HandOver.objects.filter(pk=hand_over.pk).exclude(note=note).update(note=note))


@dataclass(frozen=True)
class HandedOver:
    """What one of a new pair reads of an earlier one. `topics`, `weeks`, `minutes` and `planned` (aware) are for the
    successor alone; the other one knows them."""

    note: str
    is_successor: bool = False
    topics: tuple[str, ...] = ()
    weeks: int = 0
    minutes: int = 0
    planned: tuple[dt.datetime, ...] = ()


def handed_over_to(pairing: Pairing, user: User) -> HandedOver | None:
    """What `user`, one of the two, may read of the pair before; None where there is nothing. One query for a successor,
    where `takes_over` is read with the pairing, as for its page."""
    hand_over: HandOver | None = getattr(pairing, "takes_over", None)
    if hand_over is None:
        return None
    if hand_over.successor.user_id != user.pk:
        return HandedOver(hand_over.note) if hand_over.note else None
    agreement = hand_over.pairing.agreement
    planned = (dt.datetime.fromisoformat(at) for at in hand_over.planned)
    return HandedOver(
        note=hand_over.note,
        is_successor=True,
        topics=tuple(agreement.topics.order_by("position", "name").values_list("name", flat=True)),
        weeks=agreement.cadence_weeks,
        minutes=agreement.meeting_minutes,
        planned=tuple(at for at in planned if at > timezone.now()),
    )
