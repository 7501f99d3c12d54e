"""Publishing a proposal, after a page that says who is asked what, and until when."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.errors import Refused
from pairings.rules import matches
from people.access import ONCE, PersonRequest, page
from people.models import Organization
from programs.selection import cycle_or_refuse, managed_program
from proposals import match_tab
from proposals.forms.policy import PublishForm
from proposals.models import MatchRun
from proposals.publish_check import dates_of, publish_check
from proposals.services.publishing import publish_run
from proposals.services.versions import token_of
from proposals.views.board import board_url


@page(matches, post=ONCE)
def match_publish(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Everybody who will be asked, the day to answer by, the message; then the mentors are asked."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    run = match_tab.current_run(cycle)
    if run is None or not run.is_editable:
        messages.info(request, _("There is no proposal waiting to be published."))
        return redirect(board_url(program, cycle))
    organization = Organization.objects.current()
    today = timezone.now().astimezone(organization.zone).date()
    form = PublishForm(request.POST or None, today=today, days=program.answer_days, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        try:
            _refuse_unseen(request, run)
            count = publish_run(run=run, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            said = ngettext(
                "Published: %(n)s mentor is being asked.", "Published: %(n)s mentors are being asked.", count
            )
            messages.success(request, said % {"n": count})
            return redirect("oversight_list", program_id)
    dates = dates_of(program, form.day, today)
    context = {
        "program": program,
        "cycle": cycle,
        "tab": "match",
        "form": form,
        "dates": dates,
        "check": publish_check(run, dates, request.user, organization, request.GET),
        "back_url": board_url(program, cycle),
        "version": token_of(run),
    }
    return render(request, "proposals/match_publish.html", context, status=422 if form.errors else 200)


def _refuse_unseen(request: PersonRequest, run: MatchRun) -> None:
    """Nobody is asked for a proposal that the check page did not show."""
    if request.POST.get("version", token_of(run)) != token_of(run):
        raise Refused(_("Somebody has changed the proposal in the meantime. Look at it again before you publish."))
