"""The set-up: its task list, and the pages that are one form each."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.db import models
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused, conflict_response
from frame.posts import VersionedForm
from people.access import HARMLESS, PersonRequest, page
from programs import setup_tasks
from programs.forms.setup import DatesForm, MeetingsForm, PurposeForm, ReviewsForm
from programs.models import Program
from programs.rules import manages_programs
from programs.selection import chosen_cycle, managed_program
from programs.services import save_setup_page
from programs.setup_tasks import DATES, MEETINGS, PURPOSE, REVIEWS, first_cycle, url_of


def task_of(topic: setup_tasks.SetupTopic, program: Program) -> dict[str, object]:
    """One line of the task list: done, to be done, or on its default values."""
    missing = topic.missing(program)
    if not topic.is_complete(program):
        state, label = "due", _("to do")
    elif topic.code in program.visited_topics:
        state, label = "done", _("done")
    else:
        state, label = "none", _("from the template")
    return {
        "label": topic.title,
        "url": url_of(topic, program),
        "note": missing or topic.about,
        "state": state,
        "state_label": label,
    }


@page(manages_programs)
def program_setup(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The topics to decide, in any order."""
    program = get_object_or_404(Program.objects.managed_by(request.user).for_setup(), pk=program_id)
    tasks = [task_of(topic, program) for topic in setup_tasks.all_topics()]
    context = {
        "program": program,
        "tab": "setup",
        "cycle": chosen_cycle(request, program),
        "tasks": tasks,
        "left": sum(task["state"] == "due" for task in tasks),
    }
    return render(request, "programs/program_setup.html", context)


def after_saving(request: PersonRequest, program: Program) -> HttpResponse:
    """Back to where one came from: the check page, or the task list."""
    page = "setup_check" if request.GET.get("from") == "check" else "program_setup"
    return HttpResponseRedirect(reverse(page, args=[program.pk]))


def setup_page(
    request: PersonRequest,
    program: Program,
    topic: setup_tasks.SetupTopic,
    form_class: type[VersionedForm],
    thing_of: Callable[[Program], models.Model | None],
) -> HttpResponse:
    """One topic as one form; two people saving it at once get both versions to look at."""
    form = form_class(request.POST or None, instance=thing_of(program))
    if request.method == "POST" and form.is_valid():
        instance = form.instance
        try:
            save_setup_page(program=program, code=topic.code, instance=instance, values=form.values, seen=form.seen)
        except Conflict:
            now = form.now()
            version = form_class(instance=type(instance)._default_manager.get(pk=instance.pk)).initial["version"]
            return conflict_response(
                request,
                own_version=form.texts(form.values),
                saved_version=form.texts(now),
                back_url=request.path,
                version=version,
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved: %(topic)s.") % {"topic": topic.title})
            return after_saving(request, program)
    context = {"program": Program.objects.get(pk=program.pk), "tab": "setup", "topic": topic, "form": form}
    return render(request, "programs/setup_page.html", context, status=422 if form.errors else 200)


@page(manages_programs, post=HARMLESS)
def setup_purpose(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Name, purpose and success measures."""
    return setup_page(request, managed_program(request, program_id), PURPOSE, PurposeForm, lambda program: program)


@page(manages_programs, post=HARMLESS)
def setup_dates(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The dates of the present cycle."""
    return setup_page(request, managed_program(request, program_id), DATES, DatesForm, first_cycle)


@page(manages_programs, post=HARMLESS)
def setup_meetings(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """How pairs meet."""
    return setup_page(request, managed_program(request, program_id), MEETINGS, MeetingsForm, lambda program: program)


@page(manages_programs, post=HARMLESS)
def setup_reviews(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Reviews and the smallest groups."""
    return setup_page(request, managed_program(request, program_id), REVIEWS, ReviewsForm, lambda program: program)
