"""Pausing, going on, leaving, taking back: by one of the two."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from pairings import services
from pairings.forms.answering import LeaveForm
from pairings.models import Pairing
from pairings.party_view import CURRENT, Stage, own_end_request, stage_of
from pairings.people_to_turn_to import addressees_of
from pairings.program_texts import CHANGED, PAUSED
from pairings.rules import takes_part
from pairings.services.messages import next_batch
from people.access import HARMLESS, ONCE, PersonRequest, action, page


def _own(request: PersonRequest, pairing_id: uuid.UUID) -> Pairing:
    return get_object_or_404(Pairing.objects.for_party(request.user), pk=pairing_id)


@page(takes_part, post=ONCE)
def pairing_pause(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Says what a pause means and when it is told, then has it told."""
    pairing = _own(request, pairing_id)
    if request.method == "POST":
        services.pause_pairing(pairing=pairing, by=request.user)
        messages.success(request, _("You have asked to pause. Nobody knows of it yet."))
        return redirect("pairing_detail", pairing_id)
    context = {
        "pairing": pairing,
        "title": _("Pause this pairing?"),
        "told_at": next_batch(timezone.now()),
        "words": PAUSED,
        "action_label": _("Ask to pause"),
        "back_url": pairing.url,
    }
    return render(request, "pairings/pairing_pause.html", context)


@action(takes_part, post=HARMLESS)
def pairing_resume(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Ask to go on: the same button for both, whoever paused."""
    services.resume_pairing(pairing=_own(request, pairing_id), by=request.user)
    messages.success(request, _("You have asked to go on."))
    return redirect("pairing_detail", pairing_id)


@action(takes_part, post=HARMLESS)
def pairing_take_back(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Undo what one has asked before anybody is told of it."""
    services.take_back(pairing=_own(request, pairing_id), by=request.user)
    messages.success(request, _("Taken back. Everything is as it was."))
    return redirect("pairing_detail", pairing_id)


@page(takes_part, post=ONCE)
def pairing_leave(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """A confidential word, another partner, or the end: what each does and who learns of it, before one chooses."""
    pairing = _own(request, pairing_id)
    stage = stage_of(pairing, request.user, timezone.now())
    if stage == Stage.ASKED:
        return redirect("pairing_answer", pairing_id)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.leave_pairing(pairing=pairing, by=request.user, **form.cleaned_data)
        messages.success(request, _("The program team has been told. Nobody else learns who asked or why."))
        return redirect("pairing_detail", pairing_id)
    if stage not in CURRENT or own_end_request(pairing, request.user):
        return redirect("pairing_detail", pairing_id)
    is_open = pairing.opened_at is not None
    context = {
        "pairing": pairing,
        "form": form,
        "is_open": is_open,
        "is_paused": pairing.is_paused,
        "told_at": services.hour_of_leaving(pairing, timezone.now()),
        "words": PAUSED if is_open else CHANGED,
        "addressees": addressees_of(pairing),
    }
    return render(request, "pairings/pairing_leave.html", context, status=422 if form.errors else 200)
