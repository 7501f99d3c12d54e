"""Getting ready: orientation, the agreement and the signatures."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused, conflict_response
from pairings import services
from pairings.agreement_text import rows_of
from pairings.earlier import earlier_of
from pairings.forms.agreement import AgreementForm, aim_forms, written_aims
from pairings.models import Agreement, Objective, Pairing
from pairings.party_view import stage_of
from pairings.program_texts import LEADER_PLEDGE, MENTOR_GUIDE
from pairings.rules import takes_part
from pairings.services.agreement import content_of, mark_of, signed_words, stale_marks
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.models import User


def agreements_of(request: PersonRequest) -> QuerySet[Agreement]:
    """The agreements of one's own pairings, with all that is shown of them."""
    mine = Pairing.objects.of(request.user).order_by().values("pk")
    people = ("pairing__cycle__program", "pairing__junior__user", "pairing__senior__user")
    parts = ("signatures", "topics", "pairing__objectives", "pairing__consents")
    return Agreement.objects.filter(pairing__in=mine).select_related(*people).prefetch_related(*parts)


@page(takes_part)
def agreement_detail(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """The agreement as it stands, who has signed, and the button to sign."""
    agreement = get_object_or_404(agreements_of(request), pairing=pairing_id)
    pairing = agreement.pairing
    side = pairing.side_of(request.user)
    is_preparing = stage_of(pairing, request.user, timezone.now()) == "preparing"
    present = [mark for mark in agreement.signatures.all() if mark.version == agreement.version]
    stale = stale_marks(agreement) if is_preparing else []
    marks = {mark.side: mark for mark in present if mark not in stale}
    context = {
        "pairing": pairing,
        "agreement": agreement,
        "rows": rows_of(signed_words(agreement)),
        "mark": mark_of(agreement),
        "stale": stale[0] if stale else None,
        "objectives": pairing.objectives.all(),
        "marks": [marks.get("junior"), marks.get("senior")],
        "own_mark": marks.get(side),
        "is_preparing": is_preparing,
        "changes": changes_of(agreement, request.user),
        "earlier": sorted({mark.version for mark in agreement.signatures.all()} - {agreement.version}),
    }
    return render(request, "pairings/agreement_detail.html", context)


def changes_of(agreement: Agreement, reader: User) -> list[dict[str, Any]]:
    """Who of the two changed it and when, the latest first, with what stood there before."""
    kept = earlier_of([agreement], reader).get(agreement.pk, [])
    return [{"by": one.by, "at": one.at, "rows": rows_of(one.was)} for one in kept]


@page(takes_part)
def agreement_kept(request: PersonRequest, pairing_id: uuid.UUID, version: int) -> HttpResponse:
    """A version that was signed, as it was kept with the signature."""
    agreement = get_object_or_404(agreements_of(request), pairing=pairing_id)
    marks = [mark for mark in agreement.signatures.all() if mark.version == version]
    first = get_object_or_404(agreement.signatures, version=version, pk__in=[mark.pk for mark in marks[:1]])
    context = {"pairing": agreement.pairing, "rows": rows_of(first.snapshot), "snapshot": first.snapshot}
    return render(request, "pairings/agreement_kept.html", context | {"marks": marks, "version": version})


@page(takes_part, post=ONCE)
def agreement_edit(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Write it; a change after a signature voids the signature, and the page says so first."""
    agreement = get_object_or_404(agreements_of(request), pairing=pairing_id)
    signed = agreement.signed_sides
    form = AgreementForm(request.POST or None, instance=agreement)
    aims = aim_forms(agreement, request.POST or None)
    if request.method == "POST" and form.is_valid() & aims.is_valid():
        try:
            return _save(request, agreement, form, aims)
        except Conflict:
            return _conflict(request, pairing_id, form, aims)
        except Refused as refused:
            form.add_error(None, str(refused))
    elif request.method != "POST" and stage_of(agreement.pairing, request.user, timezone.now()) != "preparing":
        return redirect("agreement_detail", pairing_id)
    context = {"pairing": agreement.pairing, "form": form, "aims": aims, "signed": signed}
    context["shown"] = max(3, 2 + sum(bool(row["title"].value()) for row in aims))  # the first row that is folded away
    status = 422 if form.errors or any(aims.errors) else 200
    return render(request, "pairings/agreement_edit.html", context, status=status)


def _save(request: PersonRequest, agreement: Agreement, form: AgreementForm, aims: Any) -> HttpResponse:
    services.save_agreement(
        agreement=agreement,
        version=form.cleaned_data["version"],
        texts=form.texts(),
        topics=form.cleaned_data["topics"],
        aims=written_aims(aims),
        by=request.user,
    )
    messages.success(request, _("The agreement is saved. Both of you can read it now."))
    return redirect("agreement_detail", agreement.pairing_id)


def _conflict(request: PersonRequest, pairing_id: uuid.UUID, form: AgreementForm, aims: Any) -> HttpResponse:
    fresh = get_object_or_404(agreements_of(request), pairing=pairing_id)
    theirs = content_of(fresh)
    topics = sorted(topic.name for topic in form.cleaned_data["topics"])
    objectives = [{"title": aim.title, "measure": aim.measure} for aim in written_aims(aims)]
    mine = theirs | form.texts() | {"topics": topics, "objectives": objectives}
    return conflict_response(
        request,
        mine=dict(rows_of(mine)),
        theirs=dict(rows_of(theirs)),
        back_url=reverse("agreement_detail", args=[pairing_id]),
        version=fresh.version,
    )


@action(takes_part, post=ONCE)
def agreement_sign(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """Sign the version one has read."""
    agreement = get_object_or_404(agreements_of(request), pairing=pairing_id)
    read = request.POST.get("version") == mark_of(agreement)
    try:
        is_open = services.sign_agreement(
            agreement=agreement, by=request.user, version=agreement.version if read else 0
        )
    except Conflict:
        messages.warning(request, _("The agreement has changed since you opened it. Read it again, then sign."))
        return redirect("agreement_detail", pairing_id)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("agreement_detail", pairing_id)
    said = _("Both have signed: your pairing is open.") if is_open else _("You have signed the agreement.")
    messages.success(request, said)
    return redirect("pairing_detail", pairing_id)


@page(takes_part, post=HARMLESS)
def pairing_orientation(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """A mentor's guide or a leader's pledge, and a tick that it was read."""
    mine = Pairing.objects.for_party(request.user).filter(agreed_at__isnull=False)
    pairing = get_object_or_404(mine, pk=pairing_id)
    place = pairing.participant_of(request.user)
    if request.method == "POST":
        services.note_orientation(participant=place)
        messages.success(request, _("Noted. Next comes the agreement."))
        return redirect("agreement_detail", pairing_id)
    context = {"pairing": pairing, "place": place, "guide": MENTOR_GUIDE, "pledge": LEADER_PLEDGE}
    return render(request, "pairings/pairing_orientation.html", context)


@action(takes_part, post=HARMLESS)
def objective_update(request: PersonRequest, objective_id: uuid.UUID) -> HttpResponse:
    """Note how far an objective is."""
    mine = Pairing.objects.of(request.user).order_by().values("pk")
    objectives = Objective.objects.filter(pairing__in=mine).select_related("pairing")
    objective = get_object_or_404(objectives, pk=objective_id)
    given = request.POST.get("progress", "")
    if not (given.isdecimal() and len(given) <= 3 and int(given) <= 100):
        raise Refused(_("Progress is a whole number from 0 to 100. Nothing was changed."))
    services.set_progress(objective=objective, progress=int(given), by=request.user)
    messages.success(request, _("Progress saved."))
    return redirect(f"{objective.pairing.url}#objective-{objective.pk}")
