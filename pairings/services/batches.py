"""What was asked or answered takes effect: with each batch, both of the two are told at once, in the same words."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from notifications.models import Delivery
from pairings import upper_floors
from pairings.models import EndRequest, Hold, Pairing
from pairings.querysets import NOT_TO_BE, PairingQuerySet
from pairings.services import messages
from pairings.services.lifecycle import end_now
from pairings.services.locking import lock_pairing
from pairings.services.pauses import put_away, sides_in_pause
from pairings.services.todos import settle
from programs.models import Todo

State = Pairing.State


def tell_changes(*, now: dt.datetime | None = None) -> int:
    """Pause, let go on or end what is due at `now` (aware) and tell both, and tell what will not come about; returns
    how many. Any number of runs is safe."""
    now = now or timezone.now()
    count = sum(_tell(pairing, now) for pairing in _due(now))
    count += sum(_tell_outcome(pairing, now) for pairing in _untold(now))
    put_away(Hold.objects.filter(ends_at__lte=now), now)
    return count


def _due(now: dt.datetime) -> PairingQuerySet:
    lasting = Hold.objects.filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), pairing=OuterRef("pk"), begins_at__lte=now
    )
    stepped_back = EndRequest.objects.filter(pairing=OuterRef("pk"), is_stepping_back=True, told_at__lte=now)
    is_held = Exists(lasting)
    return Pairing.objects.filter(
        Q(ends_at__lte=now)
        | Exists(stepped_back)
        | (Q(state__in=[State.ACTIVE, State.CLOSING]) & is_held)
        | (Q(state=State.PAUSED) & ~is_held),
    ).open()


def _untold(now: dt.datetime) -> PairingQuerySet:
    """Pairings that will not come about and whose hour has come: no row of the outbox says so before."""
    told = Delivery.objects.filter(kind=messages.TELL, subject_id=OuterRef("pk"), extra__what="changed")
    worth_telling = Q(outcome_at__gt=now - messages.WORTH_TELLING, outcome_at__lte=now)
    return Pairing.objects.filter(worth_telling, ~Exists(told), state__in=NOT_TO_BE)


@transaction.atomic
def _tell_outcome(pairing: Pairing, now: dt.datetime) -> bool:
    """Asked again with the lock held: another worker may have told it."""
    pairing = lock_pairing(pairing)
    if pairing.outcome_at is None or not _untold(now).filter(pk=pairing.pk).exists():
        return False
    messages.tell_outcome(pairing, pairing.outcome_at)
    return True


@transaction.atomic
def _tell(pairing: Pairing, now: dt.datetime) -> bool:
    """Asked again with the lock held: somebody may have thought better of it."""
    pairing = lock_pairing(pairing)
    if not pairing.is_open:
        return False
    if ends_at := _end_of(pairing, now):
        end_now(pairing, now, told_at=ends_at)
        return True
    lasting = [hold for hold in pairing.holds.all() if hold.lasts_at(now)]
    if lasting and pairing.can_meet:
        _pause(pairing, min(hold.begins_at for hold in lasting))
        return True
    if not lasting and pairing.is_paused:
        _go_on(pairing, now)
        return True
    return False


def _end_of(pairing: Pairing, now: dt.datetime) -> dt.datetime | None:
    """When it ended, by the program or by a side that stepped back before it opened; None while it goes on."""
    steps = [request.told_at for request in pairing.end_requests.all() if request.is_stepping_back]
    ends = [at for at in (pairing.ends_at, *steps) if at and at <= now]
    return min(ends, default=None)


def _pause(pairing: Pairing, at: dt.datetime) -> None:
    pairing.state, pairing.paused_at = State.PAUSED, at
    pairing.save(update_fields=["state", "paused_at"])
    messages.tell(pairing, "paused", messages.aware_of(pairing), at)
    upper_floors.announce_change([pairing], upper_floors.PAUSED)


def _go_on(pairing: Pairing, now: dt.datetime) -> None:
    """What was let slip before is forgotten only where nobody but the program has paused."""
    ended = [hold.ends_at for hold in pairing.holds.all() if hold.ends_at and hold.ends_at <= now]
    at = max(ended, default=now)
    put_away(Hold.objects.filter(pairing=pairing, ends_at__lte=now), now)
    if not sides_in_pause(pairing):
        pairing.resumed_at = at
    pairing.state, pairing.paused_at = pairing.open_state, None
    pairing.junior_goes_on_at = pairing.senior_goes_on_at = None
    pairing.save(update_fields=["state", "paused_at", "resumed_at", "junior_goes_on_at", "senior_goes_on_at"])
    messages.tell(pairing, "resumed", messages.aware_of(pairing), at)
    settle(pairing, Todo.Kind.GO_ON)
    upper_floors.announce_change([pairing], upper_floors.RESUMED)
