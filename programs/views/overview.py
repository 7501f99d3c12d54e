"""The list of programs and one program at a glance."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.lists import as_file, chip, page_of, wants_download
from people.access import HARMLESS, PersonRequest, action, page
from programs import tabs, upper_floors
from programs.closeness import TeamScope
from programs.files import todo_lines
from programs.models import Participant, Program, Todo
from programs.recording import record_act
from programs.rules import creates_programs, manages_programs, sees_programs
from programs.selection import chosen_cycle
from programs.services import complete_todo
from programs.views.cycles import moves_of

PER_PAGE = 20


@page(sees_programs)
def program_list(request: PersonRequest) -> HttpResponse:
    """All programs for HR, one's own for everyone else; numbers of those that one runs."""
    state = request.GET.get("state", "")
    programs = Program.objects.visible_to(request.user).for_list(TeamScope(request.user).others)
    if state in Program.State.values:
        programs = programs.filter(state=state)
    page = page_of(request.GET, programs, PER_PAGE)
    run = [program for program in page.object_list if program.is_run_by(request.user)]
    numbers = upper_floors.figures_for(run, request.user)
    rows = [{"program": program, "figures": numbers.get(program.pk)} for program in page.object_list]
    context = {
        "page": page,
        "rows": rows,
        "wanted": state,
        "chips": [chip(request.GET, "state", value, label) for value, label in Program.State.choices],
        "may_create": creates_programs(request.user),
        "manages": manages_programs(request.user),
    }
    return render(request, "programs/program_list.html", context)


@page(sees_programs)
def program_detail(request: PersonRequest, program_id: uuid.UUID) -> HttpResponseBase:
    """Where a program stands and what is missing, for those who run it; what it is about, for others. What is
    to be looked at also as a file."""
    program = get_object_or_404(Program.objects.visible_to(request.user).for_overview(), pk=program_id)
    cycle = chosen_cycle(request, program)
    if not program.is_run_by(request.user):
        own_participant = (
            Participant.objects.filter(user=request.user, cycle__program=program).select_related("cycle").first()
        )
        return render(
            request, "programs/program_about.html", {"program": program, "cycle": cycle, "mine": own_participant}
        )
    todos = Todo.objects.open().visible_to(request.user).filter(program=program)
    if wants_download(request):
        record_act("todos.downloaded", program)
        return as_file(request, _("To look at"), todo_lines(todos), program.name)
    context = {
        "program": program,
        "tab": "overview",
        "cycle": cycle,
        "steps": [(tab, tab.status(program, cycle, request.user)) for tab in tabs.all_tabs() if tab.code != "overview"],
        "moves": moves_of(cycle) if cycle else [],
        "may_create": creates_programs(request.user),
        "todos": todos[:20],
    }
    return render(request, "programs/program_detail.html", context)


@action(manages_programs, post=HARMLESS)
def todo_done(request: PersonRequest, todo_id: uuid.UUID) -> HttpResponse:
    """Take a matter off the list."""
    todo = get_object_or_404(Todo.objects.visible_to(request.user), pk=todo_id)
    if complete_todo(todo=todo, by=request.user):
        messages.success(request, _("Done: %(matter)s.") % {"matter": todo.get_kind_display()})
    return HttpResponseRedirect(reverse("program_detail", args=[todo.program_id]))
