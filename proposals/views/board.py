"""The Match tab: run, look, run again."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from frame.lists import page_of
from pairings.rules import matches
from people.access import HARMLESS, PersonRequest, action, page
from programs.models import Cycle, Program
from programs.selection import chosen_cycle, cycle_or_refuse, managed_program
from proposals import match_tab, version_history
from proposals.matching_words import PHASES
from proposals.models import MatchRun
from proposals.others_alone import figures_of_others
from proposals.pair_list import pair_list
from proposals.quality_report import proof_without_figures
from proposals.services import runs, versions
from proposals.unmatched_people import left_over
from proposals.withheld_from_team import NOBODY, Withheld

SHOWS = ("pairs", "unmatched", "changes", "scenarios")


def board_url(program: Program, cycle: Cycle | None, **query: Any) -> str:
    """The Match tab of a cycle."""
    asked = {"cycle": cycle.pk, **query} if cycle else query
    return f"{reverse('match_board', args=[program.pk])}?{urlencode(asked)}"


@page(matches)
def match_board(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Who is ready, the proposal with its reasons, everybody without a pair, and what was changed by hand."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    context: dict[str, Any] = {"program": program, "cycle": cycle, "tab": "match"}
    if cycle is None:
        return render(request, "proposals/match_board.html", context)
    runs = version_history.runs_of(cycle)
    show = request.GET.get("show", "pairs")
    people = version_history.people_in([runs.current, runs.redo])
    withheld = Withheld(request.user, cycle)
    context |= {
        "ready": match_tab.readiness(cycle, withheld),
        "why_failed": withheld.told(runs.failed.message, runs.failed.pins) if runs.failed else "",
        "runs": runs,
        "show": show if show in SHOWS else "pairs",
        "phase": phase_words(runs.under_way, withheld),
        "version": versions.token_of(runs.current),
        "undo_words": version_history.act_words(runs.current, people, withheld) if runs.current and runs.undo else "",
        "redo_words": version_history.act_words(runs.redo, people, withheld) if runs.redo else "",
    }
    if runs.current:
        near = withheld if context["ready"].near else NOBODY
        context |= _shown(request, cycle, runs.current, context["show"], near)
        context |= _figures(request, runs.current, near)
    return render(request, "proposals/match_board.html", context)


def _figures(request: PersonRequest, run: MatchRun, near: Withheld) -> dict[str, Any]:
    """The figures of the proposal and what is proven; to whoever is near people of the cycle those of all other pairs,
    which are counted anew: not beside a list that is narrowed or put into another order."""
    if not near:
        return {"figures": run.outcome.figures, "certificate": match_tab.certificate_words(run)}
    is_plain = not {"q", "department", "below", "flag", "sort"} & {name for name, text in request.GET.items() if text}
    figures = figures_of_others(run, near) if is_plain else None
    proof = proof_without_figures(run.outcome.proven)
    return {"figures": figures, "certificate": proof, "is_partly_hidden": True}


def phase_words(run: MatchRun | None, withheld: Withheld) -> str:
    """How far a run is: the phase, with counts where there are any. These hang on which pairs are possible."""
    if run is None:
        return ""
    words = str(PHASES.get(run.phase, run.phase))
    if not run.phase_total or withheld:
        return words
    return _("%(phase)s: %(done)s of %(total)s") % {"phase": words, "done": run.phase_done, "total": run.phase_total}


def _shown(request: PersonRequest, cycle: Cycle, run: MatchRun, show: str, withheld: Withheld) -> dict[str, Any]:
    shown: dict[str, Any] = {}
    if show == "pairs":
        pairs = pair_list(run, cycle, request.GET, withheld)
        return shown | {"pairs": pairs, "page": pairs.page, "pairs_count": pairs.count}
    shown["pairs_count"] = run.proposals.count()
    if show == "changes":
        versions_page = page_of(request.GET, version_history.versions_of(cycle, run, withheld))
        return shown | {"decisions": version_history.decisions_of(run, withheld), "page": versions_page}
    if show == "scenarios":
        scenarios = cycle.match_runs.light().scenarios().select_related("created_by")
        return shown | {"page": page_of(request.GET, scenarios)}
    is_worked_out = "why" in request.GET
    people = left_over(run, withheld, is_worked_out=is_worked_out)
    return shown | {"page": page_of(request.GET, people), "is_worked_out": is_worked_out}


@action(matches, post=HARMLESS)
def match_start(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Run the match; the page shows its progress."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    try:
        runs.start_run(cycle=cycle, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect(board_url(program, cycle))


@page(matches)
def match_progress(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """How far the run is, as a part of the page; when it is over, the whole page is loaded anew."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    runs = version_history.runs_of(cycle) if cycle else None
    is_part = bool(request.htmx)
    if runs is None or runs.under_way is None or not is_part:
        waiting = runs.waiting if runs and runs.current and not runs.under_way else None
        url = compare_url(program, runs.current, waiting) if runs and waiting else board_url(program, cycle)
        return HttpResponse(headers={"HX-Redirect": url}) if is_part else redirect(url)
    phase = phase_words(runs.under_way, Withheld(request.user, cycle))
    context = {"program": program, "cycle": cycle, "run": runs.under_way, "phase": phase}
    return render(request, "proposals/parts/match_progress.html", context)


@action(matches, post=HARMLESS)
def match_cancel(request: PersonRequest, program_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    """Stop a run; what was there before stays."""
    program = managed_program(request, program_id)
    run = run_or_404(program, run_id)
    if not runs.cancel_run(run=run, by=request.user):
        messages.info(request, _("The match was over already."))
    return redirect(board_url(program, run.cycle))


def run_or_404(program: Program, run_id: uuid.UUID) -> MatchRun:
    """A version of one of the program's cycles."""
    runs = MatchRun.objects.filter(cycle__program=program).select_related("cycle", "created_by")
    run = get_object_or_404(runs, pk=run_id)
    run.cycle.program = program
    return run


def compare_url(program: Program, first: MatchRun | None, second: MatchRun | None) -> str:
    """Two versions beside each other."""
    asked = {
        "cycle": second.cycle_id if second else "",
        "a": first.pk if first else "",
        "b": second.pk if second else "",
    }
    return f"{reverse('match_compare', args=[program.pk])}?{urlencode(asked)}"
