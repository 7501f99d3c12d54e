"""Closing a cycle in one act: confirmed by one of the team, carried out by the worker with the next batch, so that it
can be taken back until then and all people of a cycle hear of it in one hour."""

import datetime as dt
import logging
import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings import upper_floors
from pairings.certificates import certify
from pairings.closing_plan import Planned, closing_of, planned_of
from pairings.models import CycleClosing, NextWish, PairEnding, Pairing, RotationChoice
from pairings.querysets import OPEN
from pairings.services import messages
from pairings.services.lifecycle import complete_all, end_all
from pairings.services.locking import lock_pairings
from people.clock import end_of_day, local_today
from people.models import User
from programs.models import Cycle, Participant, Side, Todo
from programs.recording import record_act
from programs.reminders import owe_messages
from programs.services import (
    NewTodo,
    close_cycle,
    finish_participation,
    hold_cycles,
    invite_people,
    move_to_closing,
    raise_todos,
)

Outcome, Wish = PairEnding.Outcome, NextWish.Wish
CLOSED_KIND = "cycle_closed"
#: Of the places of one person's cycle the one that is told, the best first.
BEST = (Outcome.CARRIED, Outcome.COMPLETED, Outcome.ENDED)
#: The words of others: of whom a pairing was over before, who was asked to answer, and who goes on some day.
OVER, INVITED, CARRIED_LATER = "over", "invited", "later"
log = logging.getLogger(__name__)


def refuse_unless_closable(cycle: Cycle) -> None:
    """A cycle closes once its pairs have begun, and once."""
    if cycle.state not in (Cycle.State.RUNNING, Cycle.State.CLOSING):
        raise Refused(
            _("This cycle is %(state)s, so there is nothing to close.") % {"state": cycle.get_state_display()}
        )
    if not cycle.program.is_open:
        raise Refused(_("The program is not open, so its cycles stay where they are."))


@transaction.atomic
def set_closing_rule(*, cycle: Cycle, by: User, **rule: Any) -> CycleClosing:
    """Keep the rule by which the pairings end: the fields of CycleClosing. Refused once it is being carried out."""
    closing = _held(cycle)
    if not closing._state.adding and all(getattr(closing, name) == value for name, value in rule.items()):
        return closing
    for name, value in rule.items():
        setattr(closing, name, value)
    closing.save()
    record_act("closing.ruled", cycle.program_id, about=cycle, by=by, least_met=closing.least_met)
    return closing


def _held(cycle: Cycle) -> CycleClosing:
    """The closing as it is now, its cycle held until the end of the transaction."""
    hold_cycles([cycle.pk])
    cycle.refresh_from_db(fields=["state"])
    refuse_unless_closable(cycle)
    closing = closing_of(cycle)
    if not closing.can_be_changed(timezone.now()):
        raise Refused(_("The cycle is being closed just now, so nothing can be changed any more."))
    return closing


@transaction.atomic
def choose_endings(*, cycle: Cycle, pairings: Collection[Pairing], outcome: str, by: User) -> int:
    """By exception: what these pairings come to whatever the rule says; nothing gives them back to the rule. Returns
    how many that changes. Only pairings that `by` oversees may be given."""
    _held(cycle)
    of_these = PairEnding.objects.filter(pairing__in=pairings)
    chosen = dict(of_these.values_list("pairing", "outcome"))
    pairings = [pairing for pairing in pairings if chosen.get(pairing.pk, "") != outcome]
    if not pairings:
        return 0
    if not outcome:
        of_these.delete()
    else:
        PairEnding.objects.bulk_create(
            [PairEnding(pairing=pairing, outcome=outcome, chosen_by=by) for pairing in pairings],
            update_conflicts=True, unique_fields=["pairing"], update_fields=["outcome", "chosen_by"],
        )  # fmt: skip
    record_act("closing.chosen", cycle.program_id, about=cycle, by=by, pairs=len(pairings))
    return len(pairings)


@transaction.atomic
def plan_closing(*, cycle: Cycle, by: User) -> CycleClosing:
    """Close the cycle with the next batch, or the one after an open review has closed. Twice is harmless."""
    closing = _held(cycle)
    if closing.is_planned:
        return closing
    review_until = upper_floors.sessions().review_open_until(cycle)
    closing.due_at, closing.by = hour_of_closing(closing, review_until, timezone.now()), by
    closing.save()
    record_act("closing.planned", cycle.program_id, about=cycle, by=by, pairs=cycle.pairings.open().count())
    return closing


