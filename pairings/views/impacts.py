"""What has changed because of a pairing: written down, confirmed, released, and what pairs have released."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.lists import page_of
from pairings import services
from pairings.forms import ImpactForm
from pairings.models import Impact, Pairing
from pairings.rules import has_pairing, reads_impacts, takes_part
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.clock import local_today
from people.models import User
from programs.models import Program

TEMPLATE = "pairings/impact_form.html"
PAGE = 20


def own_impact(user: User, impact_id: uuid.UUID) -> Impact:
    return get_object_or_404(Impact.objects.shared_by(user).standing().with_people(), pk=impact_id)


def version_read(request: PersonRequest) -> int:
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 6 else 0


def back_to(impact: Impact) -> HttpResponse:
    return redirect(reverse("pairing_detail", args=[impact.pairing_id]) + "#impacts")


@page(takes_part, post=ONCE)
def impact_add(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Write down what has changed, as a number before and after."""
    pairing = get_object_or_404(Pairing.objects.for_party(request.user).running(), pk=pairing_id)
    days = {"first_on": pairing.opened_at.date() if pairing.opened_at else None, "last_on": local_today()}
    form = ImpactForm(request.POST or None, initial=days)
    if request.method != "POST" or not form.is_valid():
        context = {"form": form, "pairing": pairing}
        return render(request, TEMPLATE, context, status=422 if form.errors else 200)
    impact = services.note_impact(pairing=pairing, by=request.user, change=form.change)
    messages.success(request, _("Noted as your word. Your partner can say whether they see it so too."))
    return back_to(impact)


@page(takes_part, post=ONCE)
def impact_edit(request: PersonRequest, impact_id: uuid.UUID) -> HttpResponse:
    """Its author writes it anew, which takes every yes back."""
    impact = own_impact(request.user, impact_id)
    is_confirmed = impact.is_confirmed or impact.released_at is not None
    form = ImpactForm(request.POST or None, instance=impact)
    context = {"form": form, "pairing": impact.pairing, "impact": impact, "is_confirmed": is_confirmed}
    if request.method != "POST" or not form.is_valid():
        return render(request, TEMPLATE, context, status=422 if form.errors else 200)
    try:
        services.change_impact(impact=impact, by=request.user, change=form.change)
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, TEMPLATE, context, status=422)
    messages.success(request, _("The change is saved. It is your word until your partner confirms it."))
    return back_to(impact)


@action(takes_part, post=HARMLESS)
def impact_confirm(request: PersonRequest, impact_id: uuid.UUID) -> HttpResponse:
    """Say that one sees it so too, or not."""
    sees_it_so = request.POST.get("sees") == "so"
    impact = own_impact(request.user, impact_id)
    services.confirm_impact(impact=impact, by=request.user, version=version_read(request), sees_it_so=sees_it_so)
    messages.success(request, _("Confirmed by both of you.") if sees_it_so else _("It is your partner's word alone."))
    return back_to(impact)


@action(takes_part, post=HARMLESS)
def impact_release(request: PersonRequest, impact_id: uuid.UUID) -> HttpResponse:
    """One of the two lets everyone in the program read it."""
    impact = own_impact(request.user, impact_id)
    impact = services.release_impact(impact=impact, by=request.user, version=version_read(request))
    released = _("Everyone in the program can read it now. Either of you can take that back at any time.")
    messages.success(request, released if impact.released_at else _("Noted. It is shown once your partner agrees."))
    return back_to(impact)


@action(takes_part, post=HARMLESS)
def impact_keep(request: PersonRequest, impact_id: uuid.UUID) -> HttpResponse:
    """Either of the two takes the release back."""
    impact = services.keep_impact(impact=own_impact(request.user, impact_id), by=request.user)
    messages.success(request, _("It is between the two of you."))
    return back_to(impact)


@action(takes_part, post=ONCE)
def impact_withdraw(request: PersonRequest, impact_id: uuid.UUID) -> HttpResponse:
    """Its author takes it back."""
    impact = own_impact(request.user, impact_id)
    services.withdraw_impact(impact=impact, by=request.user)
    messages.success(request, _("Taken back. That there was one stays to be read by the two of you."))
    return back_to(impact)


@page(reads_impacts)
def program_impacts(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """What pairs of a program have released about what has changed."""
    program = get_object_or_404(Program.objects.shared_with(request.user), pk=program_id)
    released = Impact.objects.released().filter(pairing__cycle__program=program).with_people()
    context = {"program": program, "page": page_of(request.GET, released, PAGE)}
    return render(request, "pairings/program_impacts.html", context | {"has_pairing": has_pairing(request.user)})
