"""The reminder of a step after a review, to whoever sees to it."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from insights.models import ReviewStep
from insights.program_review.services import DUE
from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.pacing import REST, comes_by
from notifications.services import prepare_deliveries
from people.clock import home_zone, local_today, start_of_day
from people.models import User
from people.working_time import all_working_times
from programs.rules import manages_programs, sponsor

DAYS_BEFORE = (3, 0)
MORNING = 9
LATEST = dt.timedelta(days=3)


def plan_steps(now: dt.datetime) -> Iterator[Delivery]:
    """In the morning, three days before its day and on it, to whoever sees to it."""
    zone = home_zone()
    today = now.astimezone(zone).date()
    last = today + dt.timedelta(days=max(DAYS_BEFORE)) + REST
    steps = ReviewStep.objects.filter(state="open", owner__isnull=False, due_on__range=(today - LATEST, last))
    rows = list(steps.order_by().values_list("pk", "owner", "due_on", "review__round__cycle__program"))
    times = all_working_times() if rows else set()
    for pk, owner, due_on, program in rows:
        for days in DAYS_BEFORE:
            due_at = start_of_day((due_on or today) - dt.timedelta(days=days), MORNING, zone)
            if comes_by(now, due_at, due_at + LATEST, times):
                yield from prepare_deliveries(
                    kind=DUE, recipients=[owner], subject_id=pk, occasion=f"{due_on}:{days}d", scope=program,
                    due_at=due_at, not_after=due_at + LATEST, extra={"due_on": str(due_on)},
                )  # fmt: skip


def context(delivery: Delivery) -> Context:
    step: ReviewStep = delivery.subject
    if step.state != ReviewStep.State.OPEN or step.owner_id != delivery.recipient_id:
        raise NoLongerDue(gettext("It is done, or somebody else sees to it."))
    if step.due_on is None or delivery.extra.get("due_on", str(step.due_on)) != str(step.due_on):
        raise NoLongerDue(gettext("It is due on another day."))
    cycle = step.review.round.cycle
    return describe(cycle.program.name, step.due_on, reverse("program_review", args=[step.review.round_id]))


def describe(program: str, due_on: dt.date, link: str) -> Context:
    return {"program": program, "due_on": due_on, "link": link, "action": gettext("See what it is")}


def sample(user: User) -> Context:
    return describe(gettext("Digital fluency"), local_today() + dt.timedelta(days=3), "/")


def subjects() -> QuerySet[Any]:
    return ReviewStep.objects.select_related("review__round__cycle__program")


REVIEW_STEP_DUE = Kind(
    code=DUE,
    label=_("A step after a review is due"),
    why=_("You get this because you see to it: the program team has written your name beside it."),
    who_sees=_("The program team sees that you were reminded."),
    context=context,
    sample=sample,
    plan=plan_steps,
    subjects=subjects,
    is_for=lambda user: manages_programs(user) or sponsor(user),
    group=Group.TEAM,
    pace=Pace.WORKING_TIME,
)
