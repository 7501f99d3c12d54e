"""How a pairing looks to one of its two: never what the other did, and endings only when all hear of them."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pairings.models import Consent, EndRequest, Pairing
from pairings.program_texts import CHANGED, PAUSED, RESUMED
from people.models import User


class Stage(TextChoices):
    """What one of the two is told about where the pairing stands."""

    ASKED = "asked", _("your answer is wanted")
    WAITING = "waiting", _("you said yes")
    REQUESTED = "requested", _("you have asked")
    DECLINED = "declined", _("you said no")
    LEFT = "left", _("you have left")
    CHANGED = "changed", _("the program has changed your pairing")
    PREPARING = "preparing", _("preparing")
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    CLOSING = "closing", _("closing")
    COMPLETED = "completed", _("completed")


#: Badges of stages that are no state of anything else.
TONES = {
    Stage.ASKED: "attention",
    Stage.WAITING: "accent",
    Stage.REQUESTED: "accent",
    Stage.DECLINED: "neutral",
    Stage.LEFT: "neutral",
    Stage.CHANGED: "neutral",
    Stage.PREPARING: "accent",
    Stage.ACTIVE: "good",
    Stage.PAUSED: "neutral",
    Stage.CLOSING: "accent",
    Stage.COMPLETED: "good",
}
#: One has said yes and does not know what the other one says.
UNANSWERED = (Stage.WAITING, Stage.REQUESTED)
CURRENT = (Stage.ASKED, *UNANSWERED, Stage.PREPARING, Stage.ACTIVE, Stage.PAUSED, Stage.CLOSING)
_OVER = (Pairing.State.DECLINED, Pairing.State.EXPIRED, Pairing.State.ENDED)


def own_consent(pairing: Pairing, user: User) -> Consent | None:
    """The answer that `user` gave; reads prefetched consents where there are any."""
    side = pairing.side_of(user)
    return next((consent for consent in pairing.consents.all() if consent.side == side), None)


def own_end_request(pairing: Pairing, user: User) -> EndRequest | None:
    """The request to end it that `user` made; reads prefetched requests where there are any."""
    if pairing.end_requested_at is None:
        return None
    side = pairing.side_of(user)
    return next((request for request in pairing.end_requests.all() if request.side == side), None)


def stage_of(pairing: Pairing, user: User, now: dt.datetime) -> Stage:
    """Where the pairing stands in the eyes of one of its two. `now` is aware."""
    if pairing.ends_at and pairing.participant_of(user).is_gone:
        return Stage.CHANGED
    if pairing.state in _OVER:
        return _ending(pairing, user, now)
    if pairing.state == Pairing.State.PROPOSED:
        return _question(pairing, user)
    return Stage(pairing.state)


def _question(pairing: Pairing, user: User) -> Stage:
    if own_consent(pairing, user) is None:
        return Stage.ASKED
    return Stage.REQUESTED if pairing.side_of(user) == pairing.requested_by else Stage.WAITING


def _ending(pairing: Pairing, user: User, now: dt.datetime) -> Stage:
    own = own_consent(pairing, user)
    if own and own.decision == Consent.Decision.DECLINED:
        return Stage.DECLINED
    request = own_end_request(pairing, user)
    if request and request.told_at <= now:
        return Stage.LEFT
    if pairing.outcome_at is None or pairing.outcome_at <= now or pairing.participant_of(user).is_gone:
        return Stage.CHANGED
    return _question(pairing, user)


@dataclass(frozen=True)
class Ahead:
    """What one of the two has asked and nobody was told yet: the kind, when both are told (aware), in which words."""

    what: str
    told_at: dt.datetime
    words: str | Promise


def ahead_of(pairing: Pairing, user: User, now: dt.datetime) -> Ahead | None:
    """What `user` themselves can still take back; nothing of the other one's. Needs `with_own_hold`."""
    side = pairing.side_of(user)
    request, goes_on_at = own_end_request(pairing, user), pairing.goes_on_at(side)
    if request and request.told_at > now:
        return Ahead("end", request.told_at, CHANGED if request.is_stepping_back else PAUSED)
    held_at = pairing.own_hold_at  # type: ignore[attr-defined]
    if held_at and held_at > now:
        return Ahead("pause", held_at, PAUSED)
    return Ahead("go on", goes_on_at, RESUMED) if goes_on_at and goes_on_at > now else None
