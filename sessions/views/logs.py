"""Logging a meeting, with a draft that saves itself."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused, conflict_response
from frame.request_limits import at_most, takes_at_most
from pairings.models import Pairing
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.models import User
from sessions.forms import LogForm, UnplannedLogForm
from sessions.forms.booking import usual
from sessions.forms.logs import first_values, further_as_typed, shared_as_saved, shared_as_typed
from sessions.history import accounts_of
from sessions.models import LogDraft, Meeting, Reflection, SessionLog
from sessions.rules import mentor_or_leader
from sessions.services import (
    Overlap,
    discard_draft,
    log_meeting,
    log_unplanned_meeting,
    report_not_held,
    save_draft,
)
from sessions.services.attendance import why_not_told
from sessions.services.overlaps import meetings_near
from sessions.views.booking import Answer, answer_of, other_of, question_of, refusal_page

TEMPLATE = "sessions/meeting_log.html"
#: A draft is saved a second after each pause in typing; nobody types more than these.
DRAFTS, DRAFT_BYTES = "60/m", 512 * 1024


def shared_meeting(user: User, meeting_id: Any) -> Meeting:
    return get_object_or_404(Meeting.objects.shared_by(user).with_people(), pk=meeting_id)


def own_pairing(user: User, pairing_id: Any) -> Pairing:
    return get_object_or_404(Pairing.objects.of(user).with_people().select_related("agreement"), pk=pairing_id)


@page(mentor_or_leader, post=ONCE)
def meeting_log(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """Say what happened, in one's own words; also the place where one changes them later."""
    meeting = shared_meeting(request.user, meeting_id)
    if why := why_not_now(request, meeting):
        messages.info(request, why)
        return redirect("meeting_detail", meeting.pk)
    parts = {part.author_id: part for part in SessionLog.objects.filter(meeting=meeting).prefetch_related("topics")}
    part = parts.pop(request.user.pk, None)
    others = [part for part in parts.values() if part.learned]
    draft = LogDraft.objects.visible_to(request.user).filter(meeting=meeting).first()
    form = LogForm(
        request.POST or None,
        pairing=meeting.pairing,
        user=request.user,
        is_told=bool(others) and not (part and part.learned),
        met_on=timezone.localdate(meeting.starts_at, request.user.zone),
        initial=initial_values(meeting, part, draft, request.user),
    )
    context = page_context(request, form, meeting.pairing, draft) | {
        "meeting": meeting,
        "log": part,
        "other_parts": others,
    }
    context["accounts"] = accounts_of(meeting, request.user)
    if request.method != "POST":
        return render(request, TEMPLATE, context)
    if not form.is_valid():
        return refusal_page(request, TEMPLATE, context)
    return save_log(request, meeting, form, context)


def why_not_now(request: PersonRequest, meeting: Meeting) -> str:
    """Empty where there is something to log. What comes too late is refused with what was typed, by the service."""
    if not meeting.can_be_told(timezone.now()):
        return why_not_told(meeting)
    is_said = bool(meeting.word_of(meeting.pairing.side_of(request.user)))
    if is_said and request.method != "POST" and not meeting.pairing.is_running:
        return _("This pairing is over, so what stands in it stays as it is.")
    return ""


def initial_values(meeting: Meeting, part: SessionLog | None, draft: LogDraft | None, user: User) -> dict[str, Any]:
    reflection = Reflection.objects.visible_to(user).filter(meeting=meeting).first()
    return first_values(part, reflection, draft, meeting.word_of(meeting.pairing.side_of(user)))


def page_context(request: PersonRequest, form: LogForm, pairing: Pairing, draft: LogDraft | None) -> dict[str, Any]:
    return {
        "form": form,
        "pairing": pairing,
        "other": other_of(pairing, request.user),
        "draft": draft,
        "draft_saved_at": clock(draft.saved_at, request.user) if draft else "",
    }


def clock(instant: dt.datetime, user: User) -> str:
    return date_format(timezone.localtime(instant, user.zone), "H:i")


def save_log(request: PersonRequest, meeting: Meeting, form: LogForm, context: dict[str, Any]) -> HttpResponse:
    cleaned = form.cleaned_data
    try:
        if form.was_held:
            log_meeting(meeting=meeting, entry=form.entry(), by=request.user, version=cleaned["version"] or 0)
        else:
            report_not_held(meeting=meeting, state=cleaned["happened"], who=cleaned["who"], by=request.user)
    except Conflict:
        return log_conflict(request, form, meeting, SessionLog.objects.get(meeting=meeting, author=request.user))
    except Refused as error:
        form.add_error(None, str(error))
        return refusal_page(request, TEMPLATE, context)
    partner = meeting.pairing.partner_of(request.user)
    messages.success(request, who_reads(form, partner) if form.was_held else _("Saved."))
    return redirect("meeting_detail", meeting.pk)


def who_reads(form: LogForm | UnplannedLogForm, partner: User) -> str:
    """What is said of a log that was saved: by whom it can be read."""
    name = {"name": partner.short_name}
    if form.cleaned_data.get("reflection"):
        return _("Saved. %(name)s and you can read it; your private reflection, only you.") % name
    return _("Saved. Only %(name)s and you can read it.") % name


