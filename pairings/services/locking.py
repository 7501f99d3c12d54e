"""Taking hold of pairings and of their cycle, so that what is counted stays true until the commit."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils import timezone

from pairings.models import Pairing
from pairings.querysets import AGREED, awaited_by, said_yes
from programs.models import Participant
from programs.services import hold_cycles


def lock_pairing(pairing: Pairing) -> Pairing:
    """The pairing as it is now, held until the end of the transaction, with its people and program."""
    return lock_pairings([pairing])[0]


def lock_pairings(pairings: Iterable[Pairing]) -> list[Pairing]:
    """The pairings as they are now, held until the end of the transaction, with their people and program, in one order.

    Their cycles are held first: two answers never wait for each other, and no place is taken twice.
    """
    pairings = list(pairings)
    hold_cycles(pairing.cycle_id for pairing in pairings)
    rows = Pairing.objects.filter(pk__in=[pairing.pk for pairing in pairings]).order_by("pk")
    return list(rows.with_people().select_for_update(of=("self",), no_key=True))


def has_room(participant: Participant, besides: Pairing) -> bool:
    """Whether one more pairing fits into a person's place, counting those agreed and those they said yes to, as long as
    they do not know that it comes to nothing."""
    pairings = Pairing.objects.filter(Q(junior=participant) | Q(senior=participant)).exclude(pk=besides.pk)
    waits = (Q(state="proposed") & Q(said_yes(participant.side))) | awaited_by(participant.side, timezone.now())
    return pairings.filter(Q(state__in=AGREED) | waits).count() < participant.capacity
