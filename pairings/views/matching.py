"""The Match tab: run, look, change, run again."""

import uuid
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pairings import board
from pairings.forms.matching import PairForm
from pairings.matching_words import PHASES
from pairings.models import MatchConstraint, MatchRun, Proposal
from pairings.pair_list import pair_list
from pairings.rules import matches
from pairings.services import board as changing
from pairings.services import runs
from pairings.unmatched import left_over
from people.access import access
from people.errors import Refused
from people.forms.once import once
from programs.models import Cycle, Program
from programs.selection import chosen_cycle, managed_program

PER_PAGE = 25
SHOWS = ("pairs", "unmatched", "changes")
#: What was just done, by the code in the URL that the buttons lead to.
DONE = {
    "taken": gettext_lazy("Taken out. The two stay apart in every further match of this cycle."),
    "pinned": gettext_lazy("Pinned. Every further match of this cycle keeps the two together."),
    "unpinned": gettext_lazy("Unpinned. The next match decides again."),
    "paired": gettext_lazy("Paired by hand, and pinned."),
    "undone": gettext_lazy("Undone."),
}


def board_url(program: Program, cycle: Cycle | None, **query: Any) -> str:
    """The Match tab of a cycle."""
    asked = {"cycle": cycle.pk, **query} if cycle else query
    return f"{reverse('match_board', args=[program.pk])}?{urlencode(asked)}"


def cycle_or_refuse(request: HttpRequest, program: Program) -> Cycle:
    cycle = chosen_cycle(request, program)
    if cycle is None:
        raise Refused(_("This program has no cycle yet. Set its dates first."))
    return cycle


@require_safe
@access(matches)
def match_board(request: HttpRequest, program_id: uuid.UUID) -> HttpResponse:
    """Who is ready, the proposal with its reasons, everybody without a pair, and what was changed by hand."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    context: dict[str, Any] = {"program": program, "cycle": cycle, "tab": "match"}
    if cycle is None:
        return render(request, "pairings/match_board.html", context)
    found = board.runs_of(cycle)
    show = request.GET.get("show", "pairs")
    context |= {
        "ready": board.readiness(cycle),
        "runs": found,
        "show": show if show in SHOWS else "pairs",
        "phase": PHASES.get(found.under_way.phase if found.under_way else "", ""),
        "may_give_up": may_give_up(found.under_way),
        "done": DONE.get(request.GET.get("did", "")),
        "undo": _undo_of(request, cycle),
    }
    if found.current:
        context |= _shown(request, cycle, found.current, context["show"])
    return render(request, "pairings/match_board.html", context)


def may_give_up(run: MatchRun | None) -> bool:
    return run is not None and run.created_at < timezone.now() - runs.STALE


def _shown(request: HttpRequest, cycle: Cycle, run: MatchRun, show: str) -> dict[str, Any]:
    shown: dict[str, Any] = {"certificate": board.certificate_words(run)}
    if show == "pairs":
        pairs = pair_list(run, cycle, request.GET)
        return shown | {"pairs": pairs, "page": pairs.page, "pairs_count": pairs.count}
    shown["pairs_count"] = run.proposals.count()
    if show == "changes":
        return shown | {"changes": board.changes_of(cycle)}
    return shown | {"page": Paginator(left_over(run), PER_PAGE).get_page(request.GET.get("page"))}


def _undo_of(request: HttpRequest, cycle: Cycle) -> str:
    """The address that takes the last change back, or nothing."""
    did, on = request.GET.get("did", ""), request.GET.get("on", "")
    try:
        wanted = uuid.UUID(on)
    except ValueError:
        return ""
    if did == "unpinned":
        return reverse("match_change", args=[cycle.program_id, wanted, "pin"])
    return reverse("match_undo", args=[cycle.program_id, wanted]) if did in ("taken", "pinned", "paired") else ""


@require_POST
@access(matches)
def match_start(request: HttpRequest, program_id: uuid.UUID) -> HttpResponse:
    """Run the match; the page shows its progress."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    try:
        runs.start_run(cycle=cycle, by=request.user)
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect(board_url(program, cycle))


