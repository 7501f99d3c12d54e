"""One side's farewell: a word of thanks, sealed for a while, and what one would like next."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.models import LookBack, NextWish, Pairing
from pairings.services.locking import lock_pairing
from people.clock import local_today
from people.models import User


@transaction.atomic
def look_back(*, pairing: Pairing, by: User, thanks: str = "", wish: str = "") -> LookBack:
    """Close for oneself. The thanks can be changed until the other one may read them, the wish until the cycle closes.

    Raises Refused before the end is near, and where the thanks have been delivered already."""
    pairing, now = lock_pairing(pairing), timezone.now()
    if not pairing.ends_soon(local_today(now)):
        raise Refused(_("One meeting before the end you can close here. Nothing was kept."))
    side = pairing.side_of(by)
    own = pairing.look_backs.filter(side=side).first()
    if own and own.thanks != thanks and is_delivered(own, now):
        raise Refused(_("Your thanks have been delivered, so they stay as they are."))
    if own is None:
        own = LookBack(pairing=pairing, side=side, closed_at=now)
    own.thanks = thanks
    own.save()
    if not pairing.cycle.is_closed and not pairing.ends_with_rotation:
        participant = pairing.participant_of(by)
        NextWish.objects.filter(participant=participant).exclude(wish=wish).delete()
        if wish:
            NextWish.objects.get_or_create(participant=participant, defaults={"wish": wish})
    return own


def is_delivered(look: LookBack, now: dt.datetime) -> bool:
    """Whether the other one may read it at `now` (aware). One query, none where those of the pairing are known."""
    both_have_closed = any(other.side != look.side for other in look.pairing.look_backs.all())
    return look.is_delivered(now, both_have_closed=both_have_closed)


def thanks_to(pairing: Pairing, user: User, now: dt.datetime) -> str:
    """What the other one has written to `user`, once it is delivered; empty until then."""
    own_side = pairing.side_of(user)
    look = next((look for look in pairing.look_backs.all() if look.side != own_side), None)
    return look.thanks if look and is_delivered(look, now) else ""
