"""The page of one meeting, and its agenda."""

from typing import Any

from django.contrib import messages
from django.db.models import Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from people.access import access
from people.conflicts import Conflict, conflict_response
from people.errors import Refused
from people.forms.once import once
from people.models import User
from sessions.forms import AgendaForm, ItemAdjustForm
from sessions.history import history_of
from sessions.item_trace import describe
from sessions.models import ActionItem, LogDraft, Meeting, Reflection, SessionLog, Win
from sessions.questions import questions_for, with_questions
from sessions.rules import books_meetings, mentor_or_leader
from sessions.services import shown_to, write_agenda
from sessions.views.booking import bookable_meeting, form_page, other_of


@require_GET
@access(books_meetings)
def meeting_detail(request: HttpRequest, meeting_id: Any) -> HttpResponse:
    """Facts for everyone who books; agenda and log for the two; the private reflection for its author."""
    meeting = bookable_meeting(request.user, meeting_id)
    now = timezone.now()
    context = {
        "meeting": meeting,
        "pairing": meeting.pairing,
        "other": other_of(meeting.pairing, request.user),
        "history": history_of(meeting, request.user),
        "can_change": meeting.can_be_changed(now),
        "can_log": meeting.can_be_logged(now),
    }
    if meeting.pairing.side_of(request.user):
        context |= content_of(meeting, request.user)
    return render(request, "sessions/meeting_detail.html", context)


def content_of(meeting: Meeting, user: User) -> dict[str, Any]:
    """What only the two have."""
    log = getattr(meeting, "log", None)
    content = {"is_party": True, "log": log, "reflection": own(Reflection, meeting, user)}
    content["earlier_agendas"] = meeting.earlier_agendas.select_related("by") if meeting.version > 1 else ()
    if log is None:
        return content | {"draft": own(LogDraft, meeting, user)}
    return content | wins_and_topics(log) | {"items": items_of(meeting, user)}


def items_of(meeting: Meeting, user: User) -> list[ActionItem]:
    """What the meeting left to do; those that can be changed with a form for owner and date."""
    found = shown_to(user, meeting.action_items.all())
    describe(found, meeting.pairing, user)
    for item in found:
        can_change = meeting.pairing.is_running and not item.is_settled
        item.adjust = ItemAdjustForm(item=item, user=user) if can_change else None  # type: ignore[attr-defined]
    return found


def wins_and_topics(log: SessionLog) -> dict[str, list[str]]:
    """The short lines of a log, in one query."""
    wins = Win.objects.filter(meeting=log.meeting_id).order_by().values_list(Value("wins"), "text")
    topics = log.topics.order_by().values_list(Value("topics"), "name")
    found: dict[str, list[str]] = {"wins": [], "topics": []}
    for kind, text in wins.union(topics, all=True).order_by():
        found[kind].append(text)
    return found


def own(model: type[Reflection] | type[LogDraft], meeting: Meeting, user: User) -> Reflection | LogDraft | None:
    """What only its author ever sees."""
    found: Reflection | LogDraft | None = model.objects.visible_to(user).filter(meeting=meeting).first()
    return found


@form_page
@access(mentor_or_leader)
@once
def meeting_agenda(request: HttpRequest, meeting_id: Any) -> HttpResponse:
    """Write the agenda together; suggested questions can be ticked."""
    meeting = get_object_or_404(Meeting.objects.shared_by(request.user).with_people(), pk=meeting_id)
    initial = {"agenda": meeting.agenda, "version": meeting.version}
    form = AgendaForm(request.POST or None, initial=initial)
    held = Meeting.objects.held().filter(pairing=meeting.pairing_id).count()
    stage = questions_for(held, is_closing=meeting.pairing.state == "closing")
    context = {"form": form, "meeting": meeting, "pairing": meeting.pairing, "stage": stage}
    context["other"] = other_of(meeting.pairing, request.user)
    if request.method == "GET" or not form.is_valid():
        return render(request, "sessions/meeting_agenda.html", context, status=422 if form.errors else 200)
    return save_agenda(request, meeting, form, context)


def save_agenda(request: HttpRequest, meeting: Meeting, form: AgendaForm, context: dict[str, Any]) -> HttpResponse:
    ticked = request.POST.getlist("question")
    chosen = [str(question) for question in context["stage"].questions if str(question) in ticked]
    text = with_questions(form.cleaned_data["agenda"], chosen)
    try:
        write_agenda(meeting=meeting, agenda=text, version=form.cleaned_data["version"], by=request.user)
    except Conflict:
        label = _("Agenda")
        return conflict_response(
            request, mine={label: text}, theirs={label: meeting.agenda}, version=meeting.version,
            back_url=reverse("meeting_detail", args=[meeting.pk]),
        )  # fmt: skip
    except Refused as error:
        form.add_error(None, str(error))
        return render(request, "sessions/meeting_agenda.html", context, status=422)
    messages.success(request, _("The agenda is saved. You both see it."))
    return redirect("meeting_detail", meeting.pk)
