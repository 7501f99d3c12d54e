"""Pausing, going on, asking to leave, ending. The two read the same words whoever did it, and never why."""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from pairings import changes
from pairings.models import EndRequest, Pairing
from pairings.models.pairing import RUNNING_STATES
from pairings.services import messages
from pairings.services.locking import lock_pairing, lock_pairings
from pairings.services.matters import report, settle, settle_all
from people.errors import Refused
from people.models import User
from programs.models import Cycle, Todo
from programs.recording import record_act
from programs.services import complete_participation, release_from_pairing

State = Pairing.State


@transaction.atomic
def pause_pairing(*, pairing: Pairing, by: User) -> Pairing:
    """Nothing is due until it goes on. One of the two or the program team may; twice is harmless."""
    pairing = lock_pairing(pairing)
    if pairing.state == State.PAUSED:
        return pairing
    if not pairing.can_be_paused:
        raise Refused(_("Only a pairing that is open can be paused. Reload the page to see where it stands."))
    _pause(pairing, by, timezone.now())
    return pairing


@transaction.atomic
def resume_pairing(*, pairing: Pairing, by: User, is_team: bool = False) -> Pairing:
    """It goes on, by whoever paused it or by the program team (`is_team`); twice is harmless."""
    pairing = lock_pairing(pairing)
    if pairing.can_meet:
        return pairing
    if pairing.state != State.PAUSED:
        raise Refused(_("Only a paused pairing can go on. Reload the page to see where it stands."))
    if not is_team and (pairing.paused_by_id != by.pk or pairing.end_requested_at):
        raise Refused(_("The program team can let this pairing go on. Write to them."))
    if pairing.end_requested_at:
        raise Refused(_("Somebody has asked to end this pairing. Deal with the request first, on its page."))
    _resume(pairing)
    return pairing


@transaction.atomic
def leave_pairing(*, pairing: Pairing, by: User, wish: str, reason: str = "") -> Pairing:
    """Step back before it opens, which ends it; afterwards ask to end it, which pauses it until the program team
    has dealt with it. `wish` is an EndRequest.Wish. Asking twice is harmless; when both ask, both are kept."""
    pairing, now = lock_pairing(pairing), timezone.now()
    if EndRequest.objects.filter(pairing=pairing, side=pairing.side_of(by)).exists():
        return pairing
    if not pairing.is_open:
        raise Refused(_("The program has changed your pairing. There is nothing left to end."))
    _note_request(pairing, by, wish, reason, now)
    if pairing.opened_at is None:
        _step_back(pairing, by, now)
    elif pairing.state != State.PAUSED:
        _pause(pairing, by, now)
    report(pairing, Todo.Kind.LEAVE_REQUEST)
    return pairing


@transaction.atomic
def end_pairing(*, pairing: Pairing, by: User | None) -> Pairing:
    """The program team ends it; both read that the program has changed their pairing. Twice is harmless.

    Before the opening they read it at a fixed hour, like every other ending then.
    """
    pairing, now = lock_pairing(pairing), timezone.now()
    if not pairing.is_open:
        return pairing
    at = now if pairing.opened_at else messages.next_batch(now)
    _end(pairing, now, outcome_at=at)
    messages.tell(pairing, "changed", messages.aware_of(pairing), at)
    settle(pairing, by=by)
    return pairing


@transaction.atomic
def complete_pairing(*, pairing: Pairing, by: User | None = None) -> Pairing:
    """It has come to its planned end; what the two agreed stays readable to them. Twice is harmless."""
    pairing = lock_pairing(pairing)
    if pairing.state == State.COMPLETED:
        return pairing
    if not pairing.can_be_completed:
        raise Refused(_("Only an open pairing that nobody has asked to end can be completed."))
    _complete([pairing], by)
    if by is not None:
        record_act("pairing.completed", pairing.cycle.program_id, about=pairing, by=by)
    return pairing


@transaction.atomic
def complete_pairings(*, cycle: Cycle, by: User) -> int:
    """Complete the pairings of a cycle that `by` oversees and nobody has asked to end; returns how many.

    One that `by` is a party of is left to others: whether it can be completed would tell of a request to end it.
    """
    overseen = Pairing.objects.overseen_by(by).running().filter(cycle=cycle)
    ready = [pairing for pairing in lock_pairings(overseen) if pairing.can_be_completed]
    _complete(ready, by)
    for pairing in ready:
        record_act("pairing.completed", cycle.program_id, about=pairing, by=by)
    return len(ready)


@transaction.atomic
def close_in(*, cycle: Cycle) -> int:
    """The cycle comes to its end: its active pairs read that, and plan a last meeting; returns how many."""
    found = lock_pairings(Pairing.objects.filter(cycle=cycle, state=State.ACTIVE))
    Pairing.objects.filter(pk__in=[pairing.pk for pairing in found]).update(state=State.CLOSING)
    messages.tell_all(found, "closing", timezone.now())
    return len(found)


