"""Answering the invitation for somebody, such as an executive: they confirm it before it counts."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.access import HARMLESS, PersonRequest, action, page
from programs.forms.enrolment import OnBehalfForm
from programs.rules import manages_programs
from programs.services import discard_entered, enrol_on_behalf
from programs.views.people import changeable_participant


@page(manages_programs, post=HARMLESS)
def participant_enter(request: PersonRequest, program_id: uuid.UUID, participant_id: uuid.UUID) -> HttpResponse:
    """The enrolment form of somebody else, about the place alone; they are asked to confirm or change it."""
    participant = changeable_participant(request, program_id, participant_id)
    back_url = reverse("participant_detail", args=[program_id, participant.pk])
    if not participant.is_invited:
        messages.info(request, _("Their answers are their own by now, so there is nothing to fill in for them."))
        return HttpResponseRedirect(back_url)
    form = OnBehalfForm(
        request.POST or None, cycle=participant.cycle, user=participant.user, side=participant.side,
        participant=participant,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            enrol_on_behalf(participant=participant, enrolment=form.enrolment, by=request.user)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            text = _("Saved. %(name)s is asked to confirm or change it; until then it counts for nothing.")
            messages.success(request, text % {"name": participant.user})
            return HttpResponseRedirect(back_url)
    context = {
        "program": participant.cycle.program,
        "tab": "people",
        "cycle": participant.cycle,
        "participant": participant,
        "form": form,
        "back_url": back_url,
    }
    return render(request, "programs/participant_enter.html", context, status=422 if form.errors else 200)


@action(manages_programs, post=HARMLESS)
def participant_clear(request: PersonRequest, program_id: uuid.UUID, participant_id: uuid.UUID) -> HttpResponse:
    """Take back what was answered for somebody, while it is not confirmed."""
    participant = changeable_participant(request, program_id, participant_id)
    if discard_entered(participant=participant, by=request.user):
        messages.success(request, _("Discarded. They are still invited and can answer themselves."))
    return HttpResponseRedirect(reverse("participant_detail", args=[program_id, participant.pk]))
