"""Taking hold of pairings and of their cycle, so that what is counted stays true until the commit."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from pairings.models import Pairing
from pairings.querysets import AGREED, awaited_by, said_yes
from people.clock import local_today
from programs.models import Participant
from programs.services import hold_cycles

#: First and last day of a pairing; None: since ever, and without an end.
Span = tuple[dt.date | None, dt.date | None]


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
    """Whether the pairing `besides` fits into a person's place from its first day on, counting those agreed and those
    they said yes to, as long as they do not know that it comes to nothing."""
    pairings = Pairing.objects.filter(Q(junior=participant) | Q(senior=participant)).exclude(pk=besides.pk)
    waits = (Q(state="proposed") & Q(said_yes(participant.side))) | awaited_by(participant.side, timezone.now())
    taken = pairings.filter(Q(state__in=AGREED) | waits).values_list("starts_on", "last_on")
    return most_at_once(list(taken), besides.starts_on or local_today()) < participant.capacity


def most_at_once(spans: Sequence[Span], first: dt.date) -> int:
    """How many of these pairings, each with its first and last day or None, there are at most on one day from `first`
    on."""
    days = {first, *(begins for begins, _ends in spans if begins and begins > first)}
    return max(
        sum((begins is None or begins <= day) and (ends is None or ends >= day) for begins, ends in spans)
        for day in days
    )
