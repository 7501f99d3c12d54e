"""Changing a proposal: each button leads to a page that shows the effect, and from there it is done."""

import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused, conflict_response
from frame.lists import page_of
from pairings.rules import matches
from people.access import HARMLESS, ONCE, PersonRequest, page
from programs.models import Cycle, Program
from programs.selection import chosen_cycle, cycle_or_refuse, managed_program
from proposals import match_tab, version_history
from proposals.change_questions import NAMES, PAIR, Option, options_of, question, ways_of
from proposals.drafts import Drafted, draft_change, participants_by_id
from proposals.forms.changes import BEST, ONLY, ChangeForm
from proposals.forms.policy import PairForm
from proposals.manual_decisions import Act, Change
from proposals.models import MatchRun, Proposal
from proposals.services import runs, versions
from proposals.services.edit_proposal import change_proposal, hand_over, refuse_unless_editable
from proposals.views.board import board_url
from proposals.withheld_from_team import Withheld, refuse_near, told_to


def change_url(program: Program, cycle: Cycle, change: Change) -> str:
    """The check page of a change."""
    asked = [("cycle", str(cycle.pk)), *(("place", str(participant_id)) for participant_id in change.about)]
    return f"{reverse('match_change', args=[program.pk, change.act])}?{urlencode(asked)}"


def asked_change(request: PersonRequest, act: str) -> Change | None:
    """What the address or the form asks for; None when it does not name as many people as the change needs."""
    participant_ids = request.POST.getlist("place") or request.GET.getlist("place")
    try:
        about = tuple(str(uuid.UUID(participant_id)) for participant_id in participant_ids)
    except ValueError:
        return None
    return Change(act, about) if len(about) == NAMES.get(Act(act), PAIR) else None


