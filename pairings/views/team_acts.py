"""What the program team does itself: pausing pairs, one, several or all of a cycle; handing a program over."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.lists import page_of
from pairings.forms import PauseForm
from pairings.models import Hold, Pairing
from pairings.program_texts import PAUSED
from pairings.querysets import PairingQuerySet
from pairings.rules import matches
from pairings.services import lift_pauses, pause_pairings
from pairings.services.messages import next_batch
from pairings.services.readers import hand_over_program
from people.access import ONCE, PersonRequest, page
from people.models import User
from people.search import named
from programs.models import Program
from programs.selection import cycle_or_refuse, managed_program, search_people


@page(matches, post=ONCE)
def oversight_pause(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Which pairs, until when, what they read and at what hour; and the way back."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    back_url = f"{reverse('oversight_list', args=[program_id])}?cycle={cycle.pk}"
    if request.method == "POST" and "lift" in request.POST:
        messages.success(request, _lifted(lift_pauses(cycle=cycle, by=request.user)))
        return redirect(back_url)
    posted = request.POST if request.method == "POST" else None
    running = Pairing.objects.overseen_by(request.user).running().filter(cycle=cycle).with_people()
    ticked = request.POST.getlist("pairings") if posted else request.GET.getlist("pairing")
    page = page_of(request.GET, _named(running, request.GET.get("q", "")))
    listed = {pair.pk: pair for pair in (*_of_ids(running, ticked), *page.object_list)}
    form = PauseForm(posted, initial={"pairings": ticked}, pairings=running, listed=listed.values())
    if request.method == "POST" and form.is_valid():
        count = pause_pairings(pairings=form.chosen, by=request.user, until=form.cleaned_data["until"])
        messages.success(request, _paused(count))
        return redirect(back_url)
    context = {
        "program": program,
        "cycle": cycle,
        "tab": "run",
        "form": form,
        "page": page,
        "text": request.GET.get("q", ""),
        "told_at": next_batch(timezone.now()),
        "words": PAUSED,
        "paused": Hold.objects.filter(pairing__in=running.order_by().values("pk"), side="").count(),
        "back_url": back_url,
    }
    return render(request, "pairings/oversight_pause.html", context, status=422 if form.errors else 200)


def _named(running: PairingQuerySet, text: str) -> PairingQuerySet:
    """Those with a name that holds every word, by the mentor's."""
    return running.filter(named(text, "junior__user", "senior__user")).order_by("junior__user__last_name", "pk")


def _of_ids(running: PairingQuerySet, texts: list[str]) -> list[Pairing]:
    """Those that are ticked already, wherever in the list they stand."""
    try:
        ids = [uuid.UUID(text) for text in texts]
    except ValueError:
        return []
    return list(running.filter(pk__in=ids)) if ids else []


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
    pairs_near = Pairing.objects.open().filter(cycle__program=program).parties_near(to).count()
    context = {"program": program, "tab": "overview", "leaver": leaver, "to": to, "near": pairs_near}
    return render(request, "pairings/hand_over_check.html", context)


def _choose(request: PersonRequest, program: Program, leaver: User) -> HttpResponse:
    words = request.GET.get("q", "").strip()
    candidates = [person for person in search_people(words) if person != leaver]
    context = {"program": program, "tab": "overview", "leaver": leaver, "words": words, "candidates": candidates}
    context["others"] = User.objects.filter(coordinated__program=program).exclude(pk=leaver.pk)
    return render(request, "pairings/hand_over.html", context)


def _leaver(request: PersonRequest, program: Program) -> User:
    """Oneself when one runs the program; for HR the coordinator of `?from=`, else the first one."""
    coordinators = User.objects.filter(coordinated__program=program).order_by("coordinated__created_at")
    chosen = _person(request.GET.get("from", ""))
    coordinator = coordinators.filter(pk=(chosen or request.user).pk).first()
    return coordinator or get_object_or_404(coordinators[:1])


def _person(text: str) -> User | None:
    try:
        return User.objects.active().filter(pk=uuid.UUID(text)).first()
    except ValueError:
        return None
