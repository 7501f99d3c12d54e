"""What the program team does about wishes for a change."""

from collections.abc import Sequence

from django.db import transaction

from pairings.services import end_pairings
from people.models import User
from programs.services import leave_out_of_matches
from sessions.models import ChangeWish


@transaction.atomic
def end_wished(*, wishes: Sequence[ChangeWish], by: User) -> int:
    """The pairs of these wishes end with the next batch; whoever would like to stop is not matched again for now.
    Returns how many pairs. Twice is harmless. Needs the wishes with their pairing, its two, and who said it."""
    ended = end_pairings(pairings=[wish.pairing for wish in wishes], by=by)
    stop = [wish for wish in wishes if wish.wish == ChangeWish.Wish.STOP]
    leave_out_of_matches(participants=[wish.pairing.participant_of(wish.user) for wish in stop])
    return ended
