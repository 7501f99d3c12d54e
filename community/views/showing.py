"""Whether everyone in the program sees a milestone or a small win, and the page of wins."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from community.models import Milestone, SharedWin
from community.rules import reads_wins, takes_part
from community.services import show_milestone, show_win
from frame.errors import Refused
from frame.lists import page_of
from pairings.models import Pairing
from pairings.rules import has_pairing
from people.access import HARMLESS, PersonRequest, action, page
from programs.models import Program
from sessions.models import Win

PAGE = 20


@action(takes_part, post=HARMLESS)
def milestone_show(request: PersonRequest, milestone_id: uuid.UUID) -> HttpResponse:
    """One of the two shows a milestone to the program, or does not any more."""
    milestones = Milestone.objects.shared_by(request.user).for_list()
    milestone = get_object_or_404(milestones, pk=milestone_id)
    shows = request.POST.get("shows") == "yes"
    show_milestone(milestone=milestone, by=request.user, shows=shows)
    return answered(request, milestone.pairing, shows)


@action(takes_part, post=HARMLESS)
def win_show(request: PersonRequest, win_id: uuid.UUID) -> HttpResponse:
    """One of the two shows a small win, as it is worded on the page, to the program, or does not any more."""
    pairings = Pairing.objects.of(request.user).order_by().values("pk")
    wins = Win.objects.filter(pairing__in=pairings).select_related("pairing__junior__user", "pairing__senior__user")
    win, shows = get_object_or_404(wins, pk=win_id), request.POST.get("shows") == "yes"
    version = request.POST.get("version", "")
    try:
        show_win(win=win, by=request.user, version=int(version) if version.isdecimal() else 0, shows=shows)
    except Refused as refused:
        messages.warning(request, str(refused))
        return back_to(win.pairing)
    return answered(request, win.pairing, shows)


def answered(request: PersonRequest, pairing: Pairing, shows: bool) -> HttpResponse:
    """Words that do not depend on what the other one has chosen: nothing here tells."""
    yes = _("Noted. Everyone in the program sees it as soon as both of you show it.")
    messages.success(request, yes if shows else _("Noted. It stays between the two of you."))
    return back_to(pairing)


def back_to(pairing: Pairing) -> HttpResponse:
    return redirect(reverse("pairing_detail", args=[pairing.pk]) + "#well-done")


@page(reads_wins)
def program_wins(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Small wins that both of a pair show to everyone in the program, the latest first."""
    program = get_object_or_404(Program.objects.shared_with(request.user), pk=program_id)
    wins = SharedWin.objects.visible_to(request.user).filter(win__pairing__cycle__program=program).for_list()
    shown = page_of(request.GET, wins, PAGE)
    context = {"program": program, "page": shown, "has_pairing": has_pairing(request.user)}
    return render(request, "community/program_wins.html", context)
