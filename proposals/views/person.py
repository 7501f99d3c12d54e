"""One person in a match, and why not somebody else."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from pairings.rules import matches
from people.access import PersonRequest, page
from programs.models import Participant
from programs.selection import managed_program
from proposals import match_tab
from proposals.models import MatchRun
from proposals.person_page import MOST_FOUND, PersonPage
from proposals.unmatched_people import left_over
from proposals.views.board import board_url
from proposals.withheld_from_team import Withheld


@page(matches)
def match_person(request: PersonRequest, program_id: uuid.UUID, participant_id: uuid.UUID) -> HttpResponse:
    """The present partner; with `?who=else` three runners-up, and an answer for whoever is named: `?q=` a name,
    `?other=` a place. For these two everybody of the cycle is read."""
    program = managed_program(request, program_id)
    places = Participant.objects.filter(cycle__program=program).select_related("cycle", "user__department")
    participant = get_object_or_404(places, pk=participant_id)
    participant.cycle.program = program
    run = match_tab.current_run(participant.cycle)
    withheld = Withheld(request.user, participant.cycle)
    page = PersonPage(participant, run, withheld=withheld)
    context: dict[str, Any] = {
        "program": program,
        "cycle": participant.cycle,
        "tab": "match",
        "participant": participant,
        "run": run,
        "page_of": page,
        "why_none": None if page.partners or run is None else _why_none(request, run, participant, withheld),
        "is_partly_hidden": bool(withheld),
        "is_worked_out": "why" in request.GET,
        "may_pair": run is not None and run.is_editable,
        "back_url": board_url(program, participant.cycle),
    }
    return render(request, "proposals/match_person.html", context | _asked(request, page))


def _why_none(request: PersonRequest, run: MatchRun, participant: Participant, withheld: Withheld) -> Any:
    people = left_over(run, withheld, participant, is_worked_out="why" in request.GET)
    return next(iter(people), None)


def _asked(request: PersonRequest, page: PersonPage) -> dict[str, Any]:
    """The answer for the one who is asked about; people to choose from where a name fits several."""
    if not page.can_be_matched or page.is_near:
        return {}
    text = request.GET.get("q", "").strip()[:100]
    other = page.other(request.GET.get("other", ""))
    candidates = page.named(text) if text and other is None else []
    if len(candidates) == 1:
        other = candidates[0]
    context: dict[str, Any] = {"text": text, "shows_others": other is not None or "who" in request.GET}
    if other is not None:
        rules = reverse("setup_matching", args=[page.participant.cycle.program_id])
        return context | {"answer": page.answer(other, rules)}
    return context | {
        "candidates": candidates[:MOST_FOUND],
        "is_more": len(candidates) > MOST_FOUND,
        "is_asked": bool(text),
    }
