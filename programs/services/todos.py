"""Verbs about what the coordinators of a program must look at."""

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from people.models import User
from programs.models import Program, Todo


@transaction.atomic
def raise_todo(
    *,
    program: Program,
    kind: str,
    subject_id: uuid.UUID,
    text: str,
    link: str = "",
    concerns: Iterable[User] = (),
) -> Todo:
    """Tell the program team about a matter; while it is open, raising it again changes nothing but `concerns`.

    `concerns` are the people whose pairing it is about: whoever is a party with one of them does not see it.
    """
    wanted = Todo(program=program, kind=kind, subject_id=subject_id, text=text[:400], link=link)
    Todo.objects.bulk_create([wanted], ignore_conflicts=True)
    todo = Todo.objects.open().get(kind=kind, subject_id=subject_id)
    todo.concerns.add(*concerns)
    return todo


def finish_todo(*, kind: str, subject_id: uuid.UUID, by: User | None = None) -> bool:
    """The matter is settled, by somebody or by itself; False when it was not open."""
    found = Todo.objects.open().filter(kind=kind, subject_id=subject_id)
    return bool(found.update(done_at=timezone.now(), done_by=by))


def complete_todo(*, todo: Todo, by: User) -> bool:
    """Somebody has looked at it; False when somebody else was faster."""
    return bool(Todo.objects.open().filter(pk=todo.pk).update(done_at=timezone.now(), done_by=by))
