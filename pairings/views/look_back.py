"""Looking back on a pairing: for each of the two by themselves."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from frame.errors import Refused
from pairings import services
from pairings.forms import LookBackForm
from pairings.models import LookBack, Pairing
from pairings.rules import takes_part
from pairings.sections import looked_back_on
from pairings.services.looking_back import is_delivered, thanks_to
from pairings.upper_floors import proposals
from people.access import HARMLESS, PersonRequest, page
from people.clock import local_today

#: What each of the two would like next, and their certificate.
OF_PLACES = ("junior__next_wish", "senior__next_wish", "junior__certificate", "senior__certificate")
OPENED = ("active", "paused", "closing", "completed")


@page(takes_part, post=HARMLESS)
@never_cache
def pairing_look_back(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Objectives, promises and one's own confidence, from the start until now; near the end a farewell."""
    opened = Pairing.objects.of(request.user).filter(state__in=OPENED, opened_at__isnull=False)
    opened = opened.with_people().select_related(*OF_PLACES).prefetch_related("look_backs")
    pairing, now = get_object_or_404(opened, pk=pairing_id), timezone.now()
    own = next((look for look in pairing.look_backs.all() if look.side == pairing.side_of(request.user)), None)
    form = _form(request, pairing, own)
    if request.method == "POST" and form.is_valid():
        try:
            services.look_back(pairing=pairing, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Kept. You can change it until it is delivered."))
            return redirect("pairing_look_back", pairing_id)
    context = {
        "pairing": pairing,
        "partner": pairing.partner_of(request.user),
        "objectives": pairing.objectives.all(),
        "sections": looked_back_on(pairing, request.user),
        "is_near_end": pairing.ends_soon(local_today()),
        "own": own,
        "is_delivered": own is not None and is_delivered(own, now),
        "thanks": thanks_to(pairing, request.user, now),
        "certificate": getattr(pairing.participant_of(request.user), "certificate", None),
        "form": form,
    }
    return render(request, "pairings/pairing_look_back.html", context, status=422 if form.errors else 200)


def _form(request: PersonRequest, pairing: Pairing, own: LookBack | None) -> LookBackForm:
    participant = pairing.participant_of(request.user)
    wish = participant.next_wish.wish if hasattr(participant, "next_wish") else ""
    initial = {"thanks": own.thanks if own else "", "wish": wish}
    posted = request.POST if request.method == "POST" else None
    is_closed = pairing.cycle.is_closed or pairing.ends_with_rotation
    may_change = not is_closed and proposals().may_change_sides(participant)
    return LookBackForm(posted, is_closed=is_closed, may_change_sides=may_change, initial=initial)
