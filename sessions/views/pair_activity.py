"""How the pairs of a program meet."""

import uuid
from typing import Any

from django.db.models import prefetch_related_objects
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from frame.lists import as_file, chip, filters_set, render_list, wants_download
from pairings.querysets import PairingQuerySet
from people.access import PersonRequest, page
from programs.models import Cycle
from programs.recording import record_act
from programs.selection import chosen_cycle, managed_program
from sessions import pair_activity
from sessions.activity_files import meeting_lines, pair_lines
from sessions.rules import oversees_meetings

LEGEND = [
    (text, [(state, text)])
    for state, text in (
        ("held", _("held")),
        ("missed", _("missed")),
        ("cancelled", _("cancelled")),
        ("planned", _("planned")),
        ("moved", _("planned, moved before")),
        ("unlogged", _("not logged")),
        ("disputed", _("told differently by the two")),
    )
]


@page(oversees_meetings)
def program_run(request: PersonRequest, program_id: uuid.UUID) -> HttpResponseBase:
    """Every pair's meetings as a strip, slipping pairs first: dates and outcomes, never a word of what was said.

    As a file the pairs, or their meetings (`of=meetings`)."""
    program = managed_program(request, program_id)
    prefetch_related_objects([program], "cycles")
    cycle = chosen_cycle(request, program)
    context: dict[str, Any] = {"program": program, "cycle": cycle, "tab": "run", "show": request.GET.get("show", "")}
    if cycle is None:
        return render(request, "sessions/program_run.html", context)
    now = timezone.now()
    pairs = pair_activity.overseen_pairs(cycle, request.user)
    condition = pair_activity.wanted(context["show"], request.GET.get("q", ""), now)
    if wants_download(request):
        return _file(request, cycle, pairs.filter(condition))
    figures = pair_activity.counts_of(pairs, condition, now)
    page = pair_activity.page_of_pairs(pairs.filter(condition), figures, request.GET)
    context |= {
        "page": page,
        "rows": pair_activity.rows_of(list(page), request.user),
        "figures": figures,
        "chips": [chip(request.GET, "show", code, label) for code, label in pair_activity.FILTERS.items()],
        "legend": LEGEND,
    }
    return render_list(request, "sessions/program_run.html", context)


def _file(request: PersonRequest, cycle: Cycle, pairs: PairingQuerySet) -> HttpResponseBase:
    asked = filters_set(request.GET.get("show", ""), request.GET.get("q", ""))
    if request.GET.get("of") == "meetings":
        record_act("meetings.downloaded", cycle.program, about=cycle, by=None, person=None, **asked)
        return as_file(request, _("Meetings"), meeting_lines(pairs), cycle.program.name)
    record_act("pairs.downloaded", cycle.program, about=cycle, by=None, person=None, **asked)
    return as_file(request, _("How the pairs meet"), pair_lines(pairs, request.user), cycle.program.name)
