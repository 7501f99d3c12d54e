"""Handing a program over: choose a person, check, done."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from pairings.models import Pairing
from pairings.rules import matches
from pairings.services.handover import hand_over_program
from people.access import ONCE, PersonRequest, page
from people.models import User
from programs.models import Program
from programs.selection import found_people, managed_program


@page(matches, post=ONCE)
def program_hand_over(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """A search; with `?to=` a page that says what changes; a post hands over."""
    program = managed_program(request, program_id)
    leaver = _leaver(request, program)
    to = _person(request.GET.get("to", ""))
    if to is None or to == leaver:
        return _choose(request, program, leaver)
    if request.method == "POST":
        hand_over_program(program=program, leaver=leaver, to=to, by=request.user)
        messages.success(request, _("%(name)s runs the program from now on.") % {"name": to.name})
        is_still_open = Program.objects.managed_by(request.user).filter(pk=program.pk).exists()
        return redirect("program_detail", program_id) if is_still_open else redirect("/")
    near = Pairing.objects.open().filter(cycle__program=program).parties_near(to).count()
    context = {"program": program, "tab": "overview", "leaver": leaver, "to": to, "near": near}
    return render(request, "pairings/hand_over_check.html", context)


def _choose(request: PersonRequest, program: Program, leaver: User) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    found = [person for person in found_people(words) if person != leaver]
    context = {"program": program, "tab": "overview", "leaver": leaver, "words": words, "found": found}
    context["others"] = User.objects.filter(coordinated__program=program).exclude(pk=leaver.pk)
    return render(request, "pairings/hand_over.html", context)


def _leaver(request: PersonRequest, program: Program) -> User:
    """Oneself when one runs the program; for HR the coordinator of `?from=`, else the first one."""
    coordinators = User.objects.filter(coordinated__program=program).order_by("coordinated__created_at")
    wanted = _person(request.GET.get("from", ""))
    mine = coordinators.filter(pk=(wanted or request.user).pk).first()
    return mine or get_object_or_404(coordinators[:1])


def _person(text: str) -> User | None:
    try:
        return User.objects.active().filter(pk=uuid.UUID(text)).first()
    except ValueError:
        return None
