"""How good a proposal is, how pairs are found, and a run as a file for a spreadsheet."""

import uuid

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from frame.safe_csv import csv_response
from matchmaker import share_out
from pairings.rules import matches
from people.access import PersonRequest, page
from programs.recording import record_act
from programs.selection import chosen_cycle, managed_program
from proposals.export import left_over_rows, pair_rows, workbook_of
from proposals.models import MatchRun
from proposals.others_alone import figures_of_others
from proposals.own_questions import counting_questions, labels_of, weights_of
from proposals.quality_report import quality_of, quality_of_others
from proposals.services.versions import policy_of
from proposals.views.board import board_url
from proposals.who_may_read import hidden_from
from proposals.withheld_from_team import Withheld

PAIRS, LEFT_OVER, WORKBOOK = "pairs.csv", "without-a-pair.csv", "match.xlsx"
FILES = (PAIRS, LEFT_OVER, WORKBOOK)
#: Runs that have a result.
FINISHED = (MatchRun.State.DONE, MatchRun.State.PUBLISHED)


@page(matches)
def match_quality(request: PersonRequest, program_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    """The figures of a finished run, each with its meaning, beside those of simpler ways; and what is proven. Whoever
    is near people of the cycle reads the figures of all other pairs."""
    program = managed_program(request, program_id)
    runs = MatchRun.objects.filter(cycle__program=program, state__in=FINISHED).select_related("cycle", "created_by")
    run = get_object_or_404(runs, pk=run_id)
    withheld = Withheld(request.user, run.cycle)
    context = {"program": program, "cycle": run.cycle, "tab": "match", "run": run}
    if withheld:
        figures = figures_of_others(run, withheld)
        context["quality"] = quality_of_others(figures, run.outcome.proven)
        context["is_partly_hidden"] = True
        context["hidden"] = hidden_from(request.user, withheld)
    else:
        context["quality"] = quality_of(run)
    context["back_url"] = board_url(program, run.cycle)
    return render(request, "proposals/match_quality.html", context)


@page(matches)
def match_about(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """How pairs are found, in plain words, with this program's weights."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    questions = counting_questions(program)
    labels = labels_of(questions)
    policy = policy_of(program)
    points = share_out(weights_of(policy, questions))
    parts = [(labels[part], most) for part, most in sorted(points.items(), key=lambda share: -share[1])]
    context = {"program": program, "cycle": cycle, "tab": "match", "parts": parts, "policy": policy}
    context["back_url"] = board_url(program, cycle)
    return render(request, "proposals/match_about.html", context)


@page(matches)
def match_export(request: PersonRequest, program_id: uuid.UUID, run_id: uuid.UUID, file: str) -> HttpResponseBase:
    """The pairs, the people without one, or both in a workbook; who took what is recorded."""
    program = managed_program(request, program_id)
    runs = MatchRun.objects.filter(cycle__program=program, state__in=FINISHED).select_related("cycle")
    run = get_object_or_404(runs, pk=run_id)
    record_act("match.downloaded", program, about=run, by=request.user, file=file)
    withheld = Withheld(request.user, run.cycle)
    name = f"{timezone.localdate(run.finished_at):%Y-%m-%d}-{file}" if run.finished_at else file
    if file == WORKBOOK:
        return FileResponse(workbook_of(run, withheld), as_attachment=True, filename=name)
    rows = pair_rows if file == PAIRS else left_over_rows
    return csv_response(name, rows(run, withheld))
