"""Verbs about what the coordinators of a program must look at."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone

from people.models import User
from programs.models import Program, Todo

BATCH = 1000


@dataclass(frozen=True)
class NewTodo:
    """Something to look at. `concerns` are the ids of those whose pairing it is about: whoever is a party with one
    of them does not see it. While a matter of this kind and subject is open, it is one matter."""

    program_id: uuid.UUID
    kind: str
    subject_id: uuid.UUID
    text: str
    link: str = ""
    concerns: Collection[uuid.UUID] = field(default=())

    @property
    def todo(self) -> Todo:
        return Todo(
            program_id=self.program_id,
            kind=self.kind,
            subject_id=self.subject_id,
            text=self.text[:400],
            link=self.link,
        )


@transaction.atomic(savepoint=False)
def raise_todos(todos: Iterable[NewTodo]) -> None:
    """Tell program teams about many matters in few queries; one that is open already only gains `concerns`."""
    by_subject = {(todo.kind, todo.subject_id): todo for todo in todos}
    if not by_subject:
        return
    # In one order, so that two who raise the same matters never wait for each other.
    in_order = sorted(by_subject.values(), key=lambda todo: (todo.kind, todo.subject_id))
    Todo.objects.bulk_create([todo.todo for todo in in_order], ignore_conflicts=True, batch_size=BATCH)
    through = Todo.concerns.through
    subjects = {todo.subject_id for todo in by_subject.values()}
    present = Todo.objects.open().filter(kind__in={todo.kind for todo in by_subject.values()}, subject_id__in=subjects)
    concerned = [
        through(todo_id=pk, user_id=person)
        for pk, kind, subject_id in present.order_by().values_list("pk", "kind", "subject_id")
        if (kind, subject_id) in by_subject
        for person in set(by_subject[kind, subject_id].concerns)
    ]
    through.objects.bulk_create(concerned, ignore_conflicts=True, batch_size=BATCH)


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
    """Tell the program team about one matter; while it is open, raising it again changes nothing but `concerns`."""
    ids = [person.pk for person in concerns]
    raise_todos([NewTodo(program.pk, kind, subject_id, text, link, ids)])
    return Todo.objects.open().get(kind=kind, subject_id=subject_id)


def finish_todo(*, kind: str, subject_id: uuid.UUID, by: User | None = None) -> bool:
    """The todo is done, by somebody or by itself; False when it was not open."""
    return bool(finish_todos(kinds=[kind], subject_ids=[subject_id], by=by))


def finish_todos(*, kinds: Collection[str], subject_ids: Collection[uuid.UUID], by: User | None = None) -> int:
    """Todos of these kinds about these subjects are done, in one query; returns how many were open."""
    todos = Todo.objects.open().filter(kind__in=kinds, subject_id__in=subject_ids)
    return todos.update(done_at=timezone.now(), done_by=by)


def complete_todo(*, todo: Todo, by: User) -> bool:
    """Somebody has looked at it; False when somebody else was faster."""
    return bool(Todo.objects.open().filter(pk=todo.pk).update(done_at=timezone.now(), done_by=by))
