"""The first page of sponsors: the verdict on each of their programs."""

from insights.figures.choice import current, cycles_of
from insights.figures.cycle import glances
from insights.figures.scope import scope_for
from insights.figures.wording import judgement, verdict
from insights.home.home_items import Desk, Panel
from people.models import User
from programs.models import Program
from programs.rules import sponsor

SHOWN = 3


def desk(user: User) -> Desk:
    """Five queries at most; one for people who sponsor nothing."""
    if not sponsor(user):
        return Desk()
    opened = Program.objects.sponsored_by(user).exclude(state=Program.State.DRAFT)
    cycles = current(cycles_of(opened))[:SHOWN]
    figures = glances(scope_for(user, *cycles), cycles, with_meetings=False)
    rows = [
        {"cycle": cycle, "verdict": verdict(figures[cycle.pk]), "judgement": judgement(figures[cycle.pk])}
        for cycle in cycles
    ]
    return Desk(panels=[Panel("insights/home/verdicts.html", {"rows": rows}, position=5)])
