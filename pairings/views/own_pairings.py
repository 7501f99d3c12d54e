"""My pairings, and the page of one of them."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from pairings.models import Pairing
from pairings.next_step import next_step
from pairings.partner_profile import profile_of
from pairings.party_view import CURRENT, TONES, UNANSWERED, Stage, ahead_of, own_consent, own_end_request, stage_of
from pairings.people_to_turn_to import addressees_of
from pairings.rules import has_pairing, takes_part
from pairings.sections import sections_for
from pairings.upper_floors import proposals
from people.access import PersonRequest, page
from people.models import User


@page(takes_part)
def pairing_list(request: PersonRequest) -> HttpResponse:
    """Everything one is asked, prepares or has, then what is over; for assistants, whom they book for."""
    now = timezone.now()
    rows = []
    for pairing in Pairing.objects.for_party(request.user).prefetch_related("agreement__signatures"):
        stage = stage_of(pairing, request.user, now)
        rows.append(_row(pairing, request.user, stage))
    context = {
        "current": [row for row in rows if row["is_current"]],
        "searches": proposals().searching_places(request.user),
        "past": [row for row in rows if not row["is_current"]],
        "assisted": [_booked_for(pairing) for pairing in Pairing.objects.assisted_by(request.user).with_people()],
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


def _booked_for(pairing: Pairing) -> dict[str, object]:
    stage = Stage(pairing.state)
    return {"pairing": pairing, "stage": stage, "tone": TONES[stage]}


@page(takes_part)
def pairing_detail(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """The page of the two. The leader's assistants see whom they book for, and no content."""
    mine = Pairing.objects.of(request.user).with_people().with_own_hold(request.user)
    mine = mine.select_related("agreement", "senior__pledge")
    pairing = mine.filter(pk=pairing_id).first()
    if pairing is None:
        pairing = get_object_or_404(Pairing.objects.assisted_by(request.user).with_people(), pk=pairing_id)
    has_pairing.note(request.user, True)
    if not pairing.side_of(request.user):
        context = _booked_for(pairing) | {"sections": sections_for(pairing, request.user)}
        return render(request, "pairings/pairing_assisted.html", context)
    stage = stage_of(pairing, request.user, timezone.now())
    if stage == Stage.ASKED:
        return redirect("pairing_answer", pairing_id)
    context = _row(pairing, request.user, stage) | _about(pairing, request.user, stage)
    return render(request, "pairings/pairing_detail.html", context)


def _about(pairing: Pairing, user: User, stage: Stage) -> dict[str, object]:
    """What the page of the two shows from the day both said yes; before and after a no, nothing but words."""
    is_shared = stage in CURRENT and stage not in UNANSWERED
    own = {"ahead": ahead_of(pairing, user, timezone.now()), "end_request": own_end_request(pairing, user)}
    if not is_shared and stage != Stage.COMPLETED:
        return own | {"is_shared": False, "reason": _own_reason(pairing, user)}
    partner_place = pairing.senior if pairing.side_of(user) == "junior" else pairing.junior
    return own | {
        "is_shared": True,
        "is_open": pairing.opened_at is not None,
        "addressees": addressees_of(pairing) if stage in CURRENT else None,
        "asked_to_go_on": pairing.goes_on_at(pairing.side_of(user)) is not None,
        "side": pairing.side_of(user),
        "partner_place": partner_place,
        "profile": profile_of(partner_place),
        "sections": sections_for(pairing, user),
    }


def _own_reason(pairing: Pairing, user: User) -> str:
    """What one wrote when leaving or saying no; a yes has no reason."""
    written = own_end_request(pairing, user) or own_consent(pairing, user)
    return written.reason if written else ""