def reopen_in(*, cycle: Cycle) -> int:
    """The cycle goes on after all, and so do its pairs; nobody gets a message. Returns how many."""
    return Pairing.objects.filter(cycle=cycle, state=State.CLOSING).update(state=State.ACTIVE)


@transaction.atomic
def clear_request(*, pairing: Pairing, by: User) -> Pairing:
    """The program team has talked it over: what was asked is withdrawn, by both if both asked, and it goes on."""
    pairing = lock_pairing(pairing)
    if pairing.end_requested_at is None or not pairing.is_open:
        raise Refused(_("There is no request to deal with any more. Reload the page to see where it stands."))
    EndRequest.objects.filter(pairing=pairing).delete()
    pairing.end_requested_at = None
    pairing.save(update_fields=["end_requested_at"])
    _resume(pairing)
    settle(pairing, Todo.Kind.LEAVE_REQUEST, by=by)
    return pairing


@transaction.atomic
def withdraw_pairings(*, pairings: Iterable[Pairing], by: User | None) -> None:
    """One of the two has left the cycle or the organisation: what is open ends, and the program team is told.

    Who knew of a question hears of it at a fixed hour, like of every other ending before the opening.
    """
    now = timezone.now()
    for pairing in lock_pairings(pairings):
        if pairing.is_open:
            at = now if pairing.opened_at else messages.outcome_hour(pairing, now)
            _end(pairing, now, outcome_at=at)
            messages.tell(pairing, "changed", messages.aware_of(pairing), at)
            settle(pairing, Todo.Kind.LEAVE_REQUEST, Todo.Kind.BROKEN_RULE, by=by)
            report(pairing, Todo.Kind.PAIRING_ENDED)


def _note_request(pairing: Pairing, by: User, wish: str, reason: str, now: dt.datetime) -> None:
    EndRequest.objects.create(pairing=pairing, side=pairing.side_of(by), wish=wish, reason=reason, asked_at=now)
    if pairing.end_requested_at is None:
        pairing.end_requested_at = now
        pairing.save(update_fields=["end_requested_at"])


def _step_back(pairing: Pairing, by: User, now: dt.datetime) -> None:
    at = messages.next_batch(now)
    others = [user_id for user_id in messages.aware_of(pairing) if user_id != by.pk]
    _end(pairing, now, outcome_at=at)
    messages.tell(pairing, "changed", others, at)


def _pause(pairing: Pairing, by: User, now: dt.datetime) -> None:
    pairing.state, pairing.paused_at, pairing.paused_by = State.PAUSED, now, by
    pairing.save(update_fields=["state", "paused_at", "paused_by"])
    messages.tell(pairing, "paused", messages.aware_of(pairing), now)
    changes.follow_up([pairing], changes.PAUSED)


def _resume(pairing: Pairing) -> None:
    now = timezone.now()
    pairing.state, pairing.paused_at, pairing.paused_by, pairing.resumed_at = pairing.open_state, None, None, now
    pairing.save(update_fields=["state", "paused_at", "paused_by", "resumed_at"])
    messages.tell(pairing, "resumed", messages.aware_of(pairing), now)
    changes.follow_up([pairing], changes.RESUMED)


def _complete(pairings: Sequence[Pairing], by: User | None) -> None:
    """A constant number of queries; the caller holds the locks."""
    now = timezone.now()
    for pairing in pairings:
        pairing.state, pairing.ended_at, pairing.outcome_at = State.COMPLETED, now, now
    Pairing.objects.bulk_update(pairings, ["state", "ended_at", "outcome_at"], batch_size=500)
    complete_participation(participant_ids=_not_paired(pairings))
    settle_all(pairings, by=by)
    messages.tell_all(pairings, "completed", now)
    changes.follow_up(pairings, changes.ENDED)


def _end(pairing: Pairing, now: dt.datetime, *, outcome_at: dt.datetime) -> None:
    pairing.state, pairing.ended_at, pairing.outcome_at = State.ENDED, now, outcome_at
    pairing.save(update_fields=["state", "ended_at", "outcome_at"])
    messages.forget_questions(pairing)
    release_from_pairing(participant_ids=_not_paired([pairing]))
    changes.follow_up([pairing], changes.ENDED)


def _not_paired(pairings: Iterable[Pairing]) -> list[uuid.UUID]:
    """The places of these people that no open pairing takes any more: they can be matched again."""
    places = {place for pairing in pairings for place in (pairing.junior_id, pairing.senior_id)}
    busy = Pairing.objects.filter(state__in=RUNNING_STATES)
    taken = set(busy.filter(junior__in=places).values_list("junior", flat=True))
    taken |= set(busy.filter(senior__in=places).values_list("senior", flat=True))
    return list(places - taken)
