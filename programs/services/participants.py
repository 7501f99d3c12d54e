"""Verbs about a person's place in a cycle: given up, handed on, paused, completed. Each is one conditional UPDATE, so
a second click changes nothing."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.posts import save_values
from notifications.models import Delivery
from people.closeness import close_to
from people.models import ConflictOfInterest, User
from programs.models import Coordinator, Cycle, Participant, Todo
from programs.recording import record_act
from programs.services.decisions import refuse_closed, tell_decision
from programs.services.locking import hold_cycles
from programs.services.todos import NewTodo, raise_todos
from programs.upper_floors import pairings

State = Participant.State


@transaction.atomic
def withdraw_participant(*, participant: Participant, by: User | None, note: str = "") -> bool:
    """Give up the place; what hangs on it (a pairing) ends in the same transaction. False when it was given up.

    `by` is the person themselves, somebody of the program team, or None when the system does it.
    """
    hold_cycles([participant.cycle_id])
    refuse_closed(participant.cycle)
    changed_count = Participant.objects.filter(pk=participant.pk, state__in=Participant.LEAVABLE).update(
        state=State.WITHDRAWN,
        decided_by=by,
        decided_at=timezone.now(),
        team_note=note or F("team_note"),
        version=F("version") + 1,
    )
    if changed_count:
        if by and by.pk != participant.user_id:
            tell_decision(cycle=participant.cycle, recipients=_who_knows(participant), state=State.WITHDRAWN)
            record_act(
                "participant.withdrawn", participant.cycle.program_id, about=participant, person=participant.user, by=by
            )
        elif by and participant.state == State.APPROVED:
            raise_todos([todo_of_place_given_back(participant)])
        pairings().end_of_place(participant, by)
    return bool(changed_count)


def _who_knows(participant: Participant) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The person, if they know of their place: they have answered, or their invitation has left or leaves now. One that
    has not left by then does not leave any more."""
    invited = Delivery.objects.filter(kind="invitation", subject_id=participant.pk, state__in=["sending", "sent"])
    knows = participant.applied_at is not None or invited.exists()
    return [(participant.pk, participant.user_id)] if knows else []


@transaction.atomic
def replace_participant(*, participant: Participant, user: User, by: User, note: str = "",
                        answer_until: dt.date | None = None) -> Participant:  # fmt: skip
    """Withdraw one and invite another on the same side of the same cycle. Twice is once."""
    from programs.services.invitations import invite_people

    if not user.is_active:
        raise Refused(_("%(name)s is no longer active and cannot be invited.") % {"name": user})
    successor = participant.replaced_by
    if successor and successor.user_id == user.pk and participant.is_gone:
        return successor
    if participant.cycle.participants.filter(user=user).exclude(state__in=Participant.GONE).exists():
        raise Refused(_("%(name)s has a place in this cycle already. Pick somebody else.") % {"name": user})
    _refuse_near_partner(participant, user)
    withdraw_participant(participant=participant, by=by, note=note)
    invite_people(
        cycle=participant.cycle, side=participant.side, user_ids=[user.pk], by=by, again=True, answer_until=answer_until
    )
    successor = participant.cycle.participants.get(user=user)
    Participant.objects.filter(pk=participant.pk).update(replaced_by=successor)
    pairings().hand_over_place(participant, successor)
    return successor


def _refuse_near_partner(participant: Participant, user: User) -> None:
    """Who takes over is asked with the partner who stays; two who are close, or whom HR keeps apart, cannot be a pair.
    What people keep to themselves is looked at only when they are asked, by the rules of the match."""
    partners = {partner.pk: partner for partner in pairings().partners_of_place(participant)}
    conflicts = ConflictOfInterest.objects.of_hr_about(user).values_list("person_id", "other_id") if partners else ()
    near = (close_to(user, partners) | {pk for two in conflicts for pk in two}) & partners.keys() if partners else set()
    for pk in near:
        raise Refused(
            _(
                "%(name)s and %(partner)s are close, or HR keeps them apart: one manages or assists the other, they "
                "have been a pair, or a conflict of interest is noted. Pick somebody else; or withdraw %(old)s, and "
                "both %(name)s and %(partner)s can be matched with others."
            )
            % {"name": user, "partner": partners[pk], "old": participant.user}
        )


@transaction.atomic
def correct_participant(*, participant: Participant, values: Mapping[str, Any], seen: str) -> None:
    """What the program team may correct: number of partners, whether they are matched now, a note.

    Raises Conflict when somebody else has corrected them since the page with the digest `seen` was opened.
    """
    refuse_closed(participant.cycle)
    if save_values(instance=participant, values=values, seen=seen):
        Participant.objects.filter(pk=participant.pk).update(version=F("version") + 1)
        program_id, fields = participant.cycle.program_id, ", ".join(values)
        record_act("participant.changed", program_id, about=participant, person=participant.user, fields=fields)


