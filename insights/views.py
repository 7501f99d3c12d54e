"""Home, leaders' dashboards, how a program is doing, and the published results of a review round."""

import uuid
from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from frame.lists import as_file, chip, filters_set, page_of, render_list, wants_download
from insights.figures.circle import charts_of, circle_of
from insights.figures.comparison import lines_of, rows_of
from insights.figures.cycle import Figures, figures_of, headline_figures
from insights.figures.dashboard import dashboard_of
from insights.figures.funnel import funnel_chart, health_of, weeks_chart
from insights.figures.review_charts import (
    about_both_rose,
    answered,
    benefit_chart,
    confidence_chart,
    follow_up_scores,
    is_hidden,
    other_scores,
)
from insights.figures.scope import current, cycles_of, programs_with_figures, scope_for
from insights.figures.wording import judgement, verdict
from insights.home.page import home_of
from insights.models import ProgramReview, Snapshot
from insights.outcome import asked_of
from insights.program_review import paper
from insights.rules import reads_results, sees_circle, sees_health, sees_insights
from pairings.models import Impact, Pairing
from people.access import PersonRequest, page, signed_in
from people.audit.recording import record
from people.clock import local_today
from people.models import User
from programs.models import Cycle, Program
from programs.rules import manages_programs
from programs.selection import chosen_cycle, managed_program
from sessions.models import Ballot, ReviewRound
from sessions.reviews.follow_ups import follow_ups_of

MOST = 100
RELEASED = 3


@page(sees_insights)
@never_cache
def insights(request: PersonRequest) -> HttpResponse:
    """Every program one runs or sponsors in one sentence each; the only one at once."""
    cycles = current(cycles_of(programs_with_figures(request.user)))[:MOST]
    if len(cycles) == 1:
        return redirect("program_dashboard", cycles[0].program_id)
    figures = headline_figures(scope_for(request.user, *cycles), cycles) if cycles else {}
    rows = [row_of(cycle, figures[cycle.pk]) for cycle in cycles]
    refreshed_at = min((figure.refreshed_at for figure in figures.values() if figure.refreshed_at), default=None)
    context = {"rows": rows, "refreshed_at": refreshed_at, "sees_circle": sees_circle(request.user)}
    return render(request, "insights/overview.html", context)


@page(sees_insights)
@never_cache
def program_comparison(request: PersonRequest) -> HttpResponseBase:
    """Programs and cycles beside each other, also as a file. Each through the gate by itself, and nothing added up."""
    cycles = cycles_of(programs_with_figures(request.user))
    state = request.GET.get("state", "")
    if state in Cycle.State.values:
        cycles = cycles.filter(state=state)
    if wants_download(request):
        record(actor=request.user, act="comparison.downloaded", details=filters_set(state, ""))
        return as_file(request, _("Programs and cycles"), lines_of(list(cycles), request.user))
    page_of_cycles = page_of(request.GET, cycles)
    context = {
        "page": page_of_cycles,
        "rows": rows_of(list(page_of_cycles), request.user),
        "chips": [chip(request.GET, "state", value, capfirst(label)) for value, label in Cycle.State.choices],
        "is_filtered": state in Cycle.State.values,
    }
    return render_list(request, "insights/comparison.html", context)


@page(sees_circle)
@never_cache
def circle(request: PersonRequest) -> HttpResponse:
    """Who has met whom across all programs, for HR, in groups."""
    meetings = circle_of(request.user)
    return render(request, "insights/circle.html", {"circle": meetings, "charts": charts_of(meetings)})


def row_of(cycle: Cycle, figures: Figures) -> dict[str, object]:
    return {"cycle": cycle, "figures": figures, "verdict": verdict(figures), "judgement": judgement(figures)}