def hour_of_closing(closing: CycleClosing, review_until: dt.date | None, now: dt.datetime) -> dt.datetime:
    """When a cycle that is closed at `now` (aware) would close; a review may be open until `review_until`."""
    waits = review_until if closing.review == CycleClosing.Review.WAIT else None
    return messages.next_batch(max(now, end_of_day(waits)) if waits else now)


@transaction.atomic
def take_back_closing(*, cycle: Cycle, by: User) -> bool:
    """Nothing closes after all, and nobody has heard of it; False when it was not planned."""
    closing = _held(cycle)
    if not closing.is_planned:
        return False
    closing.due_at = None
    closing.save(update_fields=["due_at"])
    record_act("closing.taken_back", cycle.program_id, about=cycle, by=by)
    return True


def carry_out_closings(*, now: dt.datetime | None = None) -> int:
    """Close the cycles whose hour has come; returns how many. Any number of runs is safe."""
    now = now or timezone.now()
    due = CycleClosing.objects.filter(due_at__lte=now, done_at__isnull=True).select_related("cycle__program", "by")
    return sum(_carry_out(closing, now) for closing in due)


def _carry_out(closing: CycleClosing, now: dt.datetime) -> bool:
    """What was answered in a review is computed first; where it cannot be read the cycle waits with it."""
    waits = closing.review == CycleClosing.Review.WAIT
    if waits and upper_floors.sessions().review_open_until(closing.cycle):
        return False
    if not waits and not upper_floors.sessions().close_review(closing.cycle, closing.by):
        log.error("closing_waits_for_review")
        return False
    try:
        return _close(closing, now)
    except Refused as refused:  # the program was archived meanwhile, say
        log.warning("closing_refused", extra={"reason": str(refused)})
        return False


@transaction.atomic
def _close(closing: CycleClosing, now: dt.datetime) -> bool:
    cycle = closing.cycle
    hold_cycles([cycle.pk])
    if not CycleClosing.objects.filter(pk=closing.pk, done_at__isnull=True, due_at__lte=now).update(done_at=now):
        return False
    every = Pairing.objects.filter(cycle=cycle, state__in=OPEN)
    planned = planned_of(closing, every)
    pairings = lock_pairings(every)
    _end(closing, pairings, planned, now)
    Pairing.objects.filter(cycle=cycle, outcome_at__gt=now).update(outcome_at=None)
    RotationChoice.objects.filter(participant__cycle=cycle).delete()
    cycle.refresh_from_db(fields=["state"])
    if cycle.state == Cycle.State.RUNNING:
        move_to_closing(cycle=cycle)
    have_completed = _who_have_completed(cycle)
    _tell(cycle, pairings, planned, have_completed, carried_word=_invite(closing))
    close_cycle(cycle=cycle)
    finish_participation(participant_ids=have_completed)
    return True


def _who_have_completed(cycle: Cycle) -> set[uuid.UUID]:
    """The places of those who have come to the end of a pairing of the cycle, be it one before a change of partners."""
    completed = Pairing.objects.filter(cycle=cycle, state=Pairing.State.COMPLETED)
    return {participant for two in completed.order_by().values_list("junior", "senior") for participant in two}


def _end(
    closing: CycleClosing, pairings: list[Pairing], planned: Mapping[uuid.UUID, Planned], now: dt.datetime
) -> None:
    """Each comes to what is planned, in few queries; what it was is written down."""
    ended = [pairing for pairing in pairings if planned[pairing.pk].outcome == Outcome.ENDED]
    completed = [pairing for pairing in pairings if planned[pairing.pk].outcome != Outcome.ENDED]
    end_all(ended, now)
    complete_all(completed, closing.by, now)
    _certify(closing, completed, {pk: plan.held for pk, plan in planned.items()})
    PairEnding.objects.bulk_create(
        [PairEnding(pairing=pairing, outcome=planned[pairing.pk].outcome) for pairing in pairings],
        update_conflicts=True, unique_fields=["pairing"], update_fields=["outcome"], batch_size=500,
    )  # fmt: skip


def _certify(closing: CycleClosing, completed: list[Pairing], held: dict[uuid.UUID, int]) -> None:
    """With the meetings of the pairs that ended with a rotation, and for their people also where they have no partner
    now."""
    earlier = Pairing.objects.filter(cycle=closing.cycle, state=Pairing.State.COMPLETED, last_on__isnull=False)
    held |= upper_floors.sessions().held_counts(earlier)
    certify([*completed, *earlier], held)


