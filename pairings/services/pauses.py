"""Pausing, going on, and taking back what nobody was told yet. Everything takes effect with the next batch, whoever
wants it, so that no hour and no button tells the other one who it was."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.models import EndRequest, Hold, Pairing, PastHold
from pairings.services import messages
from pairings.services.locking import lock_pairing, lock_pairings
from pairings.services.todos import report, settle
from people.clock import last_second
from people.models import User
from people.retention.holds import refuse_held
from programs.models import Cycle, Todo
from programs.recording import record_act

State = Pairing.State


@transaction.atomic
def pause_pairing(*, pairing: Pairing, by: User, until: dt.date | None = None) -> Pairing:
    """From the next batch on nothing is due, until the batch after `until`, or until whoever wanted it lets it go on.

    One of the two or the program team may; each holds it for themselves. Twice is harmless.
    """
    pairing, now = lock_pairing(pairing), timezone.now()
    side = pairing.side_of(by)
    own = Hold.objects.filter(pairing=pairing, side=side, is_for_request=False)
    if own.exists() and (side or until is None):
        return pairing
    if not (pairing.can_be_paused or (pairing.is_paused and not side)):
        raise Refused(_("Only a pairing that is open can be paused. Reload the page to see where it stands."))
    _hold([pairing], side, by, now, until)
    return pairing


@transaction.atomic
def pause_pairings(*, pairings: Iterable[Pairing], by: User, until: dt.date | None = None) -> int:
    """The program pauses many at once, for a holiday or a reorganisation; returns how many. Who `by` is a party of
    must not be among them."""
    now = timezone.now()
    running = [pairing for pairing in lock_pairings(pairings) if pairing.is_running]
    _hold(running, "", by, now, until)
    return len(running)


def _hold(pairings: list[Pairing], side: str, by: User, now: dt.datetime, until: dt.date | None) -> None:
    """From the next batch on; a hold that is there keeps its beginning. The caller holds the locks."""
    begins_at = messages.next_batch(now)
    ends_at = messages.next_batch(last_second(until)) if until else None
    if ends_at is not None and ends_at <= begins_at:
        raise Refused(_("The pause would be over before it begins. Choose a later day."))
    Hold.objects.bulk_create(
        [Hold(pairing=pairing, side=side, by=by, begins_at=begins_at, ends_at=ends_at) for pairing in pairings],
        update_conflicts=True,
        unique_fields=["pairing", "side", "is_for_request"],
        update_fields=["by", "ends_at"],
    )
    for pairing in pairings if not side else ():
        record_act("pairing.paused", pairing.cycle.program_id, about=pairing, by=by, until=until or "")


@transaction.atomic
def resume_pairing(*, pairing: Pairing, by: User) -> Pairing:
    """One of the two asks to go on: their own hold, and their request to end it, last until the next batch; it goes on
    as soon as nobody holds it. The program team lifts every hold. Twice is harmless."""
    pairing, now = lock_pairing(pairing), timezone.now()
    side = pairing.side_of(by)
    if not side:
        _refuse_with_request(pairing)
        if lift_holds(pairing, now):
            record_act("pairing.resumed", pairing.cycle.program_id, about=pairing, by=by)
        return pairing
    if pairing.can_meet or pairing.goes_on_at(side):
        return pairing
    if not pairing.is_paused:
        raise Refused(_("Only a paused pairing can go on. Reload the page to see where it stands."))
    at = messages.next_batch(now)
    _forget_request(pairing, side)
    Hold.objects.filter(pairing=pairing, side=side).update(ends_at=at)
    setattr(pairing, f"{side}_goes_on_at", at)
    pairing.save(update_fields=[f"{side}_goes_on_at"])
    if Hold.objects.filter(pairing=pairing).exclude(side=side).exists():
        report(pairing, Todo.Kind.GO_ON)
    return pairing


@transaction.atomic
def take_back(*, pairing: Pairing, by: User) -> Pairing:
    """What one of the two has asked and nobody was told yet is undone, without a trace for the other one."""
    pairing, now = lock_pairing(pairing), timezone.now()
    side = pairing.side_of(by)
    ahead = Hold.objects.filter(pairing=pairing, side=side, begins_at__gt=now)
    requests = EndRequest.objects.filter(pairing=pairing, side=side, told_at__gt=now)
    goes_on_at = pairing.goes_on_at(side) if side else None
    if not (ahead.exists() or requests.exists() or (goes_on_at and goes_on_at > now)):
        raise Refused(_("There is nothing to take back any more: both of you have been told."))
    if requests.exists():
        _forget_request(pairing, side)
    ahead.delete()
    if goes_on_at and goes_on_at > now:
        _hold_on(pairing, side)
    return pairing


@transaction.atomic
def clear_request(*, pairing: Pairing, by: User) -> Pairing:
    """The program team has talked it over: what was asked is withdrawn, by both if both asked, and it goes on."""
    pairing = lock_pairing(pairing)
    if pairing.end_requested_at is None or not pairing.is_open:
        raise Refused(_("There is no request to deal with any more. Reload the page to see where it stands."))
    refuse_held(people=[pairing.junior.user_id, pairing.senior.user_id], pairing=pairing.pk)
    EndRequest.objects.filter(pairing=pairing).delete()
    pairing.end_requested_at = None
    pairing.save(update_fields=["end_requested_at"])
    lift_holds(pairing, timezone.now())
    settle(pairing, Todo.Kind.LEAVE_REQUEST, by=by)
    record_act("pairing.request_cleared", pairing.cycle.program_id, about=pairing, by=by)
    return pairing


@transaction.atomic
def lift_pauses(*, cycle: Cycle, by: User) -> int:
    """The program's own pauses of a cycle end with the next batch, or never begin; returns how many there were."""
    now = timezone.now()
    overseen = Pairing.objects.overseen_by(by).running().filter(cycle=cycle)
    locked = lock_pairings(overseen)
    own = Hold.objects.filter(pairing__in=[pairing.pk for pairing in locked], side="")
    count = own.count()
    _lift(own, now)
    record_act("pairings.let_go_on", cycle.program_id, about=cycle, by=by)
    return count


