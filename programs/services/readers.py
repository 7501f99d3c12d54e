"""Matters that nobody may read: everybody on the team is too close to the people concerned."""

import uuid
from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import EndedLine, User
from programs.models import Coordinator, Program, Todo
from programs.services.todos import Matter, finish_todos, raise_todos


def want_readers() -> None:
    """Tell HR of every program in which something waits that nobody may read, without a name or a word of what it is;
    take it back once somebody may. A fixed number of queries."""
    unread = _programs_without_reader()
    raise_todos(_matter(program_id) for program_id in unread)
    told = Todo.objects.open().filter(kind=Todo.Kind.NO_READER).order_by().values_list("program", flat=True)
    if settled := set(told) - unread:
        finish_todos(kinds=[Todo.Kind.NO_READER], subject_ids=settled)


def _matter(program_id: uuid.UUID) -> Matter:
    text = _(
        "Something waits that nobody may read: the whole team, and HR, are close to the people it is about. Make "
        "somebody a coordinator who is not."
    )
    return Matter(program_id, Todo.Kind.NO_READER, program_id, text, reverse("setup_people", args=[program_id]))


def _programs_without_reader() -> set[uuid.UUID]:
    parties, program_of = _parties()
    if not parties:
        return set()
    admins = set(User.objects.hr_admins().order_by().values_list("pk", flat=True))
    teams: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for program, user in Coordinator.objects.filter(user__is_active=True).order_by().values_list("program", "user"):
        teams[program].add(user)
    return {program_of[todo] for todo, near in parties.items() if not (admins | teams[program_of[todo]]) - near}


def _parties() -> tuple[dict[uuid.UUID, set[uuid.UUID]], dict[uuid.UUID, uuid.UUID]]:
    """Of each open matter about a pairing everybody who is a party of it, and its program."""
    parties: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    program_of: dict[uuid.UUID, uuid.UUID] = {}
    concerned: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    links = Todo.concerns.through.objects.filter(todo__done_at__isnull=True)
    links = links.exclude(todo__program__state=Program.State.ARCHIVED).order_by()
    for todo, program, person, manager in links.values_list("todo", "todo__program", "user", "user__manager"):
        program_of[todo] = program
        parties[todo] |= {one for one in (person, manager) if one}
        concerned[person].append(todo)
    helpers = User.assistants.through.objects.filter(from_user__in=concerned).order_by()
    lately = EndedLine.objects.of(list(concerned)).values_list("person", "close")
    for person, close in (*helpers.values_list("from_user", "to_user"), *lately):
        for todo in concerned[person]:
            parties[todo].add(close)
    return parties, program_of