def _tell(
    cycle: Cycle,
    pairings: list[Pairing],
    planned: Mapping[uuid.UUID, Planned],
    have_completed: Collection[uuid.UUID],
    *,
    carried_word: str,
) -> None:
    """One message for each person who had a place, in the same words for both of a pair, unless one of them has
    completed a pairing before a change of partners. A question that nobody has answered counts as none: else whoever
    waits could tell a silence from a no, and a leader that they were proposed."""
    outcomes: dict[uuid.UUID, set[str]] = defaultdict(set)
    for participant in have_completed:
        outcomes[participant].add(Outcome.COMPLETED)
    for pairing in pairings:
        for participant in (pairing.junior_id, pairing.senior_id) if pairing.agreed_at else ():
            outcomes[participant].add(planned[pairing.pk].outcome)
    words = {
        participant: next(outcome for outcome in BEST if outcome in theirs) for participant, theirs in outcomes.items()
    }
    tell_closed(
        cycle, {participant: carried_word if word == Outcome.CARRIED else word for participant, word in words.items()}
    )


def tell_closed(cycle: Cycle, words: Mapping[uuid.UUID, str]) -> None:
    """Tell everybody who has a place that the cycle has closed, each once: `words` says by place what their pairing
    came to just now. Who had a pairing before that is over reads so, and whose day to answer an invitation lies ahead
    reads that it does not any more. Telling twice tells once."""
    before = Pairing.objects.filter(cycle=cycle, agreed_at__isnull=False).order_by().values_list("junior", "senior")
    were_paired = {participant for two in before for participant in two}
    by_word: dict[str, list[tuple[uuid.UUID, uuid.UUID]]] = defaultdict(list)
    for participant, user in _places_of(cycle).order_by().values_list("pk", "user_id"):
        by_word[words.get(participant, OVER if participant in were_paired else "")].append((participant, user))
    invited = cycle.participants.filter(state=Participant.State.INVITED, answer_until__gte=local_today())
    by_word[INVITED] = list(invited.order_by().values_list("pk", "user_id"))
    for word, recipients in by_word.items():
        owe_messages(
            kind=CLOSED_KIND, recipients=recipients, occasion="closed", scope=cycle.program_id, extra={"what": word}
        )


def _invite(closing: CycleClosing) -> str:
    """Those who would like to go on are invited to the next cycle, where they confirm what they answered before; what
    is told to pairs that go on. Where nobody comes in there any more the team is told, who invite by hand."""
    if closing.next_cycle is None or closing.by is None:
        return Outcome.CARRIED
    try:
        with transaction.atomic():
            for side, users in _who_go_on(closing).items():
                invite_people(cycle=closing.next_cycle, side=side, user_ids=users, by=closing.by)
    except Refused as refused:
        log.warning("closing_invites_nobody", extra={"reason": str(refused)})
        raise_todos([_todo_of_nobody_invited(closing, str(refused))])
        return CARRIED_LATER
    return Outcome.CARRIED


def _todo_of_nobody_invited(closing: CycleClosing, reason: str) -> NewTodo:
    cycle = closing.cycle
    people = reverse("participant_list", args=[cycle.program_id])
    return NewTodo(
        program_id=cycle.program_id,
        kind=Todo.Kind.NEXT_CYCLE,
        subject_id=cycle.pk,
        text=_("When %(cycle)s closed, nobody could be invited to %(next)s. %(reason)s")
        % {"cycle": cycle, "next": closing.next_cycle, "reason": reason},
        link=f"{people}?cycle={cycle.pk}",
    )


def _who_go_on(closing: CycleClosing) -> dict[str, list[uuid.UUID]]:
    """The people who would like to go on, by the side they would like to be on; carried pairs are among them."""
    endings = PairEnding.objects.filter(pairing__cycle=closing.cycle, outcome=Outcome.CARRIED).order_by()
    two = endings.values_list("pairing__junior", "pairing__senior")
    carried = {participant for places in two for participant in places}
    by_side: dict[str, list[uuid.UUID]] = defaultdict(list)
    rows = _places_of(closing.cycle).order_by().values_list("pk", "user_id", "side", "next_wish__wish")
    for participant, user, side, wish in rows:
        if participant in carried or wish in (Wish.SAME, Wish.NEW) or (wish is None and closing.invites_silent):
            by_side[side].append(user)
        elif wish == Wish.OTHER:
            by_side[Side.SENIOR if side == Side.JUNIOR else Side.JUNIOR].append(user)
    return by_side


def _places_of(cycle: Cycle) -> QuerySet[Participant]:
    """Those who had answered, and have not left."""
    return cycle.participants.exclude(state__in=[Participant.State.INVITED, *Participant.GONE])
