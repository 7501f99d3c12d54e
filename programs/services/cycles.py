"""Verbs that move a cycle on, and one step back while nothing depends on it."""

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.clock import local_today
from programs import upper_floors
from programs.models import Cycle, Participant, Program
from programs.recording import record_act
from programs.reminders import WAITING, owe_messages
from programs.services.locking import hold_cycles
from programs.upper_floors import pairings

State = Cycle.State


@transaction.atomic
def move_cycle(*, cycle: Cycle, to: str) -> bool:
    """One state on or back, as the verbs below name it; False when the cycle is there already."""
    hold_cycles([cycle.pk])
    [current] = Cycle.objects.select_related("program").filter(pk=cycle.pk)
    if current.state == to:
        return False
    if to not in (current.next_state, current.previous_state):
        raise Refused(
            _("The cycle is %(state)s, so this step is not possible now.") % {"state": current.get_state_display()}
        )
    if not current.program.is_open:
        raise Refused(_("The program is not open, so its cycles stay where they are."))
    if obstacle := pairings().obstacle(current, to):
        raise Refused(str(obstacle))
    cycle.state = to
    if not Cycle.objects.filter(pk=cycle.pk, state=current.state).update(state=to):
        return False
    record_act("cycle.moved", cycle.program_id, about=cycle, to=to, before=current.state)
    upper_floors.follow_cycle_change(cycle, to)
    return True


@transaction.atomic
def close_enrolment(*, cycle: Cycle) -> bool:
    """Nobody new comes in by the link; whose invitation names a later day may still answer. An enrolling cycle goes on
    to matching."""
    moved = cycle.state == State.ENROLLING and move_cycle(cycle=cycle, to=State.MATCHING)
    return _open_link(cycle, is_open=False) or moved


@transaction.atomic
def open_enrolment(*, cycle: Cycle) -> bool:
    """The link lets people in again, until the day on which enrolment closes; the cycle stays where it is."""
    if not cycle.takes_in_people:
        raise Refused(_("This cycle is ending, so nobody new comes in. Invite people to the next one."))
    return _open_link(cycle, is_open=True)


def _open_link(cycle: Cycle, *, is_open: bool) -> bool:
    row = Cycle.objects.filter(pk=cycle.pk, enrolment_closed_at__isnull=not is_open)
    cycle.enrolment_closed_at = None if is_open else timezone.now()
    changed = bool(row.update(enrolment_closed_at=cycle.enrolment_closed_at))
    if changed:
        record_act("enrolment.opened" if is_open else "enrolment.closed", cycle.program_id, about=cycle)
    return changed


@transaction.atomic
def start_cycle(*, cycle: Cycle) -> bool:
    """On to running: pairings have been published. Enrolment stays as open as it was."""
    if cycle.state == State.ENROLLING:
        move_cycle(cycle=cycle, to=State.MATCHING)
    return move_cycle(cycle=cycle, to=State.RUNNING)


@transaction.atomic
def begin_closing(*, cycle: Cycle) -> bool:
    """From running to closing: pairs plan their last meeting, and who waits for a partner, or was to answer an
    invitation, reads that nobody new is matched."""
    moved = move_to_closing(cycle=cycle)
    if moved:
        invited = Q(state=Participant.State.INVITED, answer_until__gte=local_today())
        waiting = cycle.participants.filter(Q(state__in=WAITING) | invited).order_by().values_list("pk", "user_id")
        owe_messages(
            kind="place_news", recipients=waiting, occasion="ending", scope=cycle.program_id, extra={"what": "ending"}
        )
    return moved


def move_to_closing(*, cycle: Cycle) -> bool:
    """The step alone, for whoever tells the people otherwise."""
    return move_cycle(cycle=cycle, to=State.CLOSING)


@transaction.atomic
def close_cycle(*, cycle: Cycle) -> bool:
    """From closing to closed; who was in a pairing has completed the cycle. Until when they read their pages is settled
    here: what they are told holds, whatever the program decides for later cycles."""
    moved = move_cycle(cycle=cycle, to=State.CLOSED)
    if moved:
        cycle.alumni_until = cycle.alumni_until_if_closed(local_today())
        Cycle.objects.filter(pk=cycle.pk).update(alumni_until=cycle.alumni_until)
    cycle.participants.filter(state=Participant.State.ACTIVE).update(state=Participant.State.COMPLETED)
    return moved


def step_back(*, cycle: Cycle) -> bool:
    """One state back, to enrolling with an open link. A closed cycle stays closed: its people have been told."""
    if cycle.is_closed or not cycle.previous_state:
        raise Refused(_("This cycle cannot go back a step."))
    moved = move_cycle(cycle=cycle, to=cycle.previous_state)
    if cycle.state == State.ENROLLING:
        _open_link(cycle, is_open=True)
    return moved


def create_cycle(*, program: Program, name: str, enrol_until: dt.date | None, starts_on: dt.date | None,
                 ends_on: dt.date | None, match_on: dt.date | None = None, rotates_on: dt.date | None = None,
                 rotation_keeps: int = 0) -> Cycle:  # fmt: skip
    """The next cycle of a program; refused while another one of it is enrolling or matching."""
    if not program.is_open:
        raise Refused(_("Open the program first; its first cycle is there already."))
    if program.cycles.filter(state__in=[State.ENROLLING, State.MATCHING]).exists():
        raise Refused(_("Another cycle is still enrolling or matching. Start that one first."))
    cycle = Cycle.objects.create(
        program=program, name=name, enrol_until=enrol_until, match_on=match_on, starts_on=starts_on, ends_on=ends_on,
        rotates_on=rotates_on, rotation_keeps=rotation_keeps,
    )  # fmt: skip
    record_act("cycle.created", program, about=cycle)
    return cycle
