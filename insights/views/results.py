"""The published results of one review round."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from insights import gate
from insights.figures.review_charts import answered, benefit_chart, confidence_chart, other_scores
from insights.figures.wording import band, percent
from insights.models import Snapshot
from insights.rules import reads_results
from pairings.models import Pairing
from people.access import access
from people.models import User
from programs.models import Program
from sessions.models import Ballot, ReviewRound


@never_cache
@require_safe
@access(reads_results)
def round_results(request: HttpRequest, round_id: uuid.UUID) -> HttpResponse:
    """What one may know of a closed round: the same for all who may read it, comments for the program team only."""
    rounds = ReviewRound.objects.visible_to(request.user).select_related("cycle__program", "snapshot")
    review_round = get_object_or_404(rounds, pk=round_id)
    snapshot = getattr(review_round, "snapshot", None)
    program = review_round.cycle.program
    context: dict[str, object] = {"round": review_round, "program": program, "cycle": review_round.cycle}
    context["back"] = way_back(request.user, review_round)
    if snapshot is None or not review_round.is_closed or is_too_small(review_round):
        return render(request, "insights/round_waiting.html", context | {"is_closed": review_round.is_closed})
    return render(request, "insights/round_results.html", context | about(snapshot, review_round, request.user))


def way_back(user: User, review_round: ReviewRound) -> str:
    """Where one keeps the reviews one looks at: the program's pages, one's own list, or neither."""
    if Program.objects.managed_by(user).filter(pk=review_round.cycle.program_id).exists():
        return "program"
    return "reviews" if Ballot.objects.visible_to(user).filter(round=review_round).exists() else ""


def is_too_small(review_round: ReviewRound) -> bool:
    """A round of fewer pairings than any figure may stand for."""
    pairings = Ballot.objects.filter(round=review_round).values("pairing").distinct().count()
    return not gate.shows_breakdowns(pairings)


def about(snapshot: Snapshot, review_round: ReviewRound, user: User) -> dict[str, object]:
    results = snapshot.results
    period = period_of(review_round)
    team = is_team(user, review_round)
    return {
        "results": results,
        "answered": answered(results),
        "period": period,
        "both_rose": results["both_rose"],
        "both_rose_text": percent(results["both_rose"]),
        "both_rose_n": band(results["both_rose"].get("n", "")),
        "before_this": earlier_share(snapshot, review_round),
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
    """Coordinators and HR admins, save those who are a party of one of the pairings asked: they might know the hand."""
    manages = Program.objects.managed_by(user).filter(pk=review_round.cycle.program_id).exists()
    if not manages:
        return False
    asked = Ballot.objects.filter(round=review_round).values("pairing")
    return not Pairing.objects.parties_near(user).filter(pk__in=asked).exists()


def earlier_share(snapshot: Snapshot, review_round: ReviewRound) -> str:
    """The share of the round before, where the gate has found the two comparable; else nothing."""
    if not snapshot.results["comparable"]:
        return ""
    before = Snapshot.objects.filter(round__cycle=review_round.cycle, round__number__lt=review_round.number)
    earlier = before.order_by("-round__number").first()
    figure = earlier.results["both_rose"] if earlier else {"hidden": True}
    return "" if figure.get("hidden") else percent(figure)
