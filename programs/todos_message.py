"""The word to whoever runs a program that something waits to be looked at: once a day at most, the morning after. It
says that there is something, never what: a matter may name somebody who asked in confidence."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.pacing import comes_by
from notifications.rules import coordinator
from notifications.services import prepare_deliveries
from people.clock import home_zone, start_of_day
from people.models import User
from people.working_time import all_working_times
from programs.models import Coordinator, Program, Todo

MORNING = 9
LATEST = dt.timedelta(days=4)
A_DAY = dt.timedelta(days=1)
#: Of these there is a message of their own, or they are for HR alone.
TOLD_OTHERWISE = (Todo.Kind.SLIPPING, Todo.Kind.REVIEW_CLOSED, Todo.Kind.REVIEW_STEP, Todo.Kind.NO_READER)


def programs() -> QuerySet[Program]:
    return Program.objects.all()


def waiting_for(user: User, program: Program, raised_on: dt.date) -> int:
    """How many matters of a program, raised on a day in the organisation's zone, still wait and may be seen by `user`.
    One query."""
    first = start_of_day(raised_on)
    raised = Todo.objects.open().exclude(kind__in=TOLD_OTHERWISE).filter(
        program=program, created_at__gte=first, created_at__lt=start_of_day(raised_on + A_DAY)
    )  # fmt: skip
    return raised.visible_to(user).count()


def context(delivery: Delivery) -> Context:
    """Not due any more once all of them are looked at."""
    program: Program = delivery.subject
    raised_on = dt.date.fromisoformat(delivery.extra["raised_on"])
    waiting = waiting_for(delivery.recipient, program, raised_on)
    if not waiting:
        raise NoLongerDue(gettext("Everything has been looked at."))
    return _describe(program.name, waiting, reverse("program_detail", args=[program.pk]))


def sample(user: Any) -> Context:
    """Two matters with invented data, for the preview."""
    return _describe(gettext("Digital fluency"), 2, "/")


def _describe(program: str, waiting: int, link: str) -> Context:
    words = ngettext("%(n)s matter waits for you", "%(n)s matters wait for you", waiting) % {"n": waiting}
    return {"program": program, "waiting": words, "link": link, "action": gettext("See what it is")}


def plan(now: dt.datetime) -> Iterator[Delivery]:
    """The morning after something was raised, to each of those who run the program and may see any of it."""
    raised = raised_lately(now)
    if not raised:
        return
    times = all_working_times()
    charges = Coordinator.objects.filter(program__in={pk for pk, _day in raised}, user__is_active=True)
    team: dict[uuid.UUID, list[User]] = defaultdict(list)
    for charge in charges.select_related("user", "program"):
        team[charge.program_id].append(charge.user)
    subjects = programs().in_bulk(team)
    for pk, day in sorted(raised, key=str):
        due_at = start_of_day(day + A_DAY, MORNING)
        if not comes_by(now, due_at, due_at + LATEST, times):
            continue
        readers = [user.pk for user in team[pk] if waiting_for(user, subjects[pk], day)]
        yield from prepare_deliveries(
            kind="todos_waiting", recipients=readers, subject_id=pk, occasion=str(day), scope=pk, due_at=due_at,
            not_after=due_at + LATEST, extra={"raised_on": str(day)},
        )  # fmt: skip


def raised_lately(now: dt.datetime) -> set[tuple[uuid.UUID, dt.date]]:
    """Programs and days on which something was raised that still waits. One query."""
    since = now - LATEST - 2 * A_DAY
    rows = Todo.objects.open().exclude(kind__in=TOLD_OTHERWISE).filter(created_at__gte=since).order_by()
    zone = home_zone()
    return {(program, at.astimezone(zone).date()) for program, at in rows.values_list("program", "created_at")}


TODOS_WAITING = Kind(
    code="todos_waiting",
    pace=Pace.WORKING_TIME,
    is_for=coordinator,
    label=_("Something of your program waits to be looked at"),
    why=_("You get this because you run this program."),
    who_sees=_("Those it is about do not learn that you were told."),
    context=context,
    sample=sample,
    plan=plan,
    subjects=programs,
    is_secret=True,
    group=Group.TEAM,
)
