"""The pages of one of the two: my pairings, the question and its answer, pausing, going on, leaving, taking back."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings import services
from pairings.forms import DeclineForm, LeaveForm
from pairings.models import Consent, Pairing
from pairings.party_view import (
    CURRENT,
    TONES,
    UNANSWERED,
    Stage,
    ahead_of,
    next_step,
    own_consent,
    own_end_request,
    profile_of,
    stage_of,
)
from pairings.people_to_turn_to import addressees_of
from pairings.program_texts import CHANGED, PAUSED
from pairings.rules import takes_part
from pairings.sections import sections_for
from pairings.services import accept_pairing, decline_pairing, handed_over_to
from pairings.services.messages import next_batch
from pairings.upper_floors import proposals
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.models import User


@page(takes_part)
def pairing_list(request: PersonRequest) -> HttpResponse:
    """Everything one is asked, prepares or has, then what is over; for assistants, whom they book for."""
    now = timezone.now()
    rows = []
    for pairing in Pairing.objects.for_list_of(request.user).prefetch_related("agreement__signatures"):
        stage = stage_of(pairing, request.user, now)
        rows.append(_row(pairing, request.user, stage))
    context = {
        "current": [row for row in rows if row["is_current"]],
        "searches": proposals().searching_places(request.user),
        "past": [row for row in rows if not row["is_current"]],
        "closed": Pairing.objects.closed_to(request.user).with_people(),
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


WARM_UPS = ("junior__warm_up", "senior__warm_up")
#: Of the pair before, and of whoever takes over.
BEFORE = ("takes_over__pairing__agreement", "takes_over__successor", "hand_over")


@page(takes_part)
def pairing_detail(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """The page of the two. The leader's assistants see whom they book for, and no content."""
    own_pairings = Pairing.objects.of(request.user).with_people().with_own_hold(request.user)
    own_pairings = own_pairings.select_related("agreement", "senior__pledge", *WARM_UPS, *BEFORE)
    pairing = own_pairings.filter(pk=pairing_id).first()
    if pairing is None:
        pairing = get_object_or_404(Pairing.objects.assisted_by(request.user).with_people(), pk=pairing_id)
    if not pairing.side_of(request.user):
        context = _booked_for(pairing) | {"sections": sections_for(pairing, request.user)}
        return render(request, "pairings/pairing_assisted.html", context)
    stage = stage_of(pairing, request.user, timezone.now())
    if stage == Stage.ASKED:
        return redirect("pairing_answer", pairing_id)
    context = _row(pairing, request.user, stage) | _about(pairing, request.user, stage)
    context |= {
        "handed_over": handed_over_to(pairing, request.user),
        "may_hand_over": stage == Stage.CHANGED and may_hand_over(pairing, request.user),
    }
    return render(request, "pairings/pairing_detail.html", context)


def may_hand_over(pairing: Pairing, user: User) -> bool:
    """Whether somebody takes over the place of `user`, who may write them a word."""
    hand_over = getattr(pairing, "hand_over", None)
    return hand_over is not None and pairing.side_of(user) == hand_over.side


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
        "handed_over": handed_over_to(pairing, request.user),
        "form": form,
        "is_over": pairing.answer_until.is_past(),
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


def _own(request: PersonRequest, pairing_id: uuid.UUID) -> Pairing:
    return get_object_or_404(Pairing.objects.for_party(request.user), pk=pairing_id)


@page(takes_part, post=ONCE)
def pairing_pause(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Says what a pause means and when it is told, then has it told."""
    pairing = _own(request, pairing_id)
    if request.method == "POST":
        services.pause_pairing(pairing=pairing, by=request.user)
        messages.success(request, _("You have asked to pause. Nobody knows of it yet."))
        return redirect("pairing_detail", pairing_id)
    context = {
        "pairing": pairing,
        "title": _("Pause this pairing?"),
        "told_at": next_batch(timezone.now()),
        "words": PAUSED,
        "action_label": _("Ask to pause"),
        "back_url": pairing.url,
    }
    return render(request, "pairings/pairing_pause.html", context)


@action(takes_part, post=HARMLESS)
def pairing_resume(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Ask to go on: the same button for both, whoever paused."""
    services.resume_pairing(pairing=_own(request, pairing_id), by=request.user)
    messages.success(request, _("You have asked to go on."))
    return redirect("pairing_detail", pairing_id)


@action(takes_part, post=HARMLESS)
def pairing_take_back(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Undo what one has asked before anybody is told of it."""
    services.take_back(pairing=_own(request, pairing_id), by=request.user)
    messages.success(request, _("Taken back. Everything is as it was."))
    return redirect("pairing_detail", pairing_id)


@page(takes_part, post=ONCE)
def pairing_leave(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """A confidential word, another partner, or the end: what each does and who learns of it, before one chooses."""
    pairing = _own(request, pairing_id)
    stage = stage_of(pairing, request.user, timezone.now())
    if stage == Stage.ASKED:
        return redirect("pairing_answer", pairing_id)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.leave_pairing(pairing=pairing, by=request.user, **form.cleaned_data)
        messages.success(request, _("The program team has been told. Nobody else learns who asked or why."))
        return redirect("pairing_detail", pairing_id)
    if stage not in CURRENT or own_end_request(pairing, request.user):
        return redirect("pairing_detail", pairing_id)
    is_open = pairing.opened_at is not None
    context = {
        "pairing": pairing,
        "form": form,
        "is_open": is_open,
        "is_paused": pairing.is_paused,
        "told_at": services.hour_of_leaving(pairing, timezone.now()),
        "words": PAUSED if is_open else CHANGED,
        "addressees": addressees_of(pairing),
    }
    return render(request, "pairings/pairing_leave.html", context, status=422 if form.errors else 200)
