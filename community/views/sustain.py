"""The step Sustain of a program: what waits for its team in the community, and what the program allows there."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from community.forms import CommunityForm
from community.page import ON_SUSTAIN
from community.rules import runs_community
from community.services import community_of, save_community
from people.access import HARMLESS, PersonRequest, page
from programs.recording import record_act
from programs.selection import chosen_cycle, managed_program
from programs.tabs import Tab


@page(runs_community, post=HARMLESS)
def program_sustain(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """What the program allows in the community, and what waits for its team there; never what is private."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    form = CommunityForm(request.POST if request.method == "POST" else None, instance=community_of(program))
    if request.method == "POST" and form.is_valid():
        if save_community(program=program, **form.cleaned_data):
            record_act("community.changed", program)
        messages.success(request, _("Saved. It holds from now on."))
        return redirect("program_sustain", program.pk)
    built = (build(program, cycle, request.user) for build in ON_SUSTAIN)
    sections = sorted((section for section in built if section), key=lambda section: section.position)
    context = {"program": program, "cycle": cycle, "tab": "sustain", "form": form, "sections": sections}
    return render(request, "community/program_sustain.html", context, status=422 if form.errors else 200)


sustain_tab = Tab("sustain", gettext_lazy("Sustain"), "program_sustain", 60, "heart")
