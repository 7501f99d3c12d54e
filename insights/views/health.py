"""How a program is doing, for those who run it."""

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from insights.figures.funnel import funnel_chart, health_of, weeks_chart
from insights.figures.review_charts import answered
from insights.rules import sees_health
from pairings.models import Pairing
from people.access import PersonRequest, page
from people.models import User
from programs.models import Cycle
from programs.selection import chosen_cycle, managed_program
from sessions.models import ReviewRound


@page(sees_health)
@never_cache
def program_health(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """From invitation to meeting, meetings by week, how many answered the reviews. The pairs are one step on."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    context: dict[str, object] = {"program": program, "cycle": cycle, "tab": "run"}
    if cycle is not None:
        context |= about(cycle, request.user)
    return render(request, "insights/program_health.html", context)


def about(cycle: Cycle, user: User) -> dict[str, object]:
    """Pairings that one is a party of are left out, as on the list of pairs."""
    pairings = Pairing.objects.overseen_by(user).filter(cycle=cycle)
    health = health_of(cycle, pairings, user, timezone.now())
    rounds = ReviewRound.objects.filter(cycle=cycle).exclude(state=ReviewRound.State.PLANNED)
    return {
        "charts": [funnel_chart(cycle, health), weeks_chart(health)],
        "rounds": [round_row(one) for one in rounds.select_related("snapshot").order_by("-number")],
    }


def round_row(review_round: ReviewRound) -> dict[str, object]:
    """How many of each side answered, in ranges."""
    snapshot = getattr(review_round, "snapshot", None)
    return {
        "round": review_round,
        "answered": answered(snapshot.results) if snapshot else review_round.response_words,
    }
