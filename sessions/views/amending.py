"""What is mended about a meeting that has begun: its shared facts, and what one has said oneself."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frame.errors import Conflict, Refused, conflict_response
from people.access import ONCE, PersonRequest, action, page
from people.models import User
from sessions.form_data import Slot
from sessions.forms import CorrectForm
from sessions.models import Meeting
from sessions.rules import mentor_or_leader
from sessions.services import answer_taking_back, correct_meeting, take_back
from sessions.services.retracting import is_ones_own_to_take_back
from sessions.views.booking import other_of, refusal_page
from sessions.views.logs import shared_meeting

CORRECT = "sessions/meeting_correct.html"


@page(mentor_or_leader, post=ONCE)
def meeting_correct(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """When, how long and how they really met; the other is told, and both see what stood there before."""
    meeting = shared_meeting(request.user, meeting_id)
    form = CorrectForm(request.POST or None, user=request.user, meeting=meeting)
    context = {
        "form": form, "meeting": meeting, "pairing": meeting.pairing, "other": other_of(meeting.pairing, request.user),
        "can_correct": meeting.can_be_told(timezone.now()) and meeting.pairing.is_running,
    }  # fmt: skip
    if request.method != "POST":
        return render(request, CORRECT, context)
    if not form.is_valid():
        return refusal_page(request, CORRECT, context)
    try:
        correct_meeting(meeting=meeting, slot=form.slots[0], by=request.user, version=form.cleaned_data["version"])
    except Conflict:
        return facts_conflict(request, meeting, form.slots[0])
    except Refused as error:
        form.add_error(None, str(error))
        return refusal_page(request, CORRECT, context)
    messages.success(request, _("The facts are corrected. The other one of you is told."))
    return redirect("meeting_detail", meeting.pk)


def facts_conflict(request: PersonRequest, meeting: Meeting, typed: Slot) -> HttpResponse:
    """The other was faster: both versions side by side."""
    saved = Slot(meeting.starts_at, meeting.minutes, meeting.channel)
    return conflict_response(
        request,
        own_version=in_words(typed, request.user),
        saved_version=in_words(saved, request.user),
        back_url=reverse("meeting_detail", args=[meeting.pk]),
        version=meeting.version,
    )


def in_words(slot: Slot, reader: User) -> dict[str, str]:
    """Label and text of each shared fact."""
    how = Meeting(channel=slot.channel).get_channel_display()
    return {
        _("When"): date_format(timezone.localtime(slot.starts_at, reader.zone), _("D j M Y, H:i")),
        _("Length"): ngettext("%(n)s minute", "%(n)s minutes", slot.minutes) % {"n": slot.minutes},
        _("How"): how,
    }


@page(mentor_or_leader, post=ONCE)
def meeting_take_back(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """Take back what one has said and written oneself, after a page that says what becomes of it."""
    meeting = shared_meeting(request.user, meeting_id)
    side = meeting.pairing.side_of(request.user)
    is_alone = is_ones_own_to_take_back(meeting, side, timezone.now())
    if request.method == "POST":
        return act_and_return(request, meeting, lambda: take_back(meeting=meeting, by=request.user), said_back)
    context = {
        "meeting": meeting,
        "pairing": meeting.pairing,
        "other": other_of(meeting.pairing, request.user),
        "can_take_back": bool(meeting.word_of(side)) and meeting.pairing.is_running,
        "alone": is_alone,
    }
    return render(request, "sessions/meeting_take_back.html", context)


@action(mentor_or_leader, post=ONCE)
def meeting_take_back_answer(request: PersonRequest, meeting_id: Any) -> HttpResponse:
    """Agree that the other takes back what they said, or leave it as it is."""
    meeting = shared_meeting(request.user, meeting_id)
    agrees = request.POST.get("answer") == "agree"
    return act_and_return(
        request, meeting, lambda: answer_taking_back(meeting=meeting, agrees=agrees, by=request.user), said_thanks
    )  # fmt: skip


def act_and_return(
    request: PersonRequest,
    meeting: Meeting,
    act: Callable[[], Meeting | None],
    sentence: Callable[[Meeting, User], str],
) -> HttpResponse:
    """Do it, say what came of it, and lead to what is left."""
    pairing_id, meeting_id = meeting.pairing_id, meeting.pk
    try:
        meeting_left = act()
    except Refused as error:
        messages.warning(request, str(error))
        return redirect("meeting_detail", meeting_id)
    if meeting_left is None:
        messages.success(request, _("It is taken back, and the meeting is gone. What was written is a draft again."))
        return redirect("pairing_detail", pairing_id)
    messages.success(request, sentence(meeting_left, request.user))
    return redirect("meeting_detail", meeting_id)


def said_back(meeting: Meeting, user: User) -> str:
    if meeting.asked_back_by == meeting.pairing.side_of(user):
        name = {"name": meeting.pairing.partner_of(user).short_name}
        return _("%(name)s is asked to agree. Until then it stays as it is.") % name
    return _("It is taken back. What you wrote is your draft again, seen by nobody but you.")


def said_thanks(meeting: Meeting, user: User) -> str:
    return _("Thank you. %(name)s is told.") % {"name": meeting.pairing.partner_of(user).short_name}
