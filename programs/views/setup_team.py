"""Who stands behind a program and who runs it: search, pick, remove; works without JavaScript."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.posts import checked_id
from people.access import HARMLESS, PersonRequest, action, page
from people.models import User
from programs.models import Program
from programs.rules import manages_programs
from programs.selection import managed_program, search_people
from programs.services import add_coordinator, remove_coordinator, set_person_of_trust, set_sponsor
from programs.setup_tasks import PEOPLE


@page(manages_programs)
def setup_people(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The sponsor, the coordinators, and people found by the search."""
    program = get_object_or_404(Program.objects.managed_by(request.user).for_setup(), pk=program_id)
    words = request.GET.get("q", "").strip()
    context = {
        "program": program,
        "tab": "setup",
        "topic": PEOPLE,
        "words": words,
        "candidates": search_people(words),
        "in_charge": {coordinator.user_id for coordinator in program.coordinators.all()},
    }
    return render(request, "programs/setup_people.html", context)


def back(program: Program) -> HttpResponse:
    return HttpResponseRedirect(reverse("setup_people", args=[program.pk]))


def back_waiting(request: PersonRequest, program: Program) -> HttpResponse:
    """Say that nothing has changed yet, and why."""
    messages.info(
        request,
        _(
            "This waits for a second person. Two HR admins decide together who reads what pairs confide, if one of "
            "them is close to a pair or the person named is new in the roster. All HR admins are told."
        ),
    )
    return back(program)


def picked(request: PersonRequest) -> User:
    """The person whose button was pressed; 404 for anything that is no person of the roster."""
    return get_object_or_404(User, pk=checked_id(request.POST.get("person", "")))


@action(manages_programs, post=HARMLESS)
def sponsor_set(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Make the picked person the sponsor, or leave the program without one."""
    program = managed_program(request, program_id)
    user = picked(request) if request.POST.get("person") else None
    set_sponsor(program=program, user=user)
    sentence = _("%(name)s is the sponsor now.") % {"name": user} if user else _("The program has no sponsor now.")
    messages.success(request, sentence)
    return back(program)


@action(manages_programs, post=HARMLESS)
def person_of_trust_set(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Name whom the two of a pair may turn to outside HR, or leave the program without one."""
    program = managed_program(request, program_id)
    user = picked(request) if request.POST.get("person") else None
    if set_person_of_trust(program=program, user=user, by=request.user):
        return back_waiting(request, program)
    sentence = (
        _("%(name)s is the person of trust now.") % {"name": user} if user else _("There is no person of trust now.")
    )
    messages.success(request, sentence)
    return back(program)


@action(manages_programs, post=HARMLESS)
def coordinator_add(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Let the picked person run the program too."""
    program, user = managed_program(request, program_id), picked(request)
    if add_coordinator(program=program, user=user, by=request.user):
        return back_waiting(request, program)
    messages.success(request, _("%(name)s runs the program now.") % {"name": user})
    return back(program)


@action(manages_programs, post=HARMLESS)
def coordinator_remove(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Hand over: whoever removes themselves ends up on the list of programs."""
    program, user = managed_program(request, program_id), picked(request)
    try:
        held_act = remove_coordinator(program=program, user=user, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
        return back(program)
    if held_act:
        return back_waiting(request, program)
    messages.success(request, _("%(name)s no longer runs the program.") % {"name": user})
    is_still_manager = Program.objects.managed_by(request.user).filter(pk=program.pk).exists()
    return back(program) if is_still_manager else HttpResponseRedirect("/")
