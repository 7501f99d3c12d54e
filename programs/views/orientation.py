"""The set-up's page of what each side reads before the first meeting."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Conflict, Refused, conflict_response
from frame.lists import chip
from people.access import HARMLESS, PersonRequest, page
from people.promises import READERS
from programs.forms.texts import OrientationForm
from programs.models import Program, Side
from programs.orientation_texts import Words
from programs.rules import manages_programs
from programs.selection import managed_program
from programs.services import words_of, write_orientation
from programs.setup_tasks import ORIENTATION

#: Leaders first: theirs is read by the mentors, too.
SIDES = ((Side.SENIOR, gettext_lazy("For leaders")), (Side.JUNIOR, gettext_lazy("For mentors")))


@page(manages_programs, post=HARMLESS)
def setup_orientation(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Write the screens of a side (`?side=`), look at how they read (`action` look or save), and at every version."""
    program = managed_program(request, program_id)
    side = Side.JUNIOR if request.GET.get("side") == Side.JUNIOR else Side.SENIOR
    versions = list(program.orientations.filter(side=side).select_related("written_by"))
    latest = versions[0] if versions else None
    asked = next((version for version in versions if str(version.version) == request.GET.get("version")), latest)
    words = words_of(None if request.GET.get("version") == "0" else asked, side)
    data = request.POST if request.method == "POST" else None
    form = OrientationForm(data, side=side, words=words, version=latest.version if latest else 0)
    if request.method == "POST" and form.is_valid() and request.POST.get("action") != "look":
        try:
            return _save(request, program, form)
        except Conflict:
            return _conflict(request, program, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    shown = request.GET.copy()
    shown["side"] = side
    context = {
        "program": program,
        "tab": "setup",
        "topic": ORIENTATION,
        "form": form,
        "side": side,
        "sides": [chip(shown, "side", code, label) for code, label in SIDES],
        "versions": versions,
        "readers": READERS,
        "words": None if form.errors else form.words if form.is_bound else words,
    }
    return render(request, "programs/setup_orientation.html", context, status=422 if form.errors else 200)


def _save(request: PersonRequest, program: Program, form: OrientationForm) -> HttpResponse:
    seen = form.cleaned_data["version"]
    if write_orientation(program=program, side=form.side, words=form.words, by=request.user, seen=seen):
        messages.success(request, _("Saved. Whoever has not done it yet reads this."))
    else:
        messages.success(request, _("Nothing has changed."))
    return HttpResponseRedirect(reverse("setup_orientation", args=[program.pk], query={"side": form.side}))


def _conflict(request: PersonRequest, program: Program, form: OrientationForm) -> HttpResponse:
    latest = program.orientations.filter(side=form.side).first()
    return conflict_response(
        request,
        own_version=in_words(form.words),
        saved_version=in_words(words_of(latest, form.side)),
        back_url=request.get_full_path(),
        version=latest.version if latest else 0,
    )


def in_words(words: Words) -> dict[str, str]:
    """The words by what they are, for the page that shows two versions side by side."""
    screens = {f"{number}. {title}": str(text) for number, (title, text) in enumerate(words.screens, start=1)}
    pledge = "\n".join(str(line) for line in words.pledge)
    return screens | {_("The leader's pledge"): pledge, _("A question to warm up"): str(words.question)}
