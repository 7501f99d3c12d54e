"""The rules and weights of a program, and how many people could be mentor or leader under them."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frame.errors import Conflict, conflict_response
from matchmaker import PRESETS
from pairings.rules import matches
from people.access import HARMLESS, PersonRequest, action, page
from programs.models import Program
from programs.selection import chosen_cycle, managed_program
from programs.services import digest
from proposals.eligible_counts import Preview, is_quick, preview_pools
from proposals.forms.policy import PolicyForm
from proposals.models import MatchPolicy
from proposals.services.versions import change_rules, policy_of
from proposals.withheld_from_team import Withheld

PRESET_WORDS = {
    "balanced": gettext_lazy("Balanced"),
    "skills_first": gettext_lazy("Skills first"),
    "widest_bridge": gettext_lazy("Widest bridge"),
}


@page(matches, post=HARMLESS)
def setup_matching(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Rules as switches and numbers, weights with presets. “Count” shows the effect without saving."""
    program = managed_program(request, program_id)
    policy = policy_of(program)
    form = PolicyForm(request.POST or None, instance=policy)
    if request.method == "POST" and form.is_valid() and "count" not in request.POST:
        try:
            change_rules(policy=policy, values=form.values, seen=form.seen)
        except Conflict:
            return _conflict(request, program, form)
        messages.success(request, _("The matching rules are saved. They count from the next match."))
        return redirect("program_setup", program_id)
    if request.method != "POST" and (preset := PRESETS.get(request.GET.get("preset", ""))):
        form.show_weights(preset)
    cycle = chosen_cycle(request, program)
    counted = MatchPolicy(program=program, **form.values) if form.is_bound and not form.errors else policy
    withheld = Withheld(request.user, cycle)
    context = {
        "program": program,
        "tab": "setup",
        "cycle": cycle,
        "form": form,
        "preview": preview_pools(cycle, counted, withheld) if form.is_bound or is_quick() else None,
        "presets": [(code, PRESET_WORDS[code]) for code in PRESETS],
    }
    return render(request, "proposals/setup_matching.html", context, status=422 if form.errors else 200)


def _conflict(request: PersonRequest, program: Program, form: PolicyForm) -> HttpResponse:
    now = form.now()
    return conflict_response(
        request,
        own_version=form.texts(form.values),
        saved_version=form.texts(now),
        back_url=reverse("setup_matching", args=[program.pk]),
        version=digest(now),
    )


@action(matches, post=HARMLESS)
def policy_preview(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """The counts for the form as it stands, unsaved; the counts of the saved rules while it has errors."""
    program = managed_program(request, program_id)
    form = PolicyForm(request.POST, instance=policy_of(program))
    preview: Preview | None = None
    if form.is_valid():
        cycle, policy = chosen_cycle(request, program), MatchPolicy(program=program, **form.values)
        preview = preview_pools(cycle, policy, Withheld(request.user, cycle))
    context: dict[str, Any] = {"program": program, "preview": preview, "form": form}
    return render(request, "proposals/parts/pools.html", context)