def log_conflict(request: PersonRequest, form: LogForm, meeting: Meeting, saved: SessionLog) -> HttpResponse:
    """Saved differently in another window of one's own: both texts side by side. What was typed stays a draft."""
    save_draft(pairing=meeting.pairing, meeting=meeting, by=request.user, fields=as_typed(request, form))
    return conflict_response(
        request,
        own_version=shared_as_typed(form),
        saved_version=shared_as_saved(form, saved),
        back_url=reverse("meeting_detail", args=[meeting.pk]),
        version=saved.version,
        drafted=further_as_typed(form),
    )


@page(mentor_or_leader, post=ONCE)
def meeting_log_unplanned(request: PersonRequest, pairing_id: Any) -> HttpResponse:
    """Log a meeting that nobody had planned; asks first where it looks like one that is known already."""
    pairing = own_pairing(request.user, pairing_id)
    draft = LogDraft.objects.visible_to(request.user).filter(pairing=pairing, meeting=None).first()
    initial = just_now(pairing, request.user) | first_values(None, None, draft)
    form = UnplannedLogForm(request.POST or None, pairing=pairing, user=request.user, initial=initial)
    context = page_context(request, form, pairing, draft)
    context["waiting"] = Meeting.objects.filter(pairing=pairing).to_log(timezone.now())
    if request.method != "POST":
        return render(request, TEMPLATE, context)
    if not form.is_valid():
        return refusal_page(request, TEMPLATE, context)
    try:
        part = save_unplanned(pairing, form, answer_of(request), request.user)
    except Overlap as overlap:
        return refusal_page(request, TEMPLATE, context | {"question": question_of(overlap, form.slot())})
    except Refused as error:
        form.add_error(None, str(error))
        return refusal_page(request, TEMPLATE, context)
    except Conflict:
        form.add_error(None, _("You have logged that meeting already. Open it and change what you wrote there."))
        return refusal_page(request, TEMPLATE, context)
    messages.success(request, who_reads(form, pairing.partner_of(request.user)))
    return redirect("meeting_detail", part.meeting_id)


def save_unplanned(pairing: Pairing, form: UnplannedLogForm, answer: Answer, user: User) -> SessionLog:
    """Into the meeting that it was, or as one of its own. Raises Conflict where one has written already."""
    entry, slot = form.entry(), form.slot()
    if meeting := next((candidate for candidate in meetings_near(pairing, slot) if candidate.pk == answer.same), None):
        part = log_meeting(meeting=meeting, entry=entry, by=user)
        discard_draft(pairing=pairing, meeting=None, by=user)
        return part
    return log_unplanned_meeting(pairing=pairing, slot=slot, entry=entry, by=user, apart_from=answer.apart_from)


def just_now(pairing: Pairing, user: User) -> dict[str, Any]:
    """That the two met today, for as long as usual, until about now."""
    plan = usual(pairing, user)
    began = timezone.localtime(timezone=user.zone) - dt.timedelta(minutes=plan["minutes"])
    began = began.replace(minute=began.minute // 15 * 15, second=0, microsecond=0)
    return {"date": began.date(), "time": began.time(), "minutes": plan["minutes"], "channel": plan["channel"]}


@action(mentor_or_leader, post=HARMLESS)
@takes_at_most(DRAFT_BYTES)
@at_most(DRAFTS)
def log_draft_save(request: PersonRequest, meeting_id: Any) -> JsonResponse:
    """Keep what is typed so far; its author's alone."""
    meeting = shared_meeting(request.user, meeting_id)
    return draft_response(request, LogForm(pairing=meeting.pairing, user=request.user), meeting.pairing, meeting)


@action(mentor_or_leader, post=HARMLESS)
@takes_at_most(DRAFT_BYTES)
@at_most(DRAFTS)
def unplanned_draft_save(request: PersonRequest, pairing_id: Any) -> JsonResponse:
    """Keep what is typed so far about a meeting that has no page yet; its author's alone."""
    pairing = own_pairing(request.user, pairing_id)
    return draft_response(request, UnplannedLogForm(pairing=pairing, user=request.user), pairing, None)


def draft_response(request: PersonRequest, form: LogForm, pairing: Pairing, meeting: Meeting | None) -> JsonResponse:
    draft = save_draft(pairing=pairing, meeting=meeting, by=request.user, fields=as_typed(request, form))
    return JsonResponse({"saved_at": clock(draft.saved_at, request.user)})


def as_typed(request: PersonRequest, form: LogForm) -> dict[str, str | list[str]]:
    """The fields of the form as they were posted, right or wrong."""
    return {
        name: request.POST.getlist(name) if name == "topics" else request.POST.get(name, "")
        for name in form.fields
        if name in request.POST
    }


@action(mentor_or_leader, post=HARMLESS)
def log_draft_discard(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """Forget one's draft, and begin again from what is saved."""
    meeting = shared_meeting(request.user, meeting_id)
    discard_draft(pairing=meeting.pairing, meeting=meeting, by=request.user)
    return redirect("meeting_log", meeting.pk)


@action(mentor_or_leader, post=HARMLESS)
def unplanned_draft_discard(request: PersonRequest, pairing_id: Any) -> HttpResponse:
    """Forget one's draft about a meeting that has no page yet."""
    pairing = own_pairing(request.user, pairing_id)
    discard_draft(pairing=pairing, meeting=None, by=request.user)
    return redirect("meeting_log_unplanned", pairing.pk)
