"""Writing to people of a cycle: whom, what, a look at it, and off."""

import uuid

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frame.errors import Refused
from frame.forms import audience
from frame.posts import fingerprint
from notifications.forms import BaseNoteForm, note_subject, note_text
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from people.models import User
from programs.models import Cycle, Participant, Program, TeamNote
from programs.note_message import PLACEHOLDERS, SUGGESTIONS, filled
from programs.rules import manages_programs
from programs.selection import cycle_or_refuse, managed_program
from programs.services.messages import reachable, send_note
from programs.views.decisions import chosen_participants

READERS = gettext_lazy("Those it is sent to, and the program team")
SHOWN_AT_MOST = 200
LATEST = 10


class LetterForm(BaseNoteForm):
    """What the program team writes to people of a cycle."""

    HELP = gettext_lazy("{name} is the first name of each, {program} the name of the program.")

    placeholders = PLACEHOLDERS
    subject = audience(note_subject(), READERS)
    text = audience(note_text(help_text=HELP), READERS)


def recipients_of(request: PersonRequest, cycle: Cycle) -> QuerySet[Participant]:
    """Whom the address of the page means, of those who can be written to."""
    return reachable(chosen_participants(request, cycle)).order_by("user__last_name", "user__first_name", "pk")


def user_ids_of(recipients: QuerySet[Participant]) -> list[uuid.UUID]:
    return sorted(recipients.order_by().values_list("user", flat=True))


@page(manages_programs, post=HARMLESS)
def participants_write(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Whom it goes to and what it says; posted, the page to check it before it is sent."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    recipients = recipients_of(request, cycle)
    form = LetterForm(request.POST) if request.method == "POST" else LetterForm(initial=suggested(request))
    if form.is_valid() and recipients.exists() and "back" not in request.POST:
        return check(request, program, cycle, (recipients, user_ids_of(recipients)), form)
    return write_page(request, program, cycle, recipients, form)


@action(manages_programs, post=ONCE)
def note_send(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Send it to exactly those who were shown."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    recipients, form = recipients_of(request, cycle), LetterForm(request.POST)
    if not form.is_valid():
        return write_page(request, program, cycle, recipients, form)
    user_ids = user_ids_of(recipients)
    if request.POST.get("expected") != fingerprint(user_ids):
        messages.warning(request, _("The list has changed since you looked. Check it once more."))
        if not user_ids:
            return write_page(request, program, cycle, recipients, form)
        return check(request, program, cycle, (recipients, user_ids), form)
    try:
        note = send_note(cycle=cycle, user_ids=user_ids, by=request.user, **form.cleaned_data)
    except Refused as refused:
        messages.warning(request, str(refused))
        return write_page(request, program, cycle, recipients, form)
    sentence = ngettext(
        "Your message is on its way to %(n)s person.", "Your message is on its way to %(n)s people.",
        note.recipient_count,
    )  # fmt: skip
    messages.success(request, sentence % {"n": note.recipient_count})
    return HttpResponseRedirect(f"{reverse('participant_list', args=[program.pk])}?cycle={cycle.pk}")


def suggested(request: PersonRequest) -> dict[str, str]:
    """The words of `?words=`, to begin with."""
    suggestion = SUGGESTIONS.get(request.GET.get("words", ""))
    return {"subject": str(suggestion.subject), "text": str(suggestion.text)} if suggestion else {}


def named_of(recipients: QuerySet[Participant]) -> list[User]:
    """The first of them, in the order of the list."""
    return [participant.user for participant in recipients.select_related("user")[:SHOWN_AT_MOST]]


def write_page(
    request: PersonRequest, program: Program, cycle: Cycle, recipients: QuerySet[Participant], form: LetterForm
) -> HttpResponse:
    count = recipients.count()
    context = {
        "program": program,
        "tab": "people",
        "cycle": cycle,
        "form": form,
        "count": count,
        "named": named_of(recipients),
        "more": max(0, count - SHOWN_AT_MOST),
        "suggestions": SUGGESTIONS,
        "notes": TeamNote.objects.filter(cycle=cycle).select_related("sent_by")[:LATEST],
        "back_url": f"{reverse('participant_list', args=[program.pk])}?cycle={cycle.pk}",
    }
    return render(request, "programs/participants_write.html", context, status=422 if form.errors else 200)


def check(
    request: PersonRequest,
    program: Program,
    cycle: Cycle,
    chosen: tuple[QuerySet[Participant], list[uuid.UUID]],
    form: LetterForm,
) -> HttpResponse:
    """Everybody is counted, the first ones are named, and the first one's message is shown."""
    (recipients, user_ids), typed = chosen, form.cleaned_data
    named = named_of(recipients)
    reader, count = named[0], len(user_ids)
    context = {
        "title": _("Send this message?"),
        "program": program,
        "cycle": cycle,
        "count": count,
        "named": named,
        "more": count - len(named),
        "reader": reader,
        "shown_subject": filled(typed["subject"], program=program.name, recipient=reader),
        "shown_text": filled(typed["text"], program=program.name, recipient=reader),
        "typed": typed,
        "expected": fingerprint(user_ids),
        "send_url": f"{reverse('note_send', args=[program.pk])}?{request.GET.urlencode()}",
        "write_url": f"{reverse('participants_write', args=[program.pk])}?{request.GET.urlencode()}",
        "action_label": ngettext("Send it to %(n)s person", "Send it to %(n)s people", count) % {"n": count},
    }
    return render(request, "notifications/note_check.html", context)
