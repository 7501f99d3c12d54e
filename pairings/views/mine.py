"""My pairings, and the page of one of them."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from pairings.models import Pairing
from pairings.next_step import next_step
from pairings.profile import profile_of
from pairings.rules import note_pairing, takes_part
from pairings.sections import sections_for
from pairings.sight import CURRENT, TONES, Stage, own_consent, stage_of
from people.access import access
from people.models import User


@require_safe
@access(takes_part)
def pairing_list(request: HttpRequest) -> HttpResponse:
    """Everything one is asked, prepares or has, then what is over; for assistants, whom they book for."""
    now = timezone.now()
    rows = []
    for pairing in Pairing.objects.for_party(request.user).prefetch_related("agreement__signatures"):
        stage = stage_of(pairing, request.user, now)
        rows.append(_row(pairing, request.user, stage))
    context = {
        "current": [row for row in rows if row["is_current"]],
        "past": [row for row in rows if not row["is_current"]],
        "assisted": Pairing.objects.assisted_by(request.user).with_people(),
    }
    return render(request, "pairings/pairing_list.html", context)


def _row(pairing: Pairing, user: User, stage: Stage) -> dict[str, object]:
    return {
        "pairing": pairing,
        "partner": pairing.partner_of(user),
        "stage": stage,
        "tone": TONES[stage],
        "is_current": stage in CURRENT,
        "next": next_step(pairing, user, stage),
    }


@require_safe
@access(takes_part)
def pairing_detail(request: HttpRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """The page of the two. The leader's assistants see whom they book for, and no content."""
    pairing = Pairing.objects.of(request.user).with_people().select_related("agreement").filter(pk=pairing_id).first()
    if pairing is None:
        pairing = get_object_or_404(Pairing.objects.assisted_by(request.user).with_people(), pk=pairing_id)
    note_pairing(request.user)
    if not pairing.side_of(request.user):
        context = {"pairing": pairing, "sections": sections_for(pairing, request.user)}
        return render(request, "pairings/pairing_assisted.html", context)
    stage = stage_of(pairing, request.user, timezone.now())
    if stage == Stage.ASKED:
        return redirect("pairing_answer", pairing_id)
    context = _row(pairing, request.user, stage) | _about(pairing, request.user, stage)
    return render(request, "pairings/pairing_detail.html", context)


def _about(pairing: Pairing, user: User, stage: Stage) -> dict[str, object]:
    """What the page of the two shows from the day both said yes; before and after a no, nothing but words."""
    is_shared = stage in CURRENT and stage != Stage.WAITING
    if not is_shared and stage != Stage.COMPLETED:
        return {"is_shared": False, "consent": own_consent(pairing, user)}
    partner_place = pairing.senior if pairing.side_of(user) == "junior" else pairing.junior
    return {
        "is_shared": True,
        "side": pairing.side_of(user),
        "partner_place": partner_place,
        "profile": profile_of(partner_place),
        "sections": sections_for(pairing, user),
    }
