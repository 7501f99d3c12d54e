"""The messages of a program: which there are, and words of its own for some of them."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frame.errors import Conflict, conflict_response
from notifications import kinds
from notifications.kinds import Kind
from notifications.message_texts import (
    Worded,
    editable_kinds,
    history_of,
    placeholders_of,
    texts_in_force,
    words_of,
)
from notifications.models import MessageText
from notifications.rendering import Words, sample_words, standard_words, this_site
from notifications.trial_messages import sample_of
from people.access import HARMLESS, PersonRequest, action, page
from people.models import User
from people.querysets import UserQuerySet
from programs.closeness import TeamScope
from programs.forms.texts import MessageTextForm
from programs.models import Participant, Program
from programs.rules import manages_programs
from programs.selection import managed_program
from programs.services.messages import try_message, word_message
from programs.setup_tasks import MESSAGES


@page(manages_programs)
def setup_messages(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The messages that can be worded, and which ones are."""
    program = managed_program(request, program_id)
    worded = {kind for scope, kind in texts_in_force() if scope == program.pk}
    rows = [{"kind": kind, "is_worded": kind.code in worded} for kind in editable_kinds()]
    context = {"program": program, "tab": "setup", "topic": MESSAGES, "rows": rows}
    return render(request, "programs/setup_messages.html", context)


@page(manages_programs, post=HARMLESS)
def message_text(request: PersonRequest, program_id: uuid.UUID, code: str) -> HttpResponse:
    """Look at the words of one message, try others, keep them; `action` is look, try or save."""
    program, kind = managed_program(request, program_id), editable_kind_or_404(code)
    versions = history_of(program.pk, kind)
    form = text_form(request, program, kind, versions)
    if request.method == "POST" and form.is_valid():
        match request.POST.get("action"):
            case "save":
                return save(request, program, kind, form)
            case "try":
                try_message(program=program, kind=kind, worded=form.worded, to=request.user)
                messages.success(request, _("A test is on its way to %(address)s.") % {"address": request.user.email})
    return text_page(request, program, kind, form, versions)


@action(manages_programs, post=HARMLESS)
def message_text_reset(request: PersonRequest, program_id: uuid.UUID, code: str) -> HttpResponse:
    """Back to the standard words; what was written stays in the history."""
    program, kind = managed_program(request, program_id), editable_kind_or_404(code)
    versions = history_of(program.pk, kind)
    seen = versions[0].version if versions else 0
    word_message(program=program, kind=kind, worded=None, by=request.user, seen=seen)
    messages.success(request, _("The standard words are back. Yours stay below, to be taken up again."))
    return redirect("message_text", program.pk, kind.code)


def editable_kind_or_404(code: str) -> Kind:
    kind = kinds.find(code)
    if kind is None or not kind.placeholders:
        raise Http404
    return kind


def people_of(program: Program, reader: User) -> UserQuerySet:
    """Those in the program whose place the reader is shown as it is."""
    participants = Participant.objects.filter(cycle__program=program).exclude(TeamScope(reader).hidden)
    return User.objects.active().filter(pk__in=participants.order_by().values("user"))


def text_form(request: PersonRequest, program: Program, kind: Kind, versions: list[MessageText]) -> MessageTextForm:
    """With what was typed, else with the version of `?version=`, else with the words in force."""
    people = people_of(program, request.user)
    if request.method == "POST":
        return MessageTextForm(request.POST, kind=kind, people=people)
    asked = next((row for row in versions if str(row.version) == request.GET.get("version") and row.text), None)
    words = Worded(asked.subject, asked.text) if asked else words_of(versions)
    words = words or standard_words(kind, request.user, this_site())
    seen = versions[0].version if versions else 0
    return MessageTextForm(
        initial={"subject": words.subject, "text": words.text, "version": seen}, kind=kind, people=people
    )


def save(request: PersonRequest, program: Program, kind: Kind, form: MessageTextForm) -> HttpResponse:
    """Keep it, unless somebody else did meanwhile: then both are shown."""
    is_standard = form.worded == standard_words(kind, request.user, this_site())
    worded = None if is_standard else form.worded
    try:
        word_message(program=program, kind=kind, worded=worded, by=request.user, seen=form.cleaned_data["version"])
    except Conflict:
        versions = history_of(program.pk, kind)
        newest = words_of(versions) or standard_words(kind, request.user, this_site())
        return conflict_response(
            request,
            own_version=shown(form.worded),
            saved_version=shown(newest),
            back_url=request.path,
            version=versions[0].version,
        )
    messages.success(request, _("Saved. The next messages of this kind are in these words."))
    return redirect("message_text", program.pk, kind.code)


def shown(worded: Worded) -> dict[str, str]:
    return {_("Subject"): worded.subject, _("Text"): worded.text}


def text_page(
    request: PersonRequest, program: Program, kind: Kind, form: MessageTextForm, versions: list[MessageText]
) -> HttpResponse:
    context = {
        "program": program,
        "tab": "setup",
        "topic": MESSAGES,
        "kind": kind,
        "form": form,
        "versions": versions,
        "is_worded": words_of(versions) is not None,
        "placeholders": placeholders_of(kind),
        "words": preview(request, program, kind, form),
    }
    return render(request, "programs/message_text.html", context, status=422 if form.errors else 200)


def preview(request: PersonRequest, program: Program, kind: Kind, form: MessageTextForm) -> Words | None:
    """The mail as it would go out; nothing while what was typed cannot be used."""
    if form.is_bound and not form.is_valid():
        return None
    worded = form.worded if form.is_bound else Worded(form.initial["subject"], form.initial["text"])
    person = (form.cleaned_data["person"] if form.is_bound else None) or request.user
    return sample_words(kind, person, this_site(), context=sample_of(kind, person, program.pk), worded=worded)
