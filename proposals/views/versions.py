"""Versions of a proposal: beside each other, kept, gone back to, named and thrown away."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from pairings.rules import matches
from people.access import HARMLESS, ONCE, PersonRequest, action, page
from programs.selection import cycle_or_refuse, managed_program
from proposals import match_tab, version_comparison, version_history
from proposals.forms.changes import NameForm
from proposals.models import MatchRun
from proposals.services import versions
from proposals.views.board import board_url, run_or_404
from proposals.views.edit_proposal import changed_meanwhile
from proposals.withheld_from_team import Withheld


@page(matches)
def match_compare(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Two versions side by side: pairs, people, figures, rules and weights that differ. With `?check=` the second is
    also held against the people as they are now."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    withheld = Withheld(request.user, cycle)
    choices = version_comparison.choices_of(cycle, request.user.zone, withheld)
    picked = [version_comparison.chosen(choices, request.GET.get(name)) for name in ("a", "b")]
    context: dict[str, Any] = {"program": program, "cycle": cycle, "tab": "match", "choices": choices}
    current = next((choice.run for choice in choices if choice.is_current), None)
    context |= {"back_url": board_url(program, cycle), "version": versions.token_of(current)}
    first, second = (choice.run if choice else None for choice in picked)
    context |= {"first": first, "second": second}
    if first and second and first != second:
        is_checked = "check" in request.GET
        context |= {
            "sides": picked,
            "is_checked": is_checked,
            "comparison": version_comparison.compare(first, second, withheld, is_checked=is_checked),
            "check_url": f"?{request.GET.urlencode()}&check=1",
        }
    return render(request, "proposals/match_compare.html", context)


@action(matches, post=ONCE)
def match_keep(request: PersonRequest, program_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    """Make a version the proposal. `follow` says that the program's rules become those of the version."""
    program = managed_program(request, program_id)
    run = run_or_404(program, run_id)
    seen = request.POST.get("version") or None
    try:
        versions.keep_version(run=run, by=request.user, seen=seen, takes_rules="follow" in request.POST)
    except Conflict:
        wish = _("Keep: %(what)s") % {
            "what": run.name or version_history.act_words(run, version_history.people_in([run]))
        }
        return changed_meanwhile(request, run.cycle, match_tab.current_run(run.cycle), wish)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("This is the proposal now. You can go back under “Your changes”."))
    return redirect(board_url(program, run.cycle))


@page(matches, post=ONCE)
def match_name(request: PersonRequest, program_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    """Save a version as a scenario, or give a scenario another name."""
    program = managed_program(request, program_id)
    run = run_or_404(program, run_id)
    form = NameForm(request.POST or None, initial={"name": run.name})
    if request.method == "POST" and form.is_valid():
        try:
            versions.name_scenario(run=run, name=form.cleaned_data["name"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved as a scenario."))
            return redirect(board_url(program, run.cycle, show="scenarios"))
    back = board_url(program, run.cycle, show="scenarios")
    context = {"program": program, "cycle": run.cycle, "tab": "match", "form": form, "run": run, "back_url": back}
    return render(request, "proposals/match_name.html", context, status=422 if form.errors else 200)


@page(matches, post=HARMLESS)
def match_discard(request: PersonRequest, program_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    """Throw a scenario or a result that waits away, after a page that asks."""
    program = managed_program(request, program_id)
    run = MatchRun.objects.filter(cycle__program=program, pk=run_id).select_related("cycle").first()
    if run is None:  # a second click
        return redirect(board_url(program, None, show="scenarios"))
    back = board_url(program, run.cycle, show="scenarios" if run.name else "pairs")
    if request.method == "POST":
        versions.discard_version(run=run)
        messages.success(request, _("Discarded."))
        return redirect(back)
    context = {"program": program, "cycle": run.cycle, "tab": "match", "run": run, "back_url": back}
    return render(request, "proposals/match_discard.html", context)
