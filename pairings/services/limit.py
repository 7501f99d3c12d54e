"""Nobody gets more partners at once than they may have in all programs together, whichever programs ask at the same
time: whoever says yes is counted with all they have said yes to."""

import uuid

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import ngettext

from frame.errors import Refused
from pairings.models import Pairing
from pairings.partners import most_partners_of
from pairings.querysets import AGREED, PairingQuerySet, awaited_by, said_yes
from pairings.services.locking import most_at_once
from people.clock import local_today
from people.models import User
from programs.models import Participant, Side
from programs.services import hold_cycles


def hold_all_places(user: User, cycle_id: uuid.UUID) -> int | None:
    """Hold a cycle until the end of the transaction; how many partners this person may have, if there is such a limit:
    then every other cycle they have a place in is held too, so that two programs count one after the other."""
    most = most_partners_of(user)
    places = Participant.objects.filter(user=user).order_by().values_list("cycle_id", flat=True)
    hold_cycles([cycle_id, *(places if most is not None else ())])
    return most


def refuse_beyond_limit(user: User, pairing: Pairing, most: int | None) -> None:
    """Count on the first day of the pairing, whom they have agreed with and said yes to in any program, as far as they
    know; the caller holds their cycles. Raises Refused to the person themselves."""
    if most is None:
        return
    spans = [
        span
        for side in Side.values
        for span in _said_yes_to(user, side).exclude(pk=pairing.pk).values_list("starts_on", "last_on")
    ]
    if most_at_once(spans, pairing.starts_on or local_today()) < most:
        return
    text = ngettext(
        "You have %(n)s partner already, in all programs together, or have said yes to one. That is as many as you may "
        "have at once: decline this one, or raise the number in your profile if it is yours.",
        "You have %(n)s partners already, in all programs together, or have said yes to them. That is as many as you "
        "may have at once: decline this one, or raise the number in your profile if it is yours.",
        most,
    )
    raise Refused(text % {"n": most})


def _said_yes_to(user: User, side: str) -> PairingQuerySet:
    waits = (Q(state="proposed") & Q(said_yes(side))) | awaited_by(side, timezone.now())
    return Pairing.objects.filter(Q(state__in=AGREED) | waits, **{f"{side}__user": user}).order_by()