def lift_holds(pairing: Pairing, now: dt.datetime) -> bool:
    """Nobody holds it from the next batch on; whether anybody would have. The caller holds the lock."""
    lifted = _lift(Hold.objects.filter(pairing=pairing), now)
    settle(pairing, Todo.Kind.GO_ON)
    return lifted > 0


def _lift(holds: QuerySet[Hold], now: dt.datetime) -> int:
    """How many holds end sooner by it."""
    at = messages.next_batch(now)
    withdrawn, _by_model = holds.filter(begins_at__gt=now).delete()
    return withdrawn + holds.filter(begins_at__lte=now).exclude(ends_at=at).update(ends_at=at)


def _hold_on(pairing: Pairing, side: str) -> None:
    """They have thought better of going on: it rests for them as before, as a pause."""
    own = Hold.objects.filter(pairing=pairing, side=side)
    if own.filter(is_for_request=False).exists():
        put_away(own.filter(is_for_request=True), timezone.now())
    own.update(ends_at=None, is_for_request=False)
    setattr(pairing, f"{side}_goes_on_at", None)
    pairing.save(update_fields=[f"{side}_goes_on_at"])
    settle(pairing, Todo.Kind.GO_ON)


def _forget_request(pairing: Pairing, side: str) -> None:
    requests = EndRequest.objects.filter(pairing=pairing)
    if not requests.filter(side=side).delete()[0] or requests.exists():
        return
    pairing.end_requested_at = None
    pairing.save(update_fields=["end_requested_at"])
    settle(pairing, Todo.Kind.LEAVE_REQUEST)


def _refuse_with_request(pairing: Pairing) -> None:
    if pairing.end_requested_at:
        raise Refused(_("Somebody has asked to end this pairing. Deal with the request first, on its page."))


def put_away(holds: QuerySet[Hold], now: dt.datetime) -> None:
    """They are over: of those that had begun the program team keeps the record. `now` is aware."""
    ended = list(holds)
    if not ended:
        return
    PastHold.objects.bulk_create(
        PastHold(
            pairing_id=hold.pairing_id,
            side=hold.side,
            is_for_request=hold.is_for_request,
            began_at=hold.begins_at,
            ended_at=min(hold.ends_at or now, now),
        )
        for hold in ended
        if hold.begins_at <= now
    )
    Hold.objects.filter(pk__in=[hold.pk for hold in ended]).delete()


def sides_in_pause(pairing: Pairing) -> set[str]:
    """The sides that have held a paused pairing since the pause began, once nobody does any more; empty where only the
    program has."""
    past = PastHold.objects.filter(pairing=pairing).exclude(side="").order_by()
    if pairing.paused_at:
        past = past.filter(ended_at__gt=pairing.paused_at)
    return set(past.values_list("side", flat=True))


def holder_of(pairing: Pairing, now: dt.datetime) -> str:
    """For which side a paused pairing rests now, `both`, or nothing while the program holds it too: it would rest all
    the same."""
    holds = Hold.objects.filter(pairing=pairing, begins_at__lte=now).order_by()
    sides = set(holds.values_list("side", flat=True))
    if "" in sides or not sides:
        return ""
    return str(sides.pop()) if len(sides) == 1 else "both"
