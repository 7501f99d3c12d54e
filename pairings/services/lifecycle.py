"""Asking to leave, ending, completing. The two read the same words whoever did it, and never why."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings import upper_floors
from pairings.models import EndRequest, Hold, Pairing
from pairings.models.pairing import RUNNING_STATES
from pairings.services import messages
from pairings.services.locking import lock_pairing, lock_pairings
from pairings.services.pauses import put_away
from pairings.services.todos import report, settle, settle_all
from people.models import User
from programs.models import Cycle, Side, Todo
from programs.recording import record_act
from programs.services import complete_participation, leave_unmatched, release_from_pairing

State = Pairing.State


@transaction.atomic
def leave_pairing(*, pairing: Pairing, by: User, wish: str, reason: str = "") -> Pairing:
    """Step back before it opens, which ends it at `hour_of_leaving`; afterwards ask to end it, which pauses it then,
    until the program team has dealt with it. The team knows at once. Of a question that comes to nothing, and of which
    that side does not know so, one steps back as of one that is open.

    `wish` is an EndRequest.Wish. Asking twice is harmless; when both ask, both are kept.
    """
    pairing, now = lock_pairing(pairing), timezone.now()
    side = pairing.side_of(by)
    if EndRequest.objects.filter(pairing=pairing, side=side).exists():
        return pairing
    if not pairing.is_open and not pairing.is_awaited_by(side, now):
        raise Refused(_("The program has changed your pairing. There is nothing left to end."))
    told_at = hour_of_leaving(pairing, now)
    EndRequest.objects.create(
        pairing=pairing,
        side=side,
        wish=wish,
        reason=reason,
        asked_at=now,
        told_at=told_at,
        is_stepping_back=pairing.opened_at is None,
    )
    pairing.end_requested_at = pairing.end_requested_at or now
    setattr(pairing, f"{side}_goes_on_at", None)
    pairing.save(update_fields=["end_requested_at", f"{side}_goes_on_at"])
    if pairing.is_running:
        Hold.objects.create(pairing=pairing, side=side, is_for_request=True, by=by, begins_at=told_at)
    report(pairing, Todo.Kind.LEAVE_REQUEST)
    return pairing


def hour_of_leaving(pairing: Pairing, now: dt.datetime) -> dt.datetime:
    """When both read what follows if one of the two asks at `now` to leave (aware): stepping back before the second
    yes looks like a no or a silence."""
    if pairing.is_paused:
        return now
    return messages.next_batch(now) if pairing.agreed_at else messages.answer_hour(pairing)


@transaction.atomic
def end_pairing(*, pairing: Pairing, by: User | None) -> Pairing:
    """The program team ends it with the next batch; both read then that the program has changed their pairing. Twice
    is harmless."""
    pairing = lock_pairing(pairing)
    if pairing.can_be_ended:
        _end_with_next_batch(pairing)
        settle(pairing, by=by)
        if by is not None:
            record_act("pairing.ended", pairing.cycle.program_id, about=pairing, by=by)
    return pairing


@transaction.atomic
def end_pairings(*, pairings: Iterable[Pairing], by: User) -> int:
    """The program team ends several with the same batch; returns how many. One that is over, or whose end is decided,
    stays as it is."""
    ending = [pairing for pairing in lock_pairings(pairings) if pairing.can_be_ended]
    Pairing.objects.filter(pk__in=[pairing.pk for pairing in ending]).update(ends_at=hour_of_ending())
    settle_all(ending, by=by)
    for pairing in ending:
        record_act("pairing.ended", pairing.cycle.program_id, about=pairing, by=by)
    return len(ending)


def hour_of_ending() -> dt.datetime:
    """When both read that the program has ended their pairing, if that is decided now (aware UTC)."""
    return messages.next_batch(timezone.now())


@transaction.atomic
def complete_pairing(*, pairing: Pairing, by: User | None = None) -> Pairing:
    """It has come to its planned end; what the two agreed stays readable to them. Twice is harmless."""
    pairing = lock_pairing(pairing)
    if pairing.state == State.COMPLETED:
        return pairing
    if not pairing.can_be_completed:
        raise Refused(_("Only an open pairing can be completed. Reload the page to see where it stands."))
    _complete([pairing], by)
    if by is not None:
        record_act("pairing.completed", pairing.cycle.program_id, about=pairing, by=by)
    return pairing


@transaction.atomic
def complete_pairings(*, cycle: Cycle, by: User) -> int:
    """Complete the pairings of a cycle that `by` oversees; returns how many.

    Also those that somebody asked to end: left open while all others are complete, they would give the request away.
    One that `by` is a party of is left to others: a party has no rights of the team on it.
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
    pairings = lock_pairings(Pairing.objects.filter(cycle=cycle, state=State.ACTIVE))
    Pairing.objects.filter(pk__in=[pairing.pk for pairing in pairings]).update(state=State.CLOSING)
    messages.tell_all(pairings, "closing", timezone.now())
    return len(pairings)


def reopen_in(*, cycle: Cycle) -> int:
    """The cycle goes on after all, and so do its pairs; nobody gets a message. Returns how many."""
    return Pairing.objects.filter(cycle=cycle, state=State.CLOSING).update(state=State.ACTIVE)


