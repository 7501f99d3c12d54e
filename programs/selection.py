"""Which program and which cycle a page is about."""

import uuid
from collections.abc import Sequence

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.access import PersonRequest
from people.models import User
from programs.models import Cycle, Program


def managed_program(request: PersonRequest, program_id: uuid.UUID) -> Program:
    """The program, if the person who asks sets it up and runs it; 404 otherwise."""
    programs = Program.objects.managed_by(request.user).prefetch_related("cycles")
    return get_object_or_404(programs, pk=program_id)


def chosen_cycle(request: PersonRequest, program: Program) -> Cycle | None:
    """The cycle of `?cycle=`, else the newest that is not closed, else the newest; None while there is none."""
    cycles = list(program.cycles.all())
    cycle_id = request.GET.get("cycle") or request.POST.get("cycle")
    for cycle in cycles:
        cycle.program = program
    return next((cycle for cycle in cycles if str(cycle.pk) == cycle_id), None) or current_cycle(cycles)


def current_cycle(cycles: Sequence[Cycle]) -> Cycle | None:
    """Of a program's cycles, the newest first, the one that matters now: the first that is not closed, else the
    first of all."""
    return next((cycle for cycle in cycles if not cycle.is_closed), cycles[0] if cycles else None)


def cycle_or_refuse(request: PersonRequest, program: Program) -> Cycle:
    """The chosen cycle. Raises Refused where the program has none yet."""
    cycle = chosen_cycle(request, program)
    if cycle is None:
        raise Refused(_("This program has no cycle yet. Set its dates first."))
    return cycle


SHOWN = 12


def search_people(words: str) -> QuerySet[User]:
    """Active people, the first few; nobody while nothing was typed."""
    if not words.strip():
        return User.objects.none()
    return User.objects.active().search(words).select_related("department")[:SHOWN]