@page(sees_insights)
@never_cache
def program_dashboard(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """One program: is it alive, what did it change. `?cycle=` chooses another cycle than the one that tells most.

    Always one cycle at a time: sums over several would tell about the one that is left.
    """
    everything = list(cycles_of(programs_with_figures(request.user)))
    cycles = [cycle for cycle in everything if cycle.program_id == program_id]
    if not cycles:
        raise Http404
    cycle = next((candidate for candidate in cycles if str(candidate.pk) == request.GET.get("cycle")), cycles[0])
    figures = figures_of(scope_for(request.user, cycle), cycle)
    context = {
        "program": cycle.program,
        "cycle": cycle,
        "compares": len(everything) > 1,
        "program_chips": program_chips(current(everything)[:MOST], program_id),
        "cycle_chips": cycle_chips(cycles, cycle),
        "manages": manages_programs(request.user),
        "sees_circle": sees_circle(request.user),
        "measures": asked_of(cycle),
        "follow_ups": follow_ups_of(cycle, local_today()) if cycle.is_closed else [],
        "released": Impact.objects.released().filter(pairing__cycle=cycle).with_people()[:RELEASED],
    }
    return render(request, "insights/dashboard.html", context | dashboard_of(figures, cycle))


def program_chips(cycles: Iterable[Cycle], program_id: uuid.UUID) -> list[dict[str, object]]:
    """One link per program, where there is more than one to choose from; the chosen one leads back to all."""
    chips: list[dict[str, object]] = []
    for cycle in cycles:
        is_current = cycle.program_id == program_id
        url = reverse("insights") if is_current else reverse("program_dashboard", args=[cycle.program_id])
        chips.append({"label": cycle.program.name, "url": url, "is_current": is_current})
    return chips if len(chips) > 1 else []


def cycle_chips(cycles: Iterable[Cycle], chosen: Cycle) -> list[dict[str, object]]:
    chips = [{"label": str(cycle), "url": f"?cycle={cycle.pk}", "is_current": cycle == chosen} for cycle in cycles]
    return chips if len(chips) > 1 else []


@page(signed_in)
@never_cache
def home(request: PersonRequest) -> HttpResponse:
    """What is next, what is owed, what changed."""
    return render(request, "insights/home.html", {"home": home_of(request.user, timezone.now())})


@page(sees_health)
@never_cache
def program_health(request: PersonRequest, program_id: uuid.UUID) -> HttpResponse:
    """From invitation to meeting, meetings by week, how many answered the reviews. The pairs are one step on."""
    program = managed_program(request, program_id)
    cycle = chosen_cycle(request, program)
    context: dict[str, object] = {"program": program, "cycle": cycle, "tab": "run"}
    if cycle is not None:
        context |= about_health(cycle, request.user)
    return render(request, "insights/program_health.html", context)


def about_health(cycle: Cycle, user: User) -> dict[str, object]:
    """Pairings that one is a party of are left out, as on the list of pairs."""
    pairings = Pairing.objects.overseen_by(user).filter(cycle=cycle)
    health = health_of(cycle, pairings, user, timezone.now())
    rounds = ReviewRound.objects.filter(cycle=cycle).exclude(state=ReviewRound.State.PLANNED)
    return {
        "charts": [funnel_chart(cycle, health), weeks_chart(health)],
        "rounds": [round_row(review_round) for review_round in rounds.select_related("snapshot").order_by("-number")],
    }


def round_row(review_round: ReviewRound) -> dict[str, object]:
    """How many of each side answered, in ranges."""
    snapshot = getattr(review_round, "snapshot", None)
    return {
        "round": review_round,
        "answered": answered(snapshot.results) if snapshot else review_round.response_words,
    }


@page(reads_results)
@never_cache
def round_results(request: PersonRequest, round_id: uuid.UUID) -> HttpResponse:
    """What one may know of a closed round: the same for all who may read it, comments for the program team only."""
    rounds = ReviewRound.objects.visible_to(request.user).select_related("cycle__program", "snapshot")
    review_round = get_object_or_404(rounds, pk=round_id)
    snapshot = getattr(review_round, "snapshot", None)
    program = review_round.cycle.program
    context: dict[str, object] = {"round": review_round, "program": program, "cycle": review_round.cycle}
    context |= {"back": way_back(request.user, review_round), "program_review": published_review(review_round)}
    if context["program_review"]:
        context["paper_state"] = paper.paper_of(paper.said_of(review_round), paper.EVERYONE)["state"]
    reads_review = context["back"] == "program" or program.sponsor_id == request.user.pk
    context["reads_review"] = reads_review and not review_round.is_follow_up
    if snapshot is None or not review_round.is_closed or is_hidden(snapshot.results):
        return render(request, "insights/round_waiting.html", context | {"is_closed": review_round.is_closed})
    if review_round.is_follow_up:
        context |= about_follow_up(snapshot, review_round, request.user)
        return render(request, "insights/follow_up_results.html", context)
    return render(request, "insights/round_results.html", context | about_results(snapshot, review_round, request.user))


def published_review(review_round: ReviewRound) -> ProgramReview | None:
    """What the program has published about the round, with its steps."""
    published = ProgramReview.objects.filter(round=review_round, published_at__isnull=False)
    return published.prefetch_related("steps").first()


def way_back(user: User, review_round: ReviewRound) -> str:
    """Where one keeps the reviews one looks at: the program's pages, one's own list, or neither."""
    if Program.objects.managed_by(user).filter(pk=review_round.cycle.program_id).exists():
        return "program"
    return "reviews" if Ballot.objects.visible_to(user).filter(round=review_round).exists() else ""


def about_results(snapshot: Snapshot, review_round: ReviewRound, user: User) -> dict[str, object]:
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


def about_follow_up(snapshot: Snapshot, review_round: ReviewRound, user: User) -> dict[str, object]:
    """Shares of yes on both sides, and what people still do."""
    results, team = snapshot.results, is_team(user, review_round)
    return {
        "results": results,
        "answered": answered(results),
        "scores": follow_up_scores(results),
        "period": period_of(review_round),
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
