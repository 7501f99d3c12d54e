"""Moving a cycle on and back, and starting the next one."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Refused
from frame.posts import posted
from people.access import HARMLESS, ONCE, PersonRequest, page
from programs.forms.setup import DatesForm
from programs.models import Cycle
from programs.rules import manages_programs
from programs.selection import managed_program
from programs.services import (
    begin_closing,
    close_cycle,
    close_enrolment,
    create_cycle,
    open_enrolment,
    start_cycle,
    step_back,
)
from programs.upper_floors import pairings


@dataclass(frozen=True)
class Move:
    """A step of a cycle: its button, what follows from it, and the verb."""

    label: str | Promise
    text: str | Promise
    act: Callable[..., bool]
    said: str | Promise = ""


MOVES = {
    "close-enrolment": Move(
        gettext_lazy("Close enrolment"),
        gettext_lazy(
            "Nobody can come in by the link any more. Whose invitation names a later day may still answer until then, "
            "and those who have answered can correct it until they have a partner. You can invite single people at any "
            "time, and open enrolment again."
        ),
        close_enrolment,
        gettext_lazy("Enrolment is closed."),
    ),
    "open-enrolment": Move(
        gettext_lazy("Open enrolment again"),
        gettext_lazy("Whoever has the link can enrol, until the day on which enrolment closes. Nobody gets a message."),
        open_enrolment,
        gettext_lazy("Enrolment is open."),
    ),
    "start": Move(
        gettext_lazy("Start the cycle"),
        gettext_lazy(
            "Pairs prepare and meet. Usually the cycle starts by itself when you publish the first pairings. You can "
            "go back as long as nobody has been asked for a pairing."
        ),
        start_cycle,
    ),
    "begin-closing": Move(
        gettext_lazy("Begin closing"),
        gettext_lazy(
            "Pairs are asked to plan their last meeting and to look back. No new pairings are made. You can go back as "
            "long as the cycle is not closed."
        ),
        begin_closing,
    ),
    "close": Move(
        gettext_lazy("Close the cycle"),
        gettext_lazy("Everybody who is in a pairing has completed the cycle. This cannot be taken back."),
        close_cycle,
    ),
    "back": Move(
        gettext_lazy("Go back a step"),
        gettext_lazy("The cycle returns to the state before. Nobody gets a message about it."),
        step_back,
    ),
}
NEXT = {"enrolling": "close-enrolment", "matching": "start", "running": "begin-closing", "closing": "close"}


def moves_of(cycle: Cycle) -> list[tuple[str, Move]]:
    """The steps that make sense now: on, the link opened or closed, and back."""
    codes = [NEXT[cycle.state]] if cycle.state in NEXT else []
    if cycle.accepts_enrolment(timezone.localdate()) and "close-enrolment" not in codes:
        codes.append("close-enrolment")
    if cycle.takes_in_people and cycle.enrolment_closed_at and cycle.state != Cycle.State.MATCHING:
        codes.append("open-enrolment")
    if is_way_back(cycle):
        codes.append("back")
    return [(code, move_of(cycle, code)) for code in codes]


def is_way_back(cycle: Cycle) -> bool:
    """Whether the cycle can go back a step now: a closed one stays, and so does one that people depend on."""
    to = cycle.previous_state
    return bool(to) and not cycle.is_closed and not pairings().obstacle(cycle, to)


def move_of(cycle: Cycle, code: str) -> Move:
    """A step with its words; going back names where to."""
    if code != "back" or not cycle.previous_state:
        return MOVES[code]
    before = Cycle.State(cycle.previous_state).label
    return replace(MOVES[code], label=_("Go back to “%(state)s”") % {"state": before})


@page(manages_programs, post=HARMLESS)
def cycle_move(request: PersonRequest, program_id: uuid.UUID, cycle_id: uuid.UUID, move: str) -> HttpResponse:
    """Ask, then move the cycle; a second post finds it moved and says nothing new."""
    program = managed_program(request, program_id)
    cycle = get_object_or_404(program.cycles.select_related("program"), pk=cycle_id)
    if move not in MOVES:
        raise Http404
    overview = f"{reverse('program_detail', args=[program.pk])}?cycle={cycle.pk}"
    if request.method == "POST":
        if request.POST.get("state", cycle.state) == cycle.state:
            try:
                MOVES[move].act(cycle=cycle)
            except Refused as refused:
                messages.warning(request, str(refused))
                return HttpResponseRedirect(overview)
        cycle.refresh_from_db()
        said_ = MOVES[move].said or _("The cycle is %(state)s now.") % {"state": cycle.get_state_display()}
        messages.success(request, str(said_))
        return HttpResponseRedirect(overview)
    chosen = move_of(cycle, move)
    context = {
        "title": f"{chosen.label}?",
        "text": chosen.text,
        "facts": [(_("Cycle"), cycle.name), (_("State"), capfirst(cycle.get_state_display()))],
        "action_label": chosen.label,
        "back_url": overview,
        "cycle": cycle,
    }
    return render(request, "programs/cycle_move.html", context)


@page(manages_programs, post=ONCE)
def cycle_create(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The next cycle: the same program, new dates and people."""
    program = managed_program(request, program_id)
    form = DatesForm(*posted(request), instance=Cycle(program=program))
    if request.method == "POST" and form.is_valid():
        try:
            cycle = create_cycle(program=program, **form.values)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The cycle is there and enrolment is open. Invite people."))
            return HttpResponseRedirect(f"{reverse('participant_list', args=[program.pk])}?cycle={cycle.pk}")
    context = {"program": program, "tab": "overview", "form": form}
    return render(request, "programs/cycle_create.html", context, status=422 if form.errors else 200)
