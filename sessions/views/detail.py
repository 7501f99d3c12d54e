"""The page of one meeting, and its agenda."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused, conflict_response
from pairings.services.earlier_texts import earlier_of
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.clock import local_today
from people.models import User
from sessions.answers.shown import answers_of
from sessions.forms import AgendaForm, ItemAdjustForm, WinForm
from sessions.history import accounts_of, history_of
from sessions.item_trace import describe
from sessions.models import ActionItem, LogDraft, Meeting, Reflection, Win
from sessions.questions import questions_for, with_questions
from sessions.rules import books_meetings, mentor_or_leader
from sessions.scheduling import booked_for, double_bookings
from sessions.services import change_win, keep_meeting, shown_to, take_back_win, write_agenda
from sessions.services.keeping import may_be_kept
from sessions.views.booking import bookable_meeting, other_of


@page(books_meetings)
def meeting_detail(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """Facts for everyone who books; agenda and log for the two; the private reflection for its author."""
    meeting = bookable_meeting(request.user, meeting_id)
    side = meeting.pairing.side_of(request.user)
    context = {
        "meeting": meeting,
        "pairing": meeting.pairing,
        "other": other_of(meeting.pairing, request.user),
        "may_be_kept": may_be_kept(meeting),
        "history": history_of(meeting, request.user, is_booking=not side),
        "can_change": meeting.can_be_changed(timezone.now()),
        "answers": answers_of(meeting, request.user),
        "doubles": doubles_of(meeting, request.user),
    }
    if side:
        context |= words_of_both(meeting, request.user) | content_of(meeting, request.user)
    return render(request, "sessions/meeting_detail.html", context)


@action(mentor_or_leader, post=HARMLESS)
def meeting_keep(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """Keep a meeting between the two after a change of partners, or let it be called off after all."""
    meeting = get_object_or_404(Meeting.objects.shared_by(request.user).with_people(), pk=meeting_id)
    is_kept = request.POST.get("keep") == "yes"
    try:
        keep_meeting(meeting=meeting, is_kept=is_kept)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        kept, not_kept = _("Kept. It stays in both calendars."), _("It is called off on the day partners change.")
        messages.success(request, kept if is_kept else not_kept)
    return redirect("meeting_detail", meeting.pk)


def doubles_of(meeting: Meeting, user: User) -> list[tuple[Meeting, User]]:
    """The reader's other meetings at that time, or those of the leader for whom they book, with whom they are."""
    if not meeting.can_be_changed(timezone.now()):
        return []
    person = booked_for(meeting.pairing, user)
    return [(other, other.pairing.partner_of(person)) for _meeting, other in double_bookings([meeting], person)]


def words_of_both(meeting: Meeting, user: User) -> dict[str, Any]:
    """Each side's word, and what the reader may do about their own."""
    side, now = meeting.pairing.side_of(user), timezone.now()
    is_running = meeting.pairing.is_running
    return {
        "is_party": True,
        "accounts": accounts_of(meeting, user),
        "can_log": meeting.awaits_word_of(side, now),
        "can_edit": bool(meeting.word_of(side)) and is_running,
        "can_correct": meeting.can_be_told(now) and is_running,
        "asks": is_running and meeting.asked_back_by == side,
        "is_asked": is_running and meeting.asked_back_by not in ("", side),
    }


def content_of(meeting: Meeting, user: User) -> dict[str, Any]:
    """What only the two have."""
    parts = parts_by_author(meeting, user)
    wins = wins_of(meeting, user) if meeting.has_words else []
    earlier = earlier_of([meeting, *(row["part"] for row in parts), *wins], user)
    for text in (*(row["part"] for row in parts), *wins):
        text.earlier = earlier.get(text.pk, [])
    content: dict[str, Any] = {"parts": parts, "reflection": own_text(Reflection, meeting, user)}
    content["earlier_agendas"] = earlier.get(meeting.pk, [])
    if not meeting.word_of(meeting.pairing.side_of(user)):
        content["draft"] = own_text(LogDraft, meeting, user)
    if not meeting.has_words:
        return content
    return content | {"wins": wins, "items": items_of(meeting, user)}


