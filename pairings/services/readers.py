"""Who reads what pairs confide: pairs of which nobody may read anything, and handing a program over to somebody
else."""

import uuid
from collections import defaultdict

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from frame.errors import Refused
from notifications.services import owe
from pairings.models import Pairing
from pairings.services.messages import HAND_OVER
from people.models import EndedLine, User
from programs.models import Coordinator, Cycle, Participant, Program, Todo
from programs.recording import record_act
from programs.services import (
    NewTodo,
    add_coordinator,
    finish_todos,
    needs_two,
    raise_todos,
    refuse_to_remove,
    removal_needs_two,
)

Ids = set[uuid.UUID]


def want_readers() -> None:
    """Tell HR of every program with a pair that nobody on the team could read about, without a name, from the day both
    have said yes until the cycle is closed; take it back once somebody could. A fixed number of queries."""
    unread = _programs_without_reader()
    raise_todos(_todo(program_id) for program_id in unread)
    told_programs = Todo.objects.open().filter(kind=Todo.Kind.NO_READER).order_by().values_list("program", flat=True)
    if settled := set(told_programs) - unread:
        finish_todos(kinds=[Todo.Kind.NO_READER], subject_ids=settled)


def _todo(program_id: uuid.UUID) -> NewTodo:
    text = _(
        "Nobody could read what a pair here may write to the program team: all of you are close to one of the two. "
        "Make somebody a coordinator who is not. This says nothing about whether anything was written."
    )
    return NewTodo(program_id, Todo.Kind.NO_READER, program_id, text, reverse("setup_people", args=[program_id]))


def _programs_without_reader() -> Ids:
    admins = set(User.objects.hr_admins().order_by().values_list("pk", flat=True))
    teams: dict[uuid.UUID, Ids] = defaultdict(set)
    for program, user in Coordinator.objects.filter(user__is_active=True).order_by().values_list("program", "user"):
        teams[program].add(user)
    return {program for program, close_people in _parties() if not (admins | teams[program]) - close_people}


def _parties() -> list[tuple[uuid.UUID, Ids]]:
    """The program of each pair, and everybody who is a party of it. Also of pairs that are over: that one ended before
    its time is nothing that this may tell either."""
    cycles = Cycle.objects.exclude(state=Cycle.State.CLOSED).exclude(program__state=Program.State.ARCHIVED).order_by()
    people = Participant.objects.filter(cycle__in=cycles).order_by().values("user")
    helpers = User.assistants.through.objects.filter(from_user__in=people).order_by()
    close: dict[uuid.UUID, Ids] = defaultdict(set)
    for person, other in (
        *helpers.values_list("from_user", "to_user"),
        *EndedLine.objects.of(people).values_list("person", "close"),
    ):
        close[person].add(other)
    pairs = Pairing.objects.filter(cycle__in=cycles, agreed_at__isnull=False).order_by()
    rows = pairs.values_list(
        "cycle__program", "junior__user", "senior__user", "junior__user__manager", "senior__user__manager"
    )
    return [
        (program, {junior, senior, *filter(None, managers)} | close[junior] | close[senior])
        for program, junior, senior, *managers in rows
    ]


@transaction.atomic
def hand_over_program(*, program: Program, leaver: User, to: User, by: User) -> bool:
    """`to` runs the program from now on and is told, `leaver` no longer does; False when that was done already.

    Nothing else changes hands: whoever is near one of the pairings sees nothing confidential of that pairing.
    """
    if leaver == to:
        raise Refused(_("Choose somebody else: %(name)s runs the program already.") % {"name": to.name})
    if not Coordinator.objects.select_for_update().filter(program=program, user=leaver).exists():
        return False
    _refuse_what_needs_two(program, to, by)
    _refuse_taking_a_reader(program, leaver, by)
    add_coordinator(program=program, user=to, by=by)
    refuse_to_remove(program=program, user=leaver)
    charge = Coordinator.objects.get(program=program, user=to)
    owe(kind=HAND_OVER, recipients=[to.pk], subject_id=charge.pk, scope=program.pk)
    Coordinator.objects.filter(program=program, user=leaver).delete()
    record_act("coordinator.removed", program, about=program, person=leaver, by=by)
    return True


def _refuse_what_needs_two(program: Program, to: User, by: User) -> None:
    if not Coordinator.objects.filter(program=program, user=to).exists() and needs_two(
        program=program, person=to, by=by
    ):
        raise Refused(
            _(
                "That %(name)s becomes coordinator needs a second person here. Add them on the set-up's page of "
                "people, and hand over once an HR admin has agreed."
            )
            % {"name": to.name}
        )


def _refuse_taking_a_reader(program: Program, leaver: User, by: User) -> None:
    if removal_needs_two(program=program, user=leaver, by=by):
        raise Refused(
            _(
                "You are close to a pair that %(name)s looks after, so taking the program from them needs a second "
                "person. Remove them on the set-up's page of people: an HR admin then has to agree."
            )
            % {"name": leaver.name}
        )
