"""A word of whoever has left a pairing to whoever takes over."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from frame.errors import Refused
from pairings import services
from pairings.forms import HandOverForm
from pairings.models import HandOver
from pairings.rules import takes_part
from people.access import HARMLESS, PersonRequest, page


@page(takes_part, post=HARMLESS)
@never_cache
def pairing_hand_over(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Write it, change it, or empty it; whether anybody has read it, or was asked, is not told."""
    people = ("pairing__junior__user", "pairing__senior__user", "pairing__cycle__program")
    hand_over = get_object_or_404(HandOver.objects.of_leaver(request.user).select_related(*people), pairing=pairing_id)
    partner = hand_over.pairing.partner_of(request.user)
    form = HandOverForm(request.POST or None, initial={"note": hand_over.note}, partner=partner)
    if request.method == "POST" and form.is_valid():
        try:
            services.write_hand_over(hand_over=hand_over, by=request.user, note=form.cleaned_data["note"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept. You can change it, or empty it, until the cycle closes."))
            return redirect("pairing_hand_over", pairing_id)
    context = {"pairing": hand_over.pairing, "partner": partner, "form": form}
    return render(request, "pairings/pairing_hand_over.html", context, status=422 if form.errors else 200)
