"""How good a proposal is, and how pairs are found."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from frame.errors import Refused
from matchmaker import share_out
from pairings.rules import matches
from people.access import PersonRequest, page
from programs.selection import chosen_cycle, managed_program
from proposals.models import MatchRun
from proposals.own_questions import counting_questions, labels_of, weights_of
from proposals.quality_report import quality_of
from proposals.services.versions import policy_of
from proposals.views.board import board_url
from proposals.views.export import FINISHED
from proposals.withheld_from_team import Discretion, neutral_of_figures


@page(matches)
def match_quality(request: PersonRequest, program_id: uuid.UUID, run_id: uuid.UUID) -> HttpResponse:
    """The figures of a finished run, each with its meaning, beside those of simpler ways; and what is proven."""
    program = managed_program(request, program_id)
    runs = MatchRun.objects.filter(cycle__program=program, state__in=FINISHED).select_related("cycle", "created_by")
    run = get_object_or_404(runs, pk=run_id)
    if Discretion(request.user, run.cycle):
        raise Refused(neutral_of_figures())
    context = {"program": program, "cycle": run.cycle, "tab": "match", "run": run, "quality": quality_of(run)}
    context["back_url"] = board_url(program, run.cycle)
    return render(request, "proposals/match_quality.html", context)


@page(matches)
def match_about(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """How pairs are found, in plain words, with this program's weights."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    questions = counting_questions(program)
    labels = labels_of(questions)
    points = share_out(weights_of(policy_of(program), questions))
    parts = [(labels[part], most) for part, most in sorted(points.items(), key=lambda one: -one[1])]
    context = {"program": program, "cycle": cycle, "tab": "match", "parts": parts}
    context["back_url"] = board_url(program, cycle)
    return render(request, "proposals/match_about.html", context)
