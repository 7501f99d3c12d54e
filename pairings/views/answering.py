"""The question to one of the two, and the answer."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.forms.answering import DeclineForm
from pairings.models import Consent, Pairing
from pairings.partner_profile import profile_of
from pairings.party_view import Stage, stage_of
from pairings.rules import takes_part
from pairings.services import accept_pairing, decline_pairing
from people.access import ONCE, PersonRequest, page


@page(takes_part, post=ONCE)
def pairing_answer(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Who is proposed, and yes or no. The other one's answer is never shown."""
    pairing = get_object_or_404(Pairing.objects.for_party(request.user), pk=pairing_id)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return _answer(request, pairing, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    elif stage_of(pairing, request.user, timezone.now()) != Stage.ASKED:
        return redirect("pairing_detail", pairing_id)
    partner = pairing.senior if pairing.side_of(request.user) == "junior" else pairing.junior
    context = {
        "pairing": pairing,
        "side": pairing.side_of(request.user),
        "partner": partner.user,
        "profile": profile_of(partner),
        "form": form,
    }
    return render(request, "pairings/pairing_answer.html", context, status=422 if form.errors else 200)


def _answer(request: PersonRequest, pairing: Pairing, form: DeclineForm) -> HttpResponse:
    decision = request.POST.get("decision")
    if decision not in Consent.Decision.values:
        raise Refused(_("Choose yes or no. Nothing was changed."))
    if decision == Consent.Decision.ACCEPTED:
        accept_pairing(pairing=pairing, by=request.user)
        messages.success(request, _("Thank you. Your yes is noted."))
    else:
        decline_pairing(pairing=pairing, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, _("Your no is noted. Only the program team knows of it."))
    return redirect("pairing_detail", pairing.pk)
