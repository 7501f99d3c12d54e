"""What has been between people: pairings of theirs, refusals, and conflicts of interest, read in sets."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from pairings.models import Consent, Pairing
from pairings.models.pairing import OPEN_STATES
from pairings.querysets import participants_of
from people.models import ConflictOfInterest

#: The ids of mentor and leader as text.
Pair = tuple[str, str]


@dataclass(frozen=True)
class History:
    """Pairs that are open anywhere, that were paired in any cycle of any program, and that one of them refused: in this
    program, where its team reads it, or in another one, where it does not."""

    now: set[Pair] = field(default_factory=set)
    earlier: set[Pair] = field(default_factory=set)
    declined: set[Pair] = field(default_factory=set)
    declined_elsewhere: set[Pair] = field(default_factory=set)


def history_between(users: QuerySet[Any, Any] | Collection[uuid.UUID], program_id: uuid.UUID) -> History:
    """What has been between these people, as a team of this program may know it.

    Who asked to end a pairing, or stepped back, has refused it for good.
    """
    places = participants_of(users)
    between = Pairing.objects.filter(junior__in=places, senior__in=places).order_by()
    names = ("junior__user_id", "senior__user_id", "cycle__program_id")
    history = History()
    declined = Consent.objects.filter(pairing=OuterRef("pk"), decision=Consent.Decision.DECLINED)
    columns = between.values_list(*names, "state", "agreed_at", Exists(declined), "end_requested_at")
    for junior, senior, program, state, agreed_at, is_declined, asked_to_end in columns:
        pair = (str(junior), str(senior))
        if state in OPEN_STATES:
            history.now.add(pair)
            continue
        if agreed_at:
            history.earlier.add(pair)
        if asked_to_end or is_declined:
            (history.declined if program == program_id else history.declined_elsewhere).add(pair)
    return history


def conflicts_between(users: QuerySet[Any, Any] | Collection[uuid.UUID]) -> tuple[set[Pair], set[Pair]]:
    """Conflicts of interest between these people: HR's, and those that are private.

    Of a private one the pair is in the order of the ids: even the fingerprint of a problem must not tell whose it is.
    """
    public: set[Pair] = set()
    private: set[Pair] = set()
    between = ConflictOfInterest.objects.filter(person__in=users, other__in=users)
    for first, second, owner in between.values_list("person_id", "other_id", "owner_id"):
        pair = str(first), str(second)
        private.add((min(pair), max(pair))) if owner else public.add(pair)
    return public, private