@require_safe
@access(matches)
def match_progress(request: HttpRequest, program_id: uuid.UUID) -> HttpResponse:
    """How far the run is, as a part of the page; when it is over, the whole page is loaded anew."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    run = board.runs_of(cycle).under_way if cycle else None
    is_part = bool(request.htmx)  # type: ignore[attr-defined]
    if run is None or not is_part:
        url = board_url(program, cycle)
        return HttpResponse(headers={"HX-Redirect": url}) if is_part else redirect(url)
    context = {"program": program, "cycle": cycle, "run": run, "phase": PHASES.get(run.phase, run.phase)}
    return render(request, "pairings/parts/match_progress.html", context | {"may_give_up": may_give_up(run)})


@require_POST
@access(matches)
def match_give_up(request: HttpRequest, program_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    """Give up a run that hangs."""
    program = managed_program(request, program_id)
    run = get_object_or_404(MatchRun.objects.filter(cycle__program=program).select_related("cycle"), pk=run_id)
    try:
        runs.give_up_run(run=run)
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect(board_url(program, run.cycle))


@require_POST
@access(matches)
def match_change(request: HttpRequest, program_id: uuid.UUID, proposal_id: uuid.UUID, act: str) -> HttpResponse:
    """Take a pair out, pin it, unpin it."""
    program = managed_program(request, program_id)
    mine = Proposal.objects.filter(run__cycle__program=program).select_related("run__cycle")
    proposal = mine.filter(pk=proposal_id).first()
    if proposal is None:  # a second click on “take out”
        return redirect(board_url(program, chosen_cycle(request, program)))
    try:
        did, on = _change(proposal, act, request)
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(board_url(program, proposal.run.cycle))
    return redirect(board_url(program, proposal.run.cycle, did=did, on=on))


def _change(proposal: Proposal, act: str, request: HttpRequest) -> tuple[str, uuid.UUID]:
    """Do it; what was done and what its way back is about."""
    if act == "unpin":
        changing.unpin(proposal=proposal)
        return "unpinned", proposal.pk
    if act == "pin":
        return "pinned", changing.pin(proposal=proposal, by=request.user).pk
    return "taken", changing.take_out(proposal=proposal, by=request.user).pk


@require_POST
@access(matches)
def match_undo(request: HttpRequest, program_id: uuid.UUID, constraint_id: uuid.UUID) -> HttpResponse:
    """Take back a pin, a removal or a pair made by hand."""
    program = managed_program(request, program_id)
    mine = MatchConstraint.objects.filter(cycle__program=program).select_related(
        "cycle", "junior__user", "senior__user"
    )
    constraint = mine.filter(pk=constraint_id).first()
    if constraint is None:
        return redirect(board_url(program, chosen_cycle(request, program)))
    constraint.cycle.program = program
    changing.undo(constraint=constraint, run=board.current_run(constraint.cycle))
    return redirect(board_url(program, constraint.cycle, did="undone"))


@require_http_methods(["GET", "HEAD", "POST"])
@access(matches)
@once
def match_pair(request: HttpRequest, program_id: uuid.UUID) -> HttpResponse:
    """Two pickers; the rules and places count as for every pair."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    run = board.current_run(cycle)
    if run is None or run.state != MatchRun.State.DONE:
        messages.warning(request, _("Run the match first; then you can add pairs by hand."))
        return redirect(board_url(program, cycle))
    form = PairForm(request.POST or None, cycle=cycle, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        try:
            changing.pair_by_hand(run=run, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return HttpResponseRedirect(_after_pairing(program, cycle, form))
    context = {"program": program, "cycle": cycle, "tab": "match", "form": form, "back_url": board_url(program, cycle)}
    return render(request, "pairings/match_pair.html", context, status=422 if form.errors else 200)


def _after_pairing(program: Program, cycle: Cycle, form: PairForm) -> str:
    constraint = MatchConstraint.objects.filter(cycle=cycle, **form.cleaned_data).first()
    return board_url(program, cycle, did="paired", on=constraint.pk if constraint else "")