@page(matches, post=ONCE)
def match_change(request: PersonRequest, program_id: uuid.UUID, act: str) -> HttpResponse:
    """The effect of one change in words and figures, and the ways to make it."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    run, change = match_tab.current_run(cycle), asked_change(request, act)
    try:
        run = refuse_unless_editable(run)
        if change is None:
            raise Refused(_("Choose a pair or a person on this page first."))
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(board_url(program, cycle))
    people = participants_by_id(cycle, change.about)
    context = {"program": program, "cycle": cycle, "tab": "match", "change": change, "version": versions.token_of(run)}
    context |= question(act, people, change.about) | {"back_url": board_url(program, cycle), "people": people}
    try:
        withheld = Withheld(request.user, cycle)
        refuse_near(withheld, change.about)
        if not runs.is_quick(cycle):
            return _by_the_worker(request, run, change, context)
        drafted = draft_change(run, change, withheld=withheld)
    except Refused as refused:
        context["refused"] = str(refused)
        return render(request, "proposals/match_change.html", context, status=422 if request.method == "POST" else 200)
    offered = options_of(drafted, run)
    options = [(option, _form(request, option, is_alone=len(offered) == 1)) for option in offered]
    chosen = next(((option, form) for option, form in options if form.is_bound), None)
    if chosen and chosen[1].is_valid():
        return _done(request, run, drafted, chosen[0], chosen[1])
    why_not_best = told_to(request.user, run, cycle, drafted.why_not_best) if drafted.why_not_best else ""
    context |= {"options": options, "why_not_best": why_not_best}
    return render(request, "proposals/match_change.html", context, status=422 if chosen else 200)


def _by_the_worker(request: PersonRequest, run: MatchRun, change: Change, context: dict[str, Any]) -> HttpResponse:
    """A change of a large cycle: nothing is worked out while one waits. The best set stands beside the present proposal
    before one is kept; a change of nothing else counts when the worker has made it."""
    how = request.POST.get("how")
    if how not in (BEST, ONLY):
        return render(request, "proposals/match_change.html", context | {"ways": ways_of(change.act)})
    seen = request.POST.get("version") or None
    try:
        hand_over(run=run, change=change, is_best=how == BEST, by=request.user, seen=seen)
    except Conflict:
        return changed_meanwhile(request, run.cycle, run, _wish(change, run))
    except Refused as refused:
        messages.warning(request, str(refused))
    return redirect(board_url(run.cycle.program, run.cycle))


def _form(request: PersonRequest, option: Option, *, is_alone: bool) -> ChangeForm:
    """Where both ways come to the same, either of them was meant."""
    is_sent = request.method == "POST" and (is_alone or request.POST.get("how") == option.how)
    return ChangeForm(request.POST if is_sent else None, how=option.how, needs_consent=bool(option.warnings))


def _done(request: PersonRequest, run: MatchRun, drafted: Drafted, option: Option, form: ChangeForm) -> HttpResponse:
    program, cycle, change = run.cycle.program, run.cycle, drafted.change
    seen, is_best = form.cleaned_data["version"] or None, option.how == BEST
    try:
        made = change_proposal(run=run, change=change, is_best=is_best, by=request.user, seen=seen, drafted=drafted)
    except Conflict:
        return changed_meanwhile(request, cycle, run, _wish(change, run))
    except Refused as refused:
        messages.warning(request, str(refused))
        return redirect(board_url(program, cycle))
    messages.success(
        request, _("%(what)s.") % {"what": version_history.act_words(made, version_history.people_in([made]))}
    )
    return redirect(board_url(program, cycle))


def _wish(change: Change, run: MatchRun) -> str:
    wanted = MatchRun(act=change.act, about=list(change.about), is_solved=False)
    return version_history.act_words(wanted, participants_by_id(run.cycle, change.about))


def changed_meanwhile(
    request: PersonRequest, cycle: Cycle, present: MatchRun | None, own: str, *,
    fields: tuple[dict[str, str], dict[str, str]] = ({}, {}), prefix: str = "",
) -> HttpResponse:  # fmt: skip
    """409: what I wanted to do beside what somebody else has done; it can be sent again on top of that.

    `present` is the proposal as this request found it. `fields` are what I typed and what is saved now, by label;
    `prefix` is what the form carries before the token of the present version.
    """
    present_words = _("There is no proposal any more.")
    if present:
        act_words = version_history.act_words(present, version_history.people_in([present]))
        present_words = _("%(what)s. By %(name)s") % {
            "what": act_words,
            "name": present.created_by or _("somebody who has left"),
        }
    return conflict_response(
        request,
        own_version={_("The proposal"): own, **fields[0]},
        saved_version={_("The proposal"): present_words, **fields[1]},
        back_url=board_url(cycle.program, cycle),
        version=prefix + versions.token_of(present),
    )


@page(matches, post=HARMLESS)
def match_pair(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """Two pickers; they lead to the check page."""
    program = managed_program(request, program_id)
    cycle = cycle_or_refuse(request, program)
    run = match_tab.current_run(cycle)
    if run is None or not run.is_editable:
        messages.warning(request, _("There is no proposal that can be changed. Run the match first."))
        return redirect(board_url(program, cycle))
    form = PairForm(request.POST or None, cycle=cycle, initial=request.GET.dict())
    if request.method == "POST" and form.is_valid():
        about = (str(form.cleaned_data["junior"].pk), str(form.cleaned_data["senior"].pk))
        return redirect(change_url(program, cycle, Change(Act.PAIRED, about)))
    context: dict[str, Any] = {"program": program, "cycle": cycle, "tab": "match", "form": form}
    context["back_url"] = board_url(program, cycle)
    return render(request, "proposals/match_pair.html", context, status=422 if form.errors else 200)


@page(matches)
def match_swap(request: PersonRequest, program_id: uuid.UUID, proposal_id: uuid.UUID) -> HttpResponse:
    """The other pairs of the proposal, to swap partners with."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    proposals = Proposal.objects.filter(run__cycle__program=program, pk=proposal_id)
    proposal = proposals.select_related("run__cycle", "junior__user", "senior__user").first()
    run = match_tab.current_run(proposal.run.cycle) if proposal else None
    is_there = run is not None and run.is_editable and run.proposals.filter(pk=proposal_id).exists()
    if proposal is None or run is None or not is_there:
        messages.warning(request, _("This pair is no longer in the proposal. Look at the present one."))
        return redirect(board_url(program, cycle))
    cycle = run.cycle
    cycle.program = program
    candidates = match_tab.proposals_of(run, request.GET.get("q", ""))
    close_people = Withheld(request.user, cycle).places
    others = candidates.exclude(
        Q(junior__in={proposal.junior_id, *close_people}) | Q(senior__in={proposal.senior_id, *close_people})
    )
    page = page_of(request.GET, others)
    first = (str(proposal.junior_id), str(proposal.senior_id))
    rows = [
        (pair, change_url(program, cycle, Change(Act.SWAPPED, (*first, str(pair.junior_id), str(pair.senior_id)))))
        for pair in page.object_list
    ]
    context = {"program": program, "cycle": cycle, "tab": "match", "proposal": proposal, "page": page, "rows": rows}
    return render(request, "proposals/match_swap.html", context | {"back_url": board_url(program, cycle)})
