"""The first page of operators, and of people who are in no program."""

import datetime as dt

from django.utils import timezone

from insights.figures.choice import current, cycles_of
from insights.figures.cycle import glances
from insights.figures.scope import scope_for
from insights.figures.wording import judgement, verdict
from insights.home.home_items import Desk, Panel
from notifications.models import Delivery
from people.access import operator
from people.models import User
from programs.models import Program
from programs.rules import sponsor


def operator_desk(user: User, now: dt.datetime) -> Desk:
    """Whether messages leave, for operators: not of a pairing they are a party of. Two queries, and
    one for each kind of subject."""
    if not operator(user):
        return Desk()
    seen = Delivery.objects.visible_to(user)
    oldest = seen.oldest_due(now)
    numbers = {
        "dead": seen.dead().count(),
        "oldest": oldest,
        "is_late": oldest is not None and oldest < timezone.now() - dt.timedelta(minutes=15),
    }
    return Desk(panels=[Panel("insights/home/operator.html", numbers, position=60)])


def outsider_desk() -> Desk:
    return Desk(panels=[Panel("insights/home/outsider.html", {}, position=10)])


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
