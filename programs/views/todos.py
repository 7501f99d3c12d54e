"""What the program team must look at."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from people.access import HARMLESS, PersonRequest, action
from programs.models import Todo
from programs.rules import manages_programs
from programs.services import complete_todo


@action(manages_programs, post=HARMLESS)
def todo_done(request: PersonRequest, todo_id: uuid.UUID) -> HttpResponse:
    """Take a matter off the list."""
    todo = get_object_or_404(Todo.objects.visible_to(request.user), pk=todo_id)  # type: ignore[arg-type]
    if complete_todo(todo=todo, by=request.user):  # type: ignore[arg-type]
        messages.success(request, _("Done: %(matter)s.") % {"matter": todo.get_kind_display()})
    return HttpResponseRedirect(reverse("program_detail", args=[todo.program_id]))
