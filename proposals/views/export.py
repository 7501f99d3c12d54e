"""A run as a file for a spreadsheet."""

import uuid

from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone

from frame.safe_csv import csv_response
from pairings.rules import matches
from people.access import PersonRequest, page
from programs.recording import record_act
from programs.selection import managed_program
from proposals.export import left_over_rows, pair_rows, workbook_of
from proposals.models import MatchRun
from proposals.withheld_from_team import Discretion

PAIRS, LEFT_OVER, WORKBOOK = "pairs.csv", "without-a-pair.csv", "match.xlsx"
FILES = (PAIRS, LEFT_OVER, WORKBOOK)
#: Runs that have a result.
FINISHED = (MatchRun.State.DONE, MatchRun.State.PUBLISHED)


@page(matches)
def match_export(request: PersonRequest, program_id: uuid.UUID, run_id: uuid.UUID, file: str) -> HttpResponseBase:
    """The pairs, the people without one, or both in a workbook; who took what is recorded."""
    program = managed_program(request, program_id)
    runs = MatchRun.objects.filter(cycle__program=program, state__in=FINISHED).select_related("cycle")
    run = get_object_or_404(runs, pk=run_id)
    record_act("match.downloaded", program, about=run, by=request.user, file=file)
    held_back = Discretion(request.user, run.cycle)
    name = f"{timezone.localdate(run.finished_at):%Y-%m-%d}-{file}" if run.finished_at else file
    if file == WORKBOOK:
        return FileResponse(workbook_of(run, held_back), as_attachment=True, filename=name)
    rows = pair_rows if file == PAIRS else left_over_rows
    return csv_response(name, rows(run, held_back))