def leave_out_of_matches(*, participants: Iterable[Participant]) -> None:
    """They are not matched again until the program team takes that back; pairs they have stay. Needs their cycles and
    people."""
    for participant in participants:
        changed = Participant.objects.filter(pk=participant.pk, is_paused=False)
        if changed.update(is_paused=True, version=F("version") + 1):
            program_id = participant.cycle.program_id
            record_act(
                "participant.changed", program_id, about=participant, person=participant.user, fields="is_paused"
            )


def leave_unmatched(*, participant_ids: Iterable[uuid.UUID]) -> int:
    """They are not matched again, by their own wish, of which the audit log says nothing."""
    rows = Participant.objects.filter(pk__in=list(participant_ids), is_paused=False)
    return rows.update(is_paused=True, version=F("version") + 1)


def mark_active(*, participant_ids: Iterable[uuid.UUID]) -> int:
    """They are in a pairing now."""
    start = [State.APPROVED, State.WAITLISTED]
    return Participant.objects.filter(pk__in=list(participant_ids), state__in=start).update(
        state=State.ACTIVE, version=F("version") + 1
    )


def release_from_pairing(*, participant_ids: Iterable[uuid.UUID]) -> int:
    """Their last pairing ended before its time: they may be matched again."""
    return Participant.objects.filter(pk__in=list(participant_ids), state=State.ACTIVE).update(
        state=State.APPROVED, version=F("version") + 1
    )


def complete_participation(*, participant_ids: Iterable[uuid.UUID]) -> int:
    """Their pairing came to its planned end."""
    return Participant.objects.filter(pk__in=list(participant_ids), state=State.ACTIVE).update(
        state=State.COMPLETED, version=F("version") + 1
    )


def finish_participation(*, participant_ids: Iterable[uuid.UUID]) -> int:
    """They stop here of their own accord, with what they have done completed."""
    start = [State.APPROVED, State.ACTIVE]
    return Participant.objects.filter(pk__in=list(participant_ids), state__in=start).update(
        state=State.COMPLETED, version=F("version") + 1
    )


def set_not_matched(*, participant_ids: Iterable[uuid.UUID], is_paused: bool) -> int:
    """Whether the next matches leave them out."""
    rows = Participant.objects.filter(pk__in=list(participant_ids), is_paused=not is_paused)
    return rows.update(is_paused=is_paused, version=F("version") + 1)


@transaction.atomic
def people_have_left(user_ids: Collection[uuid.UUID]) -> None:
    """Withdraw their places in cycles that are not closed and raise a todo for each; likewise for who ran a program."""
    leavers = list(user_ids)
    leavable = Participant.objects.filter(user__in=leavers, state__in=Participant.LEAVABLE)
    participants = list(leavable.exclude(cycle__state=Cycle.State.CLOSED).select_related("user", "cycle__program"))
    hold_cycles(participant.cycle_id for participant in participants)
    for participant in participants:
        withdraw_participant(participant=participant, by=None)
    in_charge = Coordinator.objects.filter(user__in=leavers).select_related("user", "program")
    raise_todos(
        [
            *(todo_of_free_place(participant) for participant in participants),
            *(todo_of_missing_coordinator(coordinator) for coordinator in in_charge),
        ]
    )
    # Whoever comes back has lost the lines that made them close, and must not find the program waiting.
    Coordinator.objects.filter(user__in=leavers).delete()


def todo_of_free_place(participant: Participant) -> NewTodo:
    """The place is free: who comes in?"""
    program_id = participant.cycle.program_id
    return NewTodo(
        program_id=program_id,
        kind=Todo.Kind.LEAVER,
        subject_id=participant.pk,
        text=_("%(name)s has left and was withdrawn from %(cycle)s. See whether somebody should take the place.")
        % {"name": participant.user, "cycle": participant.cycle},
        link=reverse("participant_detail", args=[program_id, participant.pk]),
        concerns=[participant.user_id],
    )


def todo_of_place_given_back(participant: Participant) -> NewTodo:
    """Somebody with a place has withdrawn by their own choice: does anybody wait for it?"""
    cycle = participant.cycle
    people = reverse("participant_list", args=[cycle.program_id])
    return NewTodo(
        program_id=cycle.program_id,
        kind=Todo.Kind.FREE_PLACE,
        subject_id=participant.pk,
        text=_(
            "%(name)s has given back the place in %(cycle)s. See whether somebody on the waiting list should take it."
        )
        % {"name": participant.user, "cycle": cycle},
        link=f"{people}?cycle={cycle.pk}&side={participant.side}&state=waitlisted",
        concerns=[participant.user_id],
    )


def todo_of_missing_coordinator(coordinator: Coordinator) -> NewTodo:
    """The program has one coordinator less: who takes over?"""
    return NewTodo(
        program_id=coordinator.program_id,
        kind=Todo.Kind.LEAVER,
        subject_id=coordinator.pk,
        text=_("%(name)s ran this program and has left. See whether somebody should take over.")
        % {"name": coordinator.user},
        link=reverse("setup_people", args=[coordinator.program_id]),
    )
