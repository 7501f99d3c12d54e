"""Other rules and weights, with their effect beside the present proposal before anything is kept."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from matchmaker import PRESETS
from pairings.rules import matches
from people.access import ONCE, PersonRequest, page
from programs.models import Cycle
from programs.selection import cycle_or_refuse, managed_program
from programs.services import digest, save_setup_page
from proposals import match_tab
from proposals.drafts import Draft, best_draft, pairs_of, scored, standing, with_near_pairs
from proposals.forms.policy import TryForm
from proposals.manual_decisions import Act, Change, ManualDecisions
from proposals.models import MatchPolicy, MatchRun
from proposals.others_alone import pairs_of_others, reading_of_others
from proposals.proposal_diff import ProposalDiff, compare_pairs
from proposals.read_problem import read_everyone
from proposals.services import runs, versions
from proposals.services.edit_proposal import store_version
from proposals.views.board import board_url
from proposals.views.edit_proposal import changed_meanwhile
from proposals.views.policy import PRESET_WORDS
from proposals.withheld_from_team import NOBODY, Withheld, neutral_of_trial, told_to

KEEP, SAVE = "keep", "save"
TRIED = Change(Act.TRIED, ())


@page(matches, post=ONCE)
def match_try(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Sliders and switches; `do` is `effect` to look, `keep` to make it the proposal, `save` to store a scenario.

    What is kept has been looked at: `shown` tells for which numbers the page shows the effect.
    """
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    run, do, is_quick = match_tab.current_run(cycle), request.POST.get("do", ""), runs.is_quick(cycle)
    form = TryForm(
        request.POST or None, instance=versions.policy_of(program), present=versions.token_of(run), is_saved=do == SAVE
    )
    preset = request.GET.get("preset", "")
    if weights := PRESETS.get(preset):
        form.show_weights(weights)
    context: dict[str, Any] = {"program": program, "cycle": cycle, "tab": "match", "form": form, "run": run}
    context["preset"] = preset if weights else ""
    if form.is_bound and form.is_valid():
        try:
            withheld = Withheld(request.user, cycle)
            _refuse_without_others(run, withheld)
            if not is_quick:
                return _hand_over(request, cycle, form)
            context["trial"] = trial = try_policy(cycle, run, _policy(cycle, form), withheld)
            context["shown"] = digest(form.values)
            context["is_unseen"] = do == KEEP and request.POST.get("shown") != context["shown"]
            if do in (KEEP, SAVE) and not context["is_unseen"]:
                return _store(request, cycle, run, form, trial)
        except Conflict:
            return _conflict(request, cycle, run, form)
        except Refused as refused:
            context["refused"] = told_to(request.user, run, cycle, str(refused))
    context |= {"presets": [(code, PRESET_WORDS[code]) for code in PRESETS], "is_quick": is_quick}
    context["back_url"] = board_url(program, cycle)
    if request.htmx:
        return render(request, "proposals/parts/match_try_effect.html", context)
    is_wrong = bool(form.errors) or "refused" in context
    return render(request, "proposals/match_try.html", context, status=422 if is_wrong else 200)


def _refuse_without_others(run: MatchRun | None, withheld: Withheld) -> None:
    """Whoever is among the people of the cycle, or near one, tries rules on the others, whose pairs and their own
    stand in a proposal: without one, what is kept would leave them without a pair."""
    if withheld and (run is None or not run.is_editable):
        raise Refused(neutral_of_trial())


def _conflict(request: PersonRequest, cycle: Cycle, run: MatchRun | None, form: TryForm) -> HttpResponse:
    """409: somebody has changed the rules or the proposal; what was tried can be kept over it."""
    saved = {name: value for name, value in form.now().items() if name in form.values}
    return changed_meanwhile(
        request,
        cycle,
        run,
        _("Rules and weights that you tried"),
        fields=(form.texts(form.values), form.texts(saved)),
        prefix=f"{digest(saved)} ",
    )


def _policy(cycle: Cycle, form: TryForm) -> MatchPolicy:
    return MatchPolicy(program=cycle.program, **form.values)


def _hand_over(request: PersonRequest, cycle: Cycle, form: TryForm) -> HttpResponse:
    """So many people are matched by the worker; the result stands beside the present proposal."""
    name = form.cleaned_data["name"]
    runs.start_run(cycle=cycle, by=request.user, policy=_policy(cycle, form), change=TRIED, name=name)
    return redirect(board_url(cycle.program, cycle))


@dataclass(frozen=True)
class Trial:
    """The best set under tried rules. `effect` measures both sets by the tried weights, so that points compare;
    `broken` are pairs of the present proposal that the tried rules forbid. `draft` is what is kept."""

    draft: Draft
    effect: ProposalDiff
    broken: int


def _store(request: PersonRequest, cycle: Cycle, run: MatchRun | None, form: TryForm, trial: Trial) -> HttpResponse:
    is_kept, name = request.POST["do"] == KEEP, form.cleaned_data["name"]
    seen = form.seen_present if is_kept else None
    with transaction.atomic():
        if is_kept:
            save_setup_page(
                program=cycle.program, code="matching", instance=form.instance, values=form.values, seen=form.seen
            )
        store_version(
            draft=trial.draft, change=TRIED, parent=run, cycle=cycle, by=request.user, seen=seen, name=name,
            is_kept=is_kept,
        )  # fmt: skip
    if is_kept:
        messages.success(request, _("This is the proposal now, and its rules and weights are the program's."))
        return redirect(board_url(cycle.program, cycle))
    messages.success(request, _("Saved as a scenario. The proposal is as it was."))
    return redirect(board_url(cycle.program, cycle, show="scenarios"))


def try_policy(cycle: Cycle, run: MatchRun | None, policy: MatchPolicy, withheld: Withheld = NOBODY) -> Trial:
    """Solve the cycle under `policy` (unsaved), keeping what is decided by hand. Nothing is stored. Pairs that are
    `withheld` from whoever tries stay as they are and are not counted.

    `run` is the present version; when it is published its pairs are pairings by now, so there is nothing to compare
    with. Raises Refused when a pinned pair cannot be kept under these rules.
    """
    whole = read_everyone(cycle, policy)
    decisions = ManualDecisions.carried_from(run)
    every_pair = pairs_of(run) if run is not None and run.may_be_kept else []
    everyone, pairs = reading_of_others(whole, withheld, every_pair), pairs_of_others(every_pair, withheld)
    draft = best_draft(everyone, decisions, policy)
    now = scored(everyone.under(decisions), pairs)
    figures = (standing(everyone, now.values()), draft.standing)
    comparison = compare_pairs(cycle, pairs, draft.checks, figures)
    kept = with_near_pairs(draft, whole, {*every_pair} - {*pairs}) if withheld else draft
    return Trial(kept, comparison, sum(not check.is_allowed for check in now.values()))
