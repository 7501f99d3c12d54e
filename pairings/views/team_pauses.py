"""The program pauses pairs itself: one, several or all of a cycle."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from pairings.forms.pausing import PauseForm
from pairings.models import Hold, Pairing
from pairings.program_texts import PAUSED
from pairings.rules import matches
from pairings.services import lift_pauses, pause_pairings
from pairings.services.messages import next_batch
from people.access import ONCE, PersonRequest, page
from programs.selection import cycle_or_refuse, managed_program


@page(matches, post=ONCE)
def oversight_pause(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Which pairs, until when, what they read and at what hour; and the way back."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    back = f"{reverse('oversight_list', args=[program_id])}?cycle={cycle.pk}"
    if request.method == "POST" and "lift" in request.POST:
        messages.success(request, _lifted(lift_pauses(cycle=cycle, by=request.user)))
        return redirect(back)
    posted = request.POST if request.method == "POST" else None
    running = Pairing.objects.overseen_by(request.user).running().filter(cycle=cycle).with_people()
    form = PauseForm(posted, initial={"pairings": request.GET.getlist("pairing")}, pairings=running)
    if request.method == "POST" and form.is_valid():
        count = pause_pairings(pairings=form.chosen, by=request.user, until=form.cleaned_data["until"])
        messages.success(request, _paused(count))
        return redirect(back)
    context = {
        "program": program,
        "cycle": cycle,
        "tab": "run",
        "form": form,
        "told_at": next_batch(timezone.now()),
        "words": PAUSED,
        "paused": Hold.objects.filter(pairing__in=running.order_by().values("pk"), side="").count(),
        "back_url": back,
    }
    return render(request, "pairings/oversight_pause.html", context, status=422 if form.errors else 200)


def _paused(count: int) -> str:
    text = ngettext(
        "%(n)s pair is paused by the program with the next batch.",
        "%(n)s pairs are paused by the program with the next batch.",
        count,
    )
    return text % {"n": count}


def _lifted(count: int) -> str:
    text = ngettext(
        "The program holds %(n)s pair no longer. It goes on with the next batch unless one of the two holds it.",
        "The program holds %(n)s pairs no longer. They go on with the next batch unless one of the two holds them.",
        count,
    )
    return text % {"n": count}