def wins_of(meeting: Meeting, user: User) -> list[Win]:
    """What each of the two noted as a win, under their name; one's own with a form."""
    wins = list(Win.objects.visible_to(user).filter(meeting=meeting.pk))
    people = {person.pk: person for person in (meeting.pairing.junior.user, meeting.pairing.senior.user)}
    for win in wins:
        win.pairing, win.author = meeting.pairing, people[win.author_id]
        win.form = WinForm(win=win) if win.can_be_changed(user) else None
    return wins


def items_of(meeting: Meeting, user: User) -> list[ActionItem]:
    """What the meeting left to do; those that can be changed with a form for owner and date."""
    items = shown_to(user, meeting.action_items.all())
    describe(items, meeting.pairing, user)
    for item in items:
        can_change = meeting.pairing.is_running and not item.is_settled
        item.adjust = ItemAdjustForm(item=item, user=user) if can_change else None
    return items


def parts_by_author(meeting: Meeting, user: User) -> list[dict[str, Any]]:
    """What each of the two wrote, the mentor first, under its author's name and with its topics as they were called
    then: whoever renames one later puts no words into anybody's log. One query."""
    parts = [part for part in meeting.parts.all() if part.learned or part.topic_names]
    parts_by_author = {part.author_id: {"part": part, "topics": part.topic_names} for part in parts}
    both_people = [meeting.pairing.junior.user, meeting.pairing.senior.user]
    return [
        parts_by_author[person.pk] | {"author": person, "is_mine": person == user}
        for person in both_people
        if person.pk in parts_by_author
    ]


def own_text(model: type[Reflection] | type[LogDraft], meeting: Meeting, user: User) -> Reflection | LogDraft | None:
    """What only its author ever sees."""
    text: Reflection | LogDraft | None = model.objects.visible_to(user).filter(meeting=meeting).first()
    return text


@page(mentor_or_leader, post=ONCE)
def meeting_agenda(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """Write the agenda together; suggested questions can be ticked."""
    meeting = get_object_or_404(Meeting.objects.shared_by(request.user).with_people(), pk=meeting_id)
    initial = {"agenda": meeting.agenda, "version": meeting.version}
    form = AgendaForm(request.POST or None, initial=initial)
    held_count = Meeting.objects.held().filter(pairing=meeting.pairing_id).count()
    stage = questions_for(held_count, is_closing=meeting.pairing.ends_soon(local_today()))
    context = {"form": form, "meeting": meeting, "pairing": meeting.pairing, "stage": stage}
    context["other"] = other_of(meeting.pairing, request.user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "sessions/meeting_agenda.html", context, status=422 if form.errors else 200)
    return save_agenda(request, meeting, form, context)


def save_agenda(request: PersonRequest, meeting: Meeting, form: AgendaForm, context: dict[str, Any]) -> HttpResponse:
    ticked = request.POST.getlist("question")
    chosen = [str(question) for question in context["stage"].questions if str(question) in ticked]
    text = with_questions(form.cleaned_data["agenda"], chosen)
    try:
        write_agenda(meeting=meeting, agenda=text, version=form.cleaned_data["version"], by=request.user)
    except Conflict:
        label = _("Agenda")
        return conflict_response(
            request, own_version={label: text}, saved_version={label: meeting.agenda}, version=meeting.version,
            back_url=reverse("meeting_detail", args=[meeting.pk]),
        )  # fmt: skip
    except Refused as error:
        form.add_error(None, str(error))
        return render(request, "sessions/meeting_agenda.html", context, status=422)
    messages.success(request, _("The agenda is saved. You both see it."))
    return redirect("meeting_detail", meeting.pk)


@action(mentor_or_leader, post=HARMLESS)
def win_change(request: PersonRequest, win_id: Any) -> HttpResponse:
    """Its author words it anew, or takes it back."""
    wins = Win.objects.visible_to(request.user).select_related("pairing__junior__user", "pairing__senior__user")
    win = get_object_or_404(wins, pk=win_id)
    if request.POST.get("act") == "take_back":
        take_back_win(win=win, by=request.user)
        messages.success(request, _("The win is taken back."))
    else:
        form = WinForm(request.POST, win=win)
        if not form.is_valid():
            raise Refused(_("Write the win in a line of at most 300 characters. Nothing was changed."))
        change_win(win=win, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("The change is saved."))
    return redirect("meeting_detail", win.meeting_id) if win.meeting_id else redirect(win.pairing.url)
