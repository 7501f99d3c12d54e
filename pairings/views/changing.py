"""Pausing, going on, leaving: by one of the two."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from pairings.forms.answering import LeaveForm
from pairings.models import Pairing
from pairings.rules import takes_part
from pairings.services import leave_pairing, pause_pairing, resume_pairing
from pairings.sight import CURRENT, Stage, own_end_request, stage_of
from people.access import access
from people.forms.once import once


def _own(request: HttpRequest, pairing_id: uuid.UUID) -> Pairing:
    return get_object_or_404(Pairing.objects.for_party(request.user), pk=pairing_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access(takes_part)
@once
def pairing_pause(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Says what a pause means, then pauses."""
    pairing = _own(request, pairing_id)
    if request.method == "POST":
        pause_pairing(pairing=pairing, by=request.user)
        messages.success(request, _("Your pairing is paused. You can let it go on at any time."))
        return redirect("pairing_detail", pairing_id)
    context = {
        "title": _("Pause this pairing?"),
        "text": _(
            "Nothing is due while it is paused. The other one reads “Your pairing is paused”, not who paused it. You "
            "can let it go on at any time. Meetings that are planned stay, without reminders; one that comes within "
            "a day is cancelled by the program, and leaves both calendars."
        ),
        "action_label": _("Pause"),
        "back_url": pairing.url,
    }
    return render(request, "check.html", context)


@require_POST
@access(takes_part)
def pairing_resume(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Go on, by whoever paused it."""
    resume_pairing(pairing=_own(request, pairing_id), by=request.user)
    messages.success(request, _("Your pairing goes on."))
    return redirect("pairing_detail", pairing_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access(takes_part)
@once
def pairing_leave(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Step back before the pairing opens, or ask the program team to end it."""
    pairing = _own(request, pairing_id)
    stage = stage_of(pairing, request.user, timezone.now())
    if stage == Stage.ASKED:
        return redirect("pairing_answer", pairing_id)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        leave_pairing(pairing=pairing, by=request.user, **form.cleaned_data)
        messages.success(request, _("The program team has been told. Nobody else learns who asked or why."))
        return redirect("pairing_detail", pairing_id)
    if stage not in CURRENT or own_end_request(pairing, request.user):
        return redirect("pairing_detail", pairing_id)
    context = {"pairing": pairing, "form": form, "is_open": pairing.opened_at is not None}
    return render(request, "pairings/pairing_leave.html", context, status=422 if form.errors else 200)
