"""Pairs of which nobody may read anything: everybody on the team is too close to the two.

Asked of the pairs themselves, never of what waits to be read: HR may be a party of the very pair, and would read from
the moment at which they are told that the other one has asked for something.
"""

import uuid
from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _

from pairings.models import Pairing
from people.models import EndedLine, User
from programs.models import Coordinator, Cycle, Participant, Program, Todo
from programs.services import Matter, finish_todos, raise_todos

Ids = set[uuid.UUID]


def want_readers() -> None:
    """Tell HR of every program with a pair that nobody on the team could read about, without a name, from the day both
    have said yes until the cycle is closed; take it back once somebody could. A fixed number of queries."""
    unread = _programs_without_reader()
    raise_todos(_matter(program_id) for program_id in unread)
    told = Todo.objects.open().filter(kind=Todo.Kind.NO_READER).order_by().values_list("program", flat=True)
    if settled := set(told) - unread:
        finish_todos(kinds=[Todo.Kind.NO_READER], subject_ids=settled)


def _matter(program_id: uuid.UUID) -> Matter:
    text = _(
        "Nobody could read what a pair here may write to the program team: all of you are close to one of the two. "
        "Make somebody a coordinator who is not. This says nothing about whether anything was written."
    )
    return Matter(program_id, Todo.Kind.NO_READER, program_id, text, reverse("setup_people", args=[program_id]))


def _programs_without_reader() -> Ids:
    admins = set(User.objects.hr_admins().order_by().values_list("pk", flat=True))
    teams: dict[uuid.UUID, Ids] = defaultdict(set)
    for program, user in Coordinator.objects.filter(user__is_active=True).order_by().values_list("program", "user"):
        teams[program].add(user)
    return {program for program, near in _parties() if not (admins | teams[program]) - near}


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
