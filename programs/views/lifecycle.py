"""A program as a whole: create, copy, check and open, archive."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.posts import posted
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from programs import setup_tasks
from programs.catalogue import TEMPLATES
from programs.forms.setup import ProgramCopyForm, ProgramCreateForm
from programs.models import Program
from programs.rules import creates_programs, manages_programs
from programs.selection import managed_program
from programs.services import archive_program, copy_program, create_program, open_program, refuse_going_on
from programs.setup_tasks import url_of


@page(creates_programs, post=ONCE)
def program_create(request: PersonRequest) -> HttpResponse:
    """From a template to a draft in one step."""
    form = ProgramCreateForm(*posted(request), initial={"template": request.GET.get("template", "")})
    if request.method == "POST" and form.is_valid():
        template = TEMPLATES[form.cleaned_data["template"]]
        program = create_program(name=form.cleaned_data["name"], template=template, by=request.user)
        messages.success(request, _("The draft is there. Go through its parts in any order; everything is saved."))
        return HttpResponseRedirect(reverse("program_setup", args=[program.pk]))
    context = {"form": form, "templates": TEMPLATES.values()}
    return render(request, "programs/program_create.html", context, status=422 if form.errors else 200)


@page(creates_programs, post=ONCE)
def program_copy(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """A draft with the same set-up, topics and questions."""
    program = managed_program(request, program_id)
    form = ProgramCopyForm(*posted(request), initial={"name": _("%(name)s, copy") % {"name": program.name}})
    if request.method == "POST" and form.is_valid():
        copy = copy_program(program=program, name=form.cleaned_data["name"], by=request.user)
        messages.success(request, _("The copy is there, without people and dates."))
        return HttpResponseRedirect(reverse("program_setup", args=[copy.pk]))
    context = {"program": program, "tab": "overview", "form": form}
    return render(request, "programs/program_copy.html", context, status=422 if form.errors else 200)


@page(manages_programs)
def setup_check(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """All answers on one page, with what is missing, before enrolment opens."""
    program = get_object_or_404(Program.objects.managed_by(request.user).for_setup(), pk=program_id)
    sections = [
        {
            "topic": topic,
            "url": f"{url_of(topic, program)}?from=check",
            "answers": topic.summary(program),
            "missing": "" if topic.is_complete(program) else topic.missing(program),
        }
        for topic in setup_tasks.all_topics()
    ]
    context = {
        "program": program,
        "tab": "setup",
        "sections": sections,
        "missing": [section for section in sections if section["missing"]],
    }
    return render(request, "programs/setup_check.html", context)


@action(manages_programs, post=HARMLESS)
def program_open(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Open enrolment."""
    program = managed_program(request, program_id)
    try:
        opened = open_program(program=program)
    except Refused as refused:
        messages.warning(request, str(refused))
        return HttpResponseRedirect(reverse("setup_check", args=[program.pk]))
    if opened:
        messages.success(request, _("Enrolment is open. Invite people, or share the enrolment link."))
    return HttpResponseRedirect(reverse("participant_list", args=[program.pk]))


@page(manages_programs, post=HARMLESS)
def program_archive(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Put a program away: it stays readable, and nothing in it can be changed."""
    program = managed_program(request, program_id)
    overview = reverse("program_detail", args=[program.pk])
    try:
        refuse_going_on(program)
        if request.method == "POST":
            archive_program(program=program)
    except Refused as refused:
        messages.warning(request, str(refused))
        return HttpResponseRedirect(overview)
    if request.method == "POST":
        messages.success(request, _("The program is archived."))
        return HttpResponseRedirect(reverse("program_list"))
    context = {
        "title": _("Archive %(name)s?") % {"name": program},
        "text": _(
            "Nobody can enrol any more, and nothing in it can be changed. Everything stays readable for those who may "
            "read it now. You can copy it to run it again."
        ),
        "action_label": _("Archive the program"),
        "back_url": overview,
    }
    return render(request, "check.html", context)
