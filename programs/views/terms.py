"""The set-up's page of the terms that people agree to when they enrol."""

import uuid

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused, conflict_response
from people.access import HARMLESS, PersonRequest, page
from programs.forms.texts import TermsForm
from programs.models import Program, Terms
from programs.rules import manages_programs
from programs.selection import managed_program
from programs.services import versions_of, write_terms
from programs.setup_tasks import TERMS


@page(manages_programs, post=HARMLESS)
def setup_terms(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Write them, look at how they read (`action` is look or save), and at every version with how many agreed."""
    program = managed_program(request, program_id)
    versions = list(versions_of(program))
    form = TermsForm(request.POST) if request.method == "POST" else TermsForm(initial=opened_with(request, versions))
    if request.method == "POST" and form.is_valid() and request.POST.get("action") != "look":
        try:
            return _save(request, program, form)
        except Conflict:
            return _conflict(request, program, form)
        except Refused as refused:
            form.add_error(None, str(refused))
    shown = form["text"].value() or ""
    context = {"program": program, "tab": "setup", "topic": TERMS, "form": form, "versions": versions, "shown": shown}
    return render(request, "programs/setup_terms.html", context, status=422 if form.errors else 200)


def opened_with(request: PersonRequest, versions: list[Terms]) -> dict[str, object]:
    """The words of `?version=`, else those in force."""
    asked = next((version for version in versions if str(version.version) == request.GET.get("version")), None)
    latest = versions[0] if versions else None
    text = asked or latest
    return {"text": text.text if text else "", "version": latest.version if latest else 0}


def _save(request: PersonRequest, program: Program, form: TermsForm) -> HttpResponse:
    text, seen = form.cleaned_data["text"], form.cleaned_data["version"]
    is_new = write_terms(program=program, text=text, by=request.user, seen=seen)
    if is_new and text:
        messages.success(
            request,
            _("Saved. Whoever enrols from now on is asked to agree to this. Those who have agreed to an earlier "
              "version keep it."),
        )  # fmt: skip
    else:
        messages.success(request, _("Saved. Nothing is asked.") if not text else _("Nothing has changed."))
    return HttpResponseRedirect(reverse("program_setup", args=[program.pk]))


def _conflict(request: PersonRequest, program: Program, form: TermsForm) -> HttpResponse:
    latest = program.terms.first()
    return conflict_response(
        request,
        own_version={_("Terms"): form.cleaned_data["text"]},
        saved_version={_("Terms"): latest.text if latest else ""},
        back_url=request.path,
        version=latest.version if latest else 0,
    )
