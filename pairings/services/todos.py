"""What the program team must look at about a pairing. The text names the two, never who did what."""

from collections.abc import Iterable

from django.urls import reverse

from pairings.models import Pairing
from people.models import User
from programs.models import Todo
from programs.services import NewTodo, finish_todos, raise_todos

ABOUT_PAIRINGS = (
    Todo.Kind.LEAVE_REQUEST,
    Todo.Kind.GO_ON,
    Todo.Kind.NOT_ANSWERED,
    Todo.Kind.BROKEN_RULE,
    Todo.Kind.DISPUTED,
)


def report(pairing: Pairing, kind: str, text: str = "") -> None:
    """Raise a todo about a pairing; its two and those near them do not see it."""
    report_all([(pairing, text)], kind)


def report_all(texts: Iterable[tuple[Pairing, str]], kind: str) -> None:
    """Raise a todo about each pairing, with its text, in few queries; their two and those near them do not see it."""
    if todos := [_todo(pairing, kind, text) for pairing, text in texts]:
        raise_todos(todos)


def _todo(pairing: Pairing, kind: str, text: str) -> NewTodo:
    return NewTodo(
        program_id=pairing.cycle.program_id,
        kind=kind,
        subject_id=pairing.pk,
        text=f"{pairing.names}: {text}" if text else pairing.names,
        link=reverse("oversight_detail", args=[pairing.pk]),
        concerns=[pairing.junior.user_id, pairing.senior.user_id],
    )


def settle(pairing: Pairing, *kinds: str, by: User | None = None) -> None:
    """The todos of these kinds (all about pairings when none is named) are dealt with."""
    settle_all([pairing], *kinds, by=by)


def settle_all(pairings: Iterable[Pairing], *kinds: str, by: User | None = None) -> None:
    """The todos of these kinds (all about pairings when none is named) about each of them are dealt with; one query."""
    finish_todos(kinds=kinds or ABOUT_PAIRINGS, subject_ids=[pairing.pk for pairing in pairings], by=by)
