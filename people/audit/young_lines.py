"""Since when somebody is close to those whose manager two have made them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model

if TYPE_CHECKING:
    from people.models import User


class DrawnLine(NamedTuple):
    """When two drew a line, and with which request."""

    at: dt.datetime
    act: uuid.UUID


def drawn_lines(user: User) -> dict[uuid.UUID, DrawnLine]:
    """By the ids of people the first line to `user` that two have drawn, where nothing else makes `user` close to them.
    Three queries."""
    held_act, ended_line = apps.get_model("people", "HeldAct"), apps.get_model("people", "EndedLine")
    acts = held_act.objects.filter(
        kind=held_act.Kind.CHANGE_ENTRY, state=held_act.State.DONE, payload__fields__manager__1=str(user.pk)
    ).order_by("settled_at")
    lines: dict[uuid.UUID, DrawnLine] = {}
    for person, at, act in acts.values_list("person", "settled_at", "pk"):
        if person and at:
            lines.setdefault(person, DrawnLine(at, act))
    if not lines:
        return {}
    otherwise = set(get_user_model().objects.filter(assistants=user).order_by().values_list("pk", flat=True)) | {
        user.pk
    }
    ended = ended_line.objects.of(list(lines)).filter(close=user).values_list("person", "ended_at")
    otherwise |= {person for person, ended_at in ended if ended_at < lines[person].at}
    return {person: line for person, line in lines.items() if person not in otherwise}
