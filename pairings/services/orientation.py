"""The orientation of somebody in a pairing: done once in a cycle, by each for themselves."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from notifications.services import cancel_deliveries
from pairings.models import Pairing, Pledge
from pairings.services.agreement import is_signed_as_it_is, open_if_ready
from pairings.services.locking import lock_pairings
from pairings.services.messages import AGREE
from programs.models import Participant, Program, WarmUp


@dataclass(frozen=True)
class WarmedUp:
    """What somebody answered to the question to warm up, and whether the partner reads it."""

    question: str
    text: str
    is_shared: bool


@transaction.atomic
def note_orientation(
    *, participant: Participant, pledge: Sequence[str] = (), warm_up: WarmedUp | None = None
) -> list[Pairing]:
    """Somebody has done the orientation; the first time counts. What a leader has pledged is kept as they read it.
    Gives the pairings that this has opened, since both had signed."""
    own = Pairing.objects.filter(Q(junior=participant) | Q(senior=participant), state=Pairing.State.PREPARING)
    waiting = lock_pairings(own)
    now = timezone.now()
    is_first = Participant.objects.filter(pk=participant.pk, oriented_at__isnull=True).update(
        oriented_at=now, version=F("version") + 1
    )
    if not is_first:
        return []
    if pledge:
        words = {"lines": [str(line) for line in pledge], "made_at": now}
        Pledge.objects.get_or_create(participant=participant, defaults=words)
    if warm_up:
        kept = {"question": warm_up.question, "text": warm_up.text, "is_shared": warm_up.is_shared}
        WarmUp.objects.get_or_create(participant=participant, defaults=kept)
    for pairing in waiting:
        if is_signed_as_it_is(pairing, pairing.side_of(participant.user)):
            cancel_deliveries(
                subject_id=pairing.pk, kinds=[AGREE], recipients=[participant.user_id], reason="Signed and oriented."
            )
    return [pairing for pairing in waiting if open_if_ready(pairing, heard=[participant.user_id])]


@transaction.atomic
def open_waiting(program: Program) -> None:
    """Pairs that only an orientation kept from beginning, once the program asks for none."""
    waiting = Pairing.objects.filter(cycle__program=program, state=Pairing.State.PREPARING)
    for pairing in lock_pairings(waiting):
        open_if_ready(pairing)
