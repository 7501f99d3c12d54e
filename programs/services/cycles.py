"""Verbs that move a cycle on, and one step back while nothing depends on it."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from frame.errors import Refused
from programs import upper_floors
from programs.models import Cycle, Participant, Program
from programs.recording import record_act
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


def close_enrolment(*, cycle: Cycle) -> bool:
    """From enrolling to matching: nobody new comes in by the link."""
    return move_cycle(cycle=cycle, to=State.MATCHING)


def start_cycle(*, cycle: Cycle) -> bool:
    """From matching to running: pairings have been published."""
    return move_cycle(cycle=cycle, to=State.RUNNING)


def begin_closing(*, cycle: Cycle) -> bool:
    """From running to closing: pairs plan their last meeting."""
    return move_cycle(cycle=cycle, to=State.CLOSING)


@transaction.atomic
def close_cycle(*, cycle: Cycle) -> bool:
    """From closing to closed; who was in a pairing has completed the cycle."""
    moved = move_cycle(cycle=cycle, to=State.CLOSED)
    cycle.participants.filter(state=Participant.State.ACTIVE).update(state=Participant.State.COMPLETED)
    return moved


def step_back(*, cycle: Cycle) -> bool:
    """One state back. A closed cycle stays closed: its people have been told."""
    if cycle.is_closed or not cycle.previous_state:
        raise Refused(_("This cycle cannot go back a step."))
    return move_cycle(cycle=cycle, to=cycle.previous_state)


def create_cycle(*, program: Program, name: str, enrol_until: dt.date | None, starts_on: dt.date | None,
                 ends_on: dt.date | None) -> Cycle:  # fmt: skip
    """The next cycle of a program; refused while another one of it is enrolling or matching."""
    if not program.is_open:
        raise Refused(_("Open the program first; its first cycle is there already."))
    if program.cycles.filter(state__in=[State.ENROLLING, State.MATCHING]).exists():
        raise Refused(_("Another cycle is still enrolling or matching. Start that one first."))
    cycle = Cycle.objects.create(
        program=program, name=name, enrol_until=enrol_until, starts_on=starts_on, ends_on=ends_on
    )
    record_act("cycle.created", program, about=cycle)
    return cycle
