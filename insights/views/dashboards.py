"""Leaders' dashboards."""

import uuid
from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from insights.figures.choice import current, cycles_of
from insights.figures.cycle import Figures, figures_of, glances
from insights.figures.dashboard import dashboard_of
from insights.figures.scope import programs_with_figures, scope_for
from insights.figures.wording import judgement, verdict
from insights.home.page import home_of
from insights.rules import sees_insights
from people.access import PersonRequest, page, signed_in
from programs.models import Cycle
from programs.rules import manages_programs

MOST = 100


@page(sees_insights)
@never_cache
def insights(request: PersonRequest) -> HttpResponse:
    """Every program one runs or sponsors in one sentence each; the only one at once."""
    cycles = current(cycles_of(programs_with_figures(request.user)))[:MOST]
    if len(cycles) == 1:
        return redirect("program_dashboard", cycles[0].program_id)
    figures = glances(scope_for(request.user, *cycles), cycles) if cycles else {}
    rows = [row_of(cycle, figures[cycle.pk]) for cycle in cycles]
    refreshed_at = min((one.refreshed_at for one in figures.values() if one.refreshed_at), default=None)
    return render(request, "insights/overview.html", {"rows": rows, "refreshed_at": refreshed_at})


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
    cycle = next((one for one in cycles if str(one.pk) == request.GET.get("cycle")), cycles[0])
    figures = figures_of(scope_for(request.user, cycle), cycle)
    context = {
        "program": cycle.program,
        "cycle": cycle,
        "program_chips": program_chips(current(everything)[:MOST], program_id),
        "cycle_chips": cycle_chips(cycles, cycle),
        "manages": manages_programs(request.user),
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
    chips = [{"label": one.name, "url": f"?cycle={one.pk}", "is_current": one == chosen} for one in cycles]
    return chips if len(chips) > 1 else []


@page(signed_in)
@never_cache
def home(request: PersonRequest) -> HttpResponse:
    """What is next, what is owed, what changed."""
    return render(request, "insights/home.html", {"home": home_of(request.user, timezone.now())})
