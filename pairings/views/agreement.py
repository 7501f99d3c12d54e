"""Getting ready: the agreement and the signatures."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.errors import Conflict, Refused, conflict_response
from pairings import services
from pairings.agreement_forms import AgreementForm, ConfidenceForm, aim_forms, written_aims
from pairings.models import Agreement, Objective, Pairing
from pairings.party_view import stage_of
from pairings.rules import takes_part
from pairings.services.agreement import content_of, mark_of, signed_words, stale_marks
from pairings.services.earlier_texts import earlier_of
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.models import User
from programs.models import Channel


def agreements_of(request: PersonRequest) -> QuerySet[Agreement]:
    """The agreements of one's own pairings, with all that is shown of them."""
    own_pairings = Pairing.objects.of(request.user).order_by().values("pk")
    people = ("pairing__cycle__program", "pairing__junior__user", "pairing__senior__user")
    parts = ("signatures", "topics", "pairing__objectives", "pairing__consents")
    return Agreement.objects.filter(pairing__in=own_pairings).select_related(*people).prefetch_related(*parts)


@page(takes_part)
def agreement_detail(request: PersonRequest, pairing_id: uuid.UUID) -> HttpResponse:
    """The agreement as it stands, who has signed, and the button to sign."""
    agreement = get_object_or_404(agreements_of(request), pairing=pairing_id)
    pairing = agreement.pairing
    side = pairing.side_of(request.user)
    is_preparing = stage_of(pairing, request.user, timezone.now()) == "preparing"
    valid_signatures = [mark for mark in agreement.signatures.all() if mark.version == agreement.version]
    stale = stale_marks(agreement) if is_preparing else []
    marks = {mark.side: mark for mark in valid_signatures if mark not in stale}
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
        "confidence": ConfidenceForm(side=side) if side else None,
        "changes": changes_of(agreement, request.user),
        "earlier": sorted({mark.version for mark in agreement.signatures.all()} - {agreement.version}),
    }
    return render(request, "pairings/agreement_detail.html", context)


def changes_of(agreement: Agreement, reader: User) -> list[dict[str, Any]]:
    """Who of the two changed it and when, the latest first, with what stood there before."""
    versions = earlier_of([agreement], reader).get(agreement.pk, [])
    return [{"by": version.by, "at": version.at, "rows": rows_of(version.was)} for version in versions]


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
    current = get_object_or_404(agreements_of(request), pairing=pairing_id)
    saved = content_of(current)
    topics = sorted(topic.name for topic in form.cleaned_data["topics"])
    objectives = [{"title": aim.title, "measure": aim.measure} for aim in written_aims(aims)]
    own = saved | form.texts() | {"topics": topics, "objectives": objectives}
    return conflict_response(
        request,
        own_version=dict(rows_of(own)),
        saved_version=dict(rows_of(saved)),
        back_url=reverse("agreement_detail", args=[pairing_id]),
        version=current.version,
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
        _note_confidence(request, agreement.pairing)
    except Conflict:
        messages.warning(request, _("The agreement has changed since you opened it. Read it again, then sign."))
        return redirect("agreement_detail", pairing_id)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect("agreement_detail", pairing_id)
    messages.success(request, _("Both have signed: your pairing is open.") if is_open else _after_signing(agreement))
    return redirect("pairing_detail", pairing_id)


def _note_confidence(request: PersonRequest, pairing: Pairing) -> None:
    """What one has said for oneself alone while signing; nothing where it was left out."""
    side = pairing.side_of(request.user)
    form = ConfidenceForm(request.POST, side=side)
    if form.is_valid() and form.cleaned_data["confidence"]:
        services.note_confidence(pairing=pairing, side=side, rating=form.cleaned_data["confidence"])


@action(takes_part, post=HARMLESS)
def objective_update(request: PersonRequest, objective_id: uuid.UUID) -> HttpResponse:
    """Note how far an objective is."""
    own_pairings = Pairing.objects.of(request.user).order_by().values("pk")
    objectives = Objective.objects.filter(pairing__in=own_pairings).select_related("pairing")
    objective = get_object_or_404(objectives, pk=objective_id)
    progress = request.POST.get("progress", "")
    if not (progress.isdecimal() and len(progress) <= 3 and int(progress) <= 100):
        raise Refused(_("Progress is a whole number from 0 to 100. Nothing was changed."))
    services.set_progress(objective=objective, progress=int(progress), by=request.user)
    messages.success(request, _("Progress saved."))
    return redirect(f"{objective.pairing.url}#objective-{objective.pk}")


def _after_signing(agreement: Agreement) -> str:
    signed = agreement.signatures.filter(version=agreement.version).count()
    if signed == 2 and services.waits_for_orientation(agreement.pairing, "junior", "senior"):
        return _("Both have signed. Your pairing opens as soon as both of you have done the orientation.")
    return _("You have signed the agreement.")


def rows_of(content: dict[str, Any]) -> list[tuple[str, str]]:
    """(label, text) in the order of the form; `content` is what `content_of` gives or a signature keeps, or those
    fields of it that were changed."""
    rows: list[tuple[str, str, Callable[[Any], str]]] = [
        ("objectives", _("Objectives"), lambda aims: _lines(_objective(aim) for aim in aims)),
        ("expectations", _("What we expect of each other"), str),
        ("topics", _("Focus topics"), ", ".join),
        ("cadence_weeks", _("How often we meet"), _weeks),
        ("meeting_minutes", _("How long"), lambda minutes: _("%(minutes)s minutes") % {"minutes": minutes}),
        ("channels", _("How we meet"), _channels),
        ("books", _("Who books the meetings"), lambda side: str(dict(Agreement.Books.choices).get(side, side))),
        ("confidentiality", _("What stays between us"), str),
        ("leaving", _("How either of us may leave"), str),
    ]
    return [(label, says(content[field])) for field, label, says in rows if field in content]


def _weeks(weeks: int) -> str:
    return ngettext("every week", "every %(weeks)s weeks", weeks) % {"weeks": weeks}


def _channels(channels: list[str]) -> str:
    labels = dict(Channel.choices)
    return ", ".join(str(labels.get(channel, channel)) for channel in channels)


def _objective(aim: dict[str, str]) -> str:
    return f"{aim['title']} ({aim['measure']})" if aim["measure"] else aim["title"]


def _lines(texts: Any) -> str:
    return "\n".join(f"• {text}" for text in texts)
