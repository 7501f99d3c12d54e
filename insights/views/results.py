"""The published results of one review round."""

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from insights.figures.review_charts import (
    about_both_rose,
    answered,
    benefit_chart,
    confidence_chart,
    is_hidden,
    other_scores,
)
from insights.models import Snapshot
from insights.rules import reads_results
from pairings.models import Pairing
from people.access import PersonRequest, page
from people.models import User
from programs.models import Program
from sessions.models import Ballot, ReviewRound


@page(reads_results)
@never_cache
def round_results(request: PersonRequest, round_id: uuid.UUID) -> HttpResponse:
    """What one may know of a closed round: the same for all who may read it, comments for the program team only."""
    rounds = ReviewRound.objects.visible_to(request.user).select_related("cycle__program", "snapshot")
    review_round = get_object_or_404(rounds, pk=round_id)
    snapshot = getattr(review_round, "snapshot", None)
    program = review_round.cycle.program
    context: dict[str, object] = {"round": review_round, "program": program, "cycle": review_round.cycle}
    context["back"] = way_back(request.user, review_round)
    if snapshot is None or not review_round.is_closed or is_hidden(snapshot.results):
        return render(request, "insights/round_waiting.html", context | {"is_closed": review_round.is_closed})
    return render(request, "insights/round_results.html", context | about(snapshot, review_round, request.user))


def way_back(user: User, review_round: ReviewRound) -> str:
    """Where one keeps the reviews one looks at: the program's pages, one's own list, or neither."""
    if Program.objects.managed_by(user).filter(pk=review_round.cycle.program_id).exists():
        return "program"
    return "reviews" if Ballot.objects.visible_to(user).filter(round=review_round).exists() else ""


def about(snapshot: Snapshot, review_round: ReviewRound, user: User) -> dict[str, object]:
    results = snapshot.results
    period = period_of(review_round)
    team = is_team(user, review_round)
    return {
        "results": results,
        "answered": answered(results),
        "period": period,
        "both_rose": about_both_rose(results),
        "charts": [
            confidence_chart(results, period),
            benefit_chart(results, "junior", period),
            benefit_chart(results, "senior", period),
        ],
        "scores": other_scores(results),
        "is_team": team,
        "comments": results["comments"] if team else [],
        "frozen_at": snapshot.frozen_at,
    }


def period_of(review_round: ReviewRound) -> str:
    days = {"first": date_format(review_round.opens_on), "last": date_format(review_round.closes_on)}
    return _("Asked from %(first)s to %(last)s") % days


def is_team(user: User, review_round: ReviewRound) -> bool:
    """Coordinators and HR admins, save those who are a party of a pairing of the cycle: they might know the hand."""
    manages = Program.objects.managed_by(user).filter(pk=review_round.cycle.program_id).exists()
    return manages and not Pairing.objects.parties_near(user).filter(cycle=review_round.cycle_id).exists()