@transaction.atomic
def withdraw_pairings(*, pairings: Iterable[Pairing], by: User | None) -> None:
    """One of the two has left the cycle or the organisation: what is open ends, and the program team is told.

    Who agreed to it hears of it with the next batch, who knew of a question at a fixed hour, like of every other end.
    """
    now = timezone.now()
    for pairing in lock_pairings(pairings):
        if not pairing.is_open:
            _tell_sooner(pairing, now)
            continue
        if pairing.agreed_at is None:
            end_now(pairing, now, told_at=messages.leaving_hour(pairing, now))
        elif pairing.ends_at is None:
            _end_with_next_batch(pairing)
        settle(pairing, Todo.Kind.LEAVE_REQUEST, Todo.Kind.BROKEN_RULE, by=by)
        report(pairing, Todo.Kind.PAIRING_ENDED)


def _tell_sooner(pairing: Pairing, now: dt.datetime) -> None:
    """What comes to nothing is told with the next batch when nobody is left who waits for it."""
    hour = messages.leaving_hour(pairing, now)
    if pairing.outcome_at and now < hour < pairing.outcome_at:
        pairing.outcome_at = hour
        pairing.save(update_fields=["outcome_at"])


def _end_with_next_batch(pairing: Pairing) -> None:
    pairing.ends_at = messages.next_batch(timezone.now())
    pairing.save(update_fields=["ends_at"])


def end_now(pairing: Pairing, now: dt.datetime, *, told_at: dt.datetime) -> None:
    """It is over; all who know of it are told at `told_at` (aware), by `tell_changes` where that is later than `now`.
    The caller holds the lock."""
    pairing.state, pairing.ended_at, pairing.outcome_at = State.ENDED, now, told_at
    pairing.save(update_fields=["state", "ended_at", "outcome_at"])
    put_away(Hold.objects.filter(pairing=pairing), now)
    messages.forget_questions(pairing)
    if told_at <= now:
        messages.tell_outcome(pairing, told_at)
    release_from_pairing(participant_ids=_not_paired([pairing]))
    leave_unmatched(participant_ids=_wish_no_other(pairing))
    settle(pairing, Todo.Kind.GO_ON)
    upper_floors.announce_change([pairing], upper_floors.ENDED)


def _wish_no_other(pairing: Pairing) -> list[uuid.UUID]:
    """The places of those who asked to end it without another partner for now."""
    asked = EndRequest.objects.filter(pairing=pairing, wish=EndRequest.Wish.LEAVE).values_list("side", flat=True)
    return [pairing.junior_id if side == Side.JUNIOR else pairing.senior_id for side in asked]


def _complete(pairings: Sequence[Pairing], by: User | None) -> None:
    """Complete pairings and tell both of each. A constant number of queries; the caller holds the locks."""
    now = timezone.now()
    complete_all(pairings, by, now)
    messages.tell_all(pairings, "completed", now)


def complete_all(pairings: Sequence[Pairing], by: User | None, now: dt.datetime, *, goes_on: bool = False) -> None:
    """They have come to their planned end at `now` (aware), with nobody told yet; where the cycle `goes_on` for their
    people, these can be matched again. A constant number of queries; the caller holds the locks."""
    for pairing in pairings:
        pairing.state, pairing.ended_at, pairing.outcome_at = State.COMPLETED, now, now
    Pairing.objects.bulk_update(pairings, ["state", "ended_at", "outcome_at"], batch_size=500)
    put_away(Hold.objects.filter(pairing__in=pairings), now)
    follow = release_from_pairing if goes_on else complete_participation
    follow(participant_ids=_not_paired(pairings))
    settle_all(pairings, by=by)
    upper_floors.announce_change(pairings, upper_floors.ENDED)


def end_all(pairings: Sequence[Pairing], now: dt.datetime) -> None:
    """They end with their cycle at `now` (aware), whatever was asked or answered; whoever closes the cycle tells its
    people. A constant number of queries; the caller holds the locks."""
    for pairing in pairings:
        pairing.state, pairing.ended_at, pairing.outcome_at = State.ENDED, now, None
    Pairing.objects.bulk_update(pairings, ["state", "ended_at", "outcome_at"], batch_size=500)
    put_away(Hold.objects.filter(pairing__in=pairings), now)
    messages.forget_all_questions(pairings)
    release_from_pairing(participant_ids=_not_paired(pairings))
    settle_all(pairings)
    upper_floors.announce_change(pairings, upper_floors.ENDED)


def _not_paired(pairings: Iterable[Pairing]) -> list[uuid.UUID]:
    """The places of these people that no open pairing takes any more: they can be matched again."""
    return places_free_of(
        {participant_id for pairing in pairings for participant_id in (pairing.junior_id, pairing.senior_id)}
    )


def places_free_of(participant_ids: Collection[uuid.UUID]) -> list[uuid.UUID]:
    """Those of these places that no running pairing takes."""
    busy = Pairing.objects.filter(state__in=RUNNING_STATES)
    paired_ids = set(busy.filter(junior__in=participant_ids).values_list("junior", flat=True))
    paired_ids |= set(busy.filter(senior__in=participant_ids).values_list("senior", flat=True))
    return list(set(participant_ids) - paired_ids)
