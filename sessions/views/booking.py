"""Planning, moving and cancelling: for the two, and for the leader's assistants."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.errors import Refused
from pairings.models import Pairing
from people.access import ONCE, PersonRequest, page
from people.models import User
from sessions.form_data import Slot
from sessions.forms import MoveForm, PlanForm
from sessions.forms.booking import SlotForm
from sessions.models import Meeting
from sessions.questions import agenda_to_begin_with
from sessions.reminders.facts import download_of
from sessions.rules import books_meetings
from sessions.scheduling import Outlook, outlook
from sessions.services import Overlap, cancel_meeting, keep_planned, move_meeting, plan_meetings
from sessions.services.meeting_logs import is_the_same


def bookable_pairings(user: User) -> QuerySet[Pairing]:
    """Pairings the person may book for: own ones, and those of leaders they assist."""
    own_pairings = Pairing.objects.of(user).order_by().values("pk")
    assisted = Pairing.objects.assisted_by(user).order_by().values("pk")
    bookable = Pairing.objects.filter(pk__in=own_pairings) | Pairing.objects.filter(pk__in=assisted)
    return bookable.with_people().select_related("agreement")


@dataclass(frozen=True)
class Answer:
    """What was said to the question whether it is a meeting that is known already: which one, or none of those."""

    same: uuid.UUID | None = None
    apart_from: frozenset[uuid.UUID] = frozenset()


def answer_of(request: PersonRequest) -> Answer:
    """As posted with the form; whatever is no answer is none."""
    same_as = request.POST.get("same_as", "")
    if same_as == "none":
        return Answer(apart_from=frozenset(filter(None, map(identifier, request.POST.getlist("asked")))))
    return Answer(same=identifier(same_as))


def identifier(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def question_of(overlap: Overlap, *slots: Slot) -> dict[str, Any]:
    """What the page asks. That it is another one can only be said where nothing is told of the same hours."""
    may_differ = not any(is_the_same(meeting, slot) for meeting in overlap.meetings for slot in slots)
    return {"meetings": overlap.meetings, "may_differ": may_differ}


def bookable_meeting(user: User, meeting_id: Any) -> Meeting:
    return get_object_or_404(Meeting.objects.bookable_by(user).for_detail(), pk=meeting_id)


def refusal_page(request: PersonRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422)


@page(books_meetings, post=ONCE)
def meeting_plan(request: PersonRequest, pairing_id: Any) -> HttpResponse:
    """Plan one meeting or several; shows both clocks and what speaks against it before it is done."""
    pairing = get_object_or_404(bookable_pairings(request.user), pk=pairing_id)
    form = PlanForm(request.POST or None, user=request.user, pairing=pairing)
    context = {"form": form, "pairing": pairing, "other": other_of(pairing, request.user)}
    if request.method != "POST":
        return render(request, "sessions/meeting_plan.html", context)
    if not form.is_valid():
        return refusal_page(request, "sessions/meeting_plan.html", context)
    if view := to_be_confirmed(form, pairing, request.user):
        return refusal_page(request, "sessions/meeting_plan.html", context | {"outlook": view})
    try:
        planned_meetings = save_plan(pairing, form, answer_of(request), request.user)
    except Overlap as overlap:
        question = question_of(overlap, *form.slots)
        return refusal_page(request, "sessions/meeting_plan.html", context | {"question": question})
    except Refused as error:
        form.add_error(None, str(error))
        return refusal_page(request, "sessions/meeting_plan.html", context)
    messages.success(request, booked_words(planned_meetings))
    if len(planned_meetings) == 1:
        return redirect("meeting_detail", planned_meetings[0].pk)
    return redirect("pairing_detail", pairing.pk)


def save_plan(pairing: Pairing, form: PlanForm, answer: Answer, user: User) -> list[Meeting]:
    """As new meetings, or beside the one that stands already."""
    agenda = form.cleaned_data.get("agenda", "") or agenda_to_begin_with(is_closing=pairing.state == "closing")
    if answer.same:
        return keep_planned(pairing=pairing, slots=form.slots, by=user, same=[answer.same], agenda=agenda)
    return plan_meetings(pairing=pairing, slots=form.slots, by=user, agenda=agenda, apart_from=answer.apart_from)


def booked_words(planned_meetings: list[Meeting]) -> str:
    return ngettext(
        "The meeting is planned. The invitation is on its way to both of you.",
        "%(n)s meetings are planned. The invitations are on their way to both of you.",
        len(planned_meetings),
    ) % {"n": len(planned_meetings)}


def other_of(pairing: Pairing, user: User) -> User | tuple[User, User]:
    """Whose clock stands beside one's own: the partner's; for an assistant those of the two."""
    return pairing.partner_of(user) if pairing.side_of(user) else (pairing.senior.user, pairing.junior.user)


def to_be_confirmed(form: SlotForm, pairing: Pairing, user: User) -> Outlook | None:
    """What must be seen before it is done; None when there is nothing, or it was seen."""
    view = outlook(pairing, form.slots, user)
    return view if view.cautions and form.cleaned_data["confirmed"] != view.digest else None


@page(books_meetings)
def meeting_preview(request: PersonRequest, pairing_id: Any) -> HttpResponse:
    """The part of the form that shows both clocks while one types; nothing but times travels in the address."""
    pairing = get_object_or_404(bookable_pairings(request.user), pk=pairing_id)
    form = PlanForm(request.GET, user=request.user, pairing=pairing)
    form.is_valid()
    slots = [Slot(at, 60, "video") for at in instants_of(form)]
    context = {"slots": slots, "pairing": pairing, "other": other_of(pairing, request.user)}
    return render(request, "sessions/meeting_plan.html#clocks", context)


def instants_of(form: PlanForm) -> list[Any]:
    cleaned = {"repeat_count": 1, "repeat_weeks": 1} | form.cleaned_data
    return form.instants(cleaned) if {"date", "time"} <= cleaned.keys() else []


@page(books_meetings, post=ONCE)
def meeting_move(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """Another time, length or place; both calendars are updated."""
    meeting = bookable_meeting(request.user, meeting_id)
    pairing = meeting.pairing
    asked_for = time_asked_for(meeting, request)
    form = MoveForm(request.POST or None, user=request.user, meeting=meeting, asked_for=asked_for)
    context = {
        "form": form, "meeting": meeting, "pairing": pairing, "other": other_of(pairing, request.user),
        "can_change": meeting.can_be_changed(timezone.now()), "asked_for": asked_for,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, "sessions/meeting_move.html", context)
    if not form.is_valid():
        return refusal_page(request, "sessions/meeting_move.html", context)
    if view := to_be_confirmed(form, pairing, request.user):
        return refusal_page(request, "sessions/meeting_move.html", context | {"outlook": view})
    try:
        meeting.revision = form.cleaned_data["revision"]
        move_meeting(meeting=meeting, slot=form.slots[0], by=request.user)
    except Refused as error:
        form.add_error(None, str(error))
        return refusal_page(request, "sessions/meeting_move.html", context)
    messages.success(request, _("The meeting is changed. Both calendars are being updated."))
    return redirect("meeting_detail", meeting.pk)


def time_asked_for(meeting: Meeting, request: PersonRequest) -> dt.datetime | None:
    """The one that a side's calendar asks for, where a link leads to it."""
    said = [answer for answer in meeting.answers.all() if answer.side == request.GET.get("asked")]
    at = said[0].proposed_at if said else None
    return at if at and at > timezone.now() else None


@page(books_meetings, post=ONCE)
def meeting_cancel(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """Call a meeting off, after a page that says who is told."""
    meeting = bookable_meeting(request.user, meeting_id)
    if request.method == "POST":
        try:
            cancel_meeting(meeting=meeting, by=request.user)
            messages.success(request, _("The meeting is cancelled. Both calendars are being updated."))
        except Refused as error:
            messages.warning(request, str(error))
        return redirect("meeting_detail", meeting.pk)
    context = {
        "meeting": meeting,
        "pairing": meeting.pairing,
        "other": other_of(meeting.pairing, request.user),
        "can_change": meeting.can_be_changed(timezone.now()),
    }
    return render(request, "sessions/meeting_cancel.html", context)


@page(books_meetings)
def meeting_calendar(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """The meeting as a calendar file: time, place and the two, never the agenda."""
    meeting = bookable_meeting(request.user, meeting_id)
    response = HttpResponse(download_of(meeting), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="meeting-{meeting.starts_at:%Y-%m-%d}.ics"'
    return response
