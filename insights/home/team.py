"""The first page of HR and coordinators: what waits, and which programs want attention."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from insights.home.home_items import Desk, Owed, Panel, Urgency
from pairings.models import Pairing
from people.access import hr_admin
from people.deadlines import Deadline
from people.models import User
from programs.closeness import TeamScope
from programs.models import Cycle, Participant, Program, Todo
from programs.rules import manages_programs
from proposals.models import MatchRun
from sessions.models import ReviewRound, Rhythm
from sessions.querysets import MEETING_STATES

TODOS, PROGRAMS, GUESTS = 6, 8, 5


def desk(user: User) -> Desk:
    """Nothing for people who run no program. Six queries at most."""
    page = programs_desk(user)
    page.owed += addresses_to_mend(user)
    page.owed += guests_to_think_of(user)
    return page


def programs_desk(user: User) -> Desk:
    if not manages_programs(user):
        return Desk()
    programs = programs_of(user)
    if not programs:
        return first_steps() if hr_admin(user) else Desk()
    page = Desk(owed=[owed for program in programs for owed in owed_by_team(program)])
    page.owed += [owed for program in programs for cycle in program.waiting for owed in owed_in(cycle)]
    open_todos = list(todos(user))
    page.owed += [todo_owed(todo) for todo in open_todos]
    with_todos = {todo.program_id for todo in open_todos}
    context = {"programs": programs, "with_todos": with_todos}
    page.panels.append(Panel("insights/home/programs.html", context, position=40))
    return page


def addresses_to_mend(user: User) -> list[Owed]:
    """People whom no mail reaches, for those who may change addresses. One query for HR admins."""
    count = User.objects.not_reached().count() if hr_admin(user) else 0
    if not count:
        return []
    text = ngettext("%(n)s person is reached by no mail", "%(n)s people are reached by no mail", count) % {"n": count}
    url = reverse("people_list", query={"show": "not_reached"})
    return [Owed(text, url, _("See their addresses"), note=_("The mail server refuses them."), urgency=Urgency.NEXT)]


def guests_to_think_of(user: User) -> list[Owed]:
    """Guests whose time ends within about two weeks, for those who may lengthen it. One query for HR admins."""
    if not hr_admin(user):
        return []
    ending = User.objects.guests_ending(timezone.now().date() + dt.timedelta(days=15)).exclude(pk=user.pk)
    return [
        Owed(
            _("The time of %(name)s as a guest ends soon") % {"name": guest.name},
            reverse("guest_change", args=[guest.pk]),
            _("Lengthen it, or leave it"),
            note=_("They can sign in until %(day)s.") % {"day": Deadline.on(guest.guest_until).words(user.zone)},
            due_on=guest.guest_until,
        )
        for guest in ending.order_by("guest_until", "pk")[:GUESTS]
        if guest.guest_until
    ]


def programs_of(user: User) -> list[Any]:
    """The programs that `user` runs, each with its cycles in which something waits (`waiting`). Three queries."""
    programs: list[Any] = list(with_attention(user)[:PROGRAMS])
    waiting = cycles_with_attention(programs, user) if programs else []
    for program in programs:
        program.waiting = [cycle for cycle in waiting if cycle.program_id == program.pk]
        program.review_deadline = Deadline.on(program.review_until) if program.review_until else None
    return programs


def with_attention(user: User) -> QuerySet[Program]:
    """The programs that `user` runs, each with the day on which its open review closes; one query."""
    own = OuterRef("pk")
    reviews = ReviewRound.objects.open().reviews().filter(cycle__program=own)
    closes_on = reviews.order_by("closes_on").values("closes_on")[:1]
    run = Program.objects.managed_by(user).exclude(state=Program.State.ARCHIVED)
    return run.annotate(review_until=Subquery(closes_on))


def cycles_with_attention(programs: Sequence[Program], user: User) -> list[Any]:
    """The cycles of these programs in which something waits, each with its program and how much of it, of what `user`
    is shown; two queries."""
    own = OuterRef("pk")
    applied = Participant.objects.filter(cycle=own, state="applied").exclude(TeamScope(user).hidden)
    matched = MatchRun.objects.filter(cycle=own, state=MatchRun.State.DONE, kept_at__isnull=False)
    cycles = Cycle.objects.filter(program__in=programs).exclude(state=Cycle.State.CLOSED).select_related("program")
    is_matched = Case(When(state=Cycle.State.MATCHING, then=Exists(matched)), default=Value(False))
    slipping = slipping_by_cycle(user)
    annotated: list[Any] = list(cycles.annotate(to_approve=number_of(applied, "cycle"), has_match=is_matched))
    for cycle in annotated:
        cycle.slipping = slipping.get(cycle.pk, 0)
    return [cycle for cycle in annotated if cycle.to_approve or cycle.has_match or cycle.slipping]


def slipping_by_cycle(user: User) -> dict[uuid.UUID, int]:
    """How many pairs slip in each cycle, save those `user` is a party of. Asked once for all: few slip of many."""
    pairs_near = Pairing.objects.parties_near(user).order_by().values("pk")
    slipping = Rhythm.objects.slipping().filter(pairing__state__in=MEETING_STATES).exclude(pairing__in=pairs_near)
    return dict(slipping.values_list("pairing__cycle").annotate(Count("pk")))


def number_of(rows: QuerySet[Any], group: str) -> Coalesce:
    counted = rows.order_by().values(group).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def owed_by_team(program: Any) -> list[Owed]:
    """What the program team is to do about a program as a whole."""
    if not program.is_draft:
        return []
    setup, label = reverse("program_setup", args=[program.pk]), _("Complete the set-up of %(program)s")
    return [program_owed(label % {"program": program}, setup, _("Go on with the set-up"))]


def owed_in(cycle: Any) -> list[Owed]:
    """What the program team is to do in a cycle; each leads to where that is listed, and nothing else."""
    name, owed = {"program": cycle.program}, []

    def link(page: str, **filters: str) -> str:
        return reverse(page, args=[cycle.program_id], query={"cycle": str(cycle.pk), **filters})

    if cycle.to_approve:
        text = ngettext("%(n)s enrolment to approve in %(program)s", "%(n)s enrolments to approve in %(program)s",
                        cycle.to_approve)  # fmt: skip
        url = link("participant_list", state=Participant.State.APPLIED)
        owed.append(program_owed(text % {"n": cycle.to_approve, **name}, url, _("Approve enrolments"), urgent=True))
    if cycle.has_match:
        label = _("The match of %(program)s is ready to be checked and published") % name
        owed.append(program_owed(label, link("match_board"), _("Check the match"), urgent=True))
    if cycle.slipping:
        text = ngettext("%(n)s pair is slipping in %(program)s", "%(n)s pairs are slipping in %(program)s",
                        cycle.slipping)  # fmt: skip
        url = link("program_run", show="slipping")
        owed.append(program_owed(text % {"n": cycle.slipping, **name}, url, _("See who is slipping"), urgent=True))
    return owed


def program_owed(label: str, url: str, action: str, *, urgent: bool = False) -> Owed:
    return Owed(label, url, action, urgency=Urgency.PROGRAM if urgent else Urgency.NEXT)


def todos(user: User) -> QuerySet[Todo]:
    """Open matters; slipping pairs are counted by program instead."""
    todos = Todo.objects.open().visible_to(user).exclude(kind=Todo.Kind.SLIPPING).exclude(program__state="archived")
    return todos.select_related("program")[:TODOS]


def todo_owed(todo: Todo) -> Owed:
    kind = capfirst(todo.get_kind_display())
    return Owed(
        todo.text or kind,
        todo.link or reverse("program_detail", args=[todo.program_id]),
        todo.next_step,
        note=f"{kind} · {todo.program}" if todo.text else str(todo.program),
        urgency=Urgency.OTHERS_WAIT if todo.kind == Todo.Kind.LEAVE_REQUEST else Urgency.PROGRAM,
    )


def first_steps() -> Desk:
    """What to do on a site without a program. One query."""
    has_people = User.objects.count() > 1
    steps = [
        (_("Import the roster"), reverse("roster_upload"), _("A spreadsheet of everyone."), has_people),
        (_("Create a program"), reverse("program_create"), _("From a template, in under ten minutes."), False),
        (_("Invite leaders, then mentors"), "", _("From the program's page, once its set-up is complete."), False),
    ]  # fmt: skip
    nxt = steps[1] if has_people else steps[0]
    tasks = [
        {"label": label, "url": url, "note": note, "state": "done" if done else "", "state_label": _("Done")}
        for label, url, note, done in steps
    ]
    first = Owed(nxt[0], nxt[1], nxt[0], note=nxt[2])
    return Desk(owed=[first], panels=[Panel("insights/home/first_steps.html", {"tasks": tasks}, position=10)])
