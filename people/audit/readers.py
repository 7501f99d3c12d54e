"""Who reads which part of the audit log.

Rights do not add up: HR admins and coordinators read nothing of what is about themselves, those they manage or assist,
and the pairings that they are a party of. What was done to their own account they read in their own access log. A line
that two have drawn hides nothing that is older than it, nor itself: else it would hide what it was drawn for.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q

from people.access import hr_admin
from people.upper_floors import pairings, programs

if TYPE_CHECKING:
    from people.models import User
    from people.models.audit import AuditQuerySet

if TYPE_CHECKING:
    from people.models import User


class HiddenPair(NamedTuple):
    """An object that is hidden from whoever is near one of two people, and whether the two are hidden with it."""

    about: uuid.UUID
    two: frozenset[uuid.UUID]
    hides_the_two: bool


PEOPLE, PAIRINGS = "people.user", "pairings.pairing"
#: What everybody finds in their own access log: it may have changed what the roster says of them.
ABOUT_ALL = ("roster.applied", "roster.undone")


def names_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of programs by id."""
    return programs().names_of(ids) if ids else {}


def names_in(entries: AuditQuerySet) -> dict[uuid.UUID, str]:
    """The names of the programs of which something stands among these entries."""
    ids = entries.exclude(program_id=None).order_by().values_list("program_id", flat=True).distinct()
    return names_of({pk for pk in ids if pk})


def reads_audit(user: User) -> bool:
    """HR admins everything that is the team's; coordinators the acts in their programs."""
    return hr_admin(user) or programs().coordinator(user)


def entries_read_by(user: User, entries: AuditQuerySet) -> AuditQuerySet:
    """The part of the log that `user` may read as one of the team."""
    if not hr_admin(user):
        entries = entries.filter(program_id__in=programs().coordinated(user))
    return entries.filter(is_private=False).exclude(_close_to(user))


def own_of(person: User, entries: AuditQuerySet) -> AuditQuerySet:
    """What concerns one's own account and data; what the team did about one's pairing is told on its own pages."""
    return entries.filter(Q(person=person, program_id=None) | Q(act__in=ABOUT_ALL))


def _close_to(user: User) -> Q:
    """What is about oneself, those near one, and the pairings that are near."""
    condition = Q(pk__in=[])
    for line, hidden in _hidden_from(user).items():
        people = hidden[PEOPLE]
        close = Q(person__isnull=False, person__in=people)
        for model, ids in hidden.items():
            close |= Q(about_type=model, about_id__in=[str(pk) for pk in ids])
        condition |= close if line is None else close & Q(at__gt=line.at) & ~Q(about_id=str(line.act))
    return condition


class DrawnLine(NamedTuple):
    """When two drew a line, and with which request."""

    at: dt.datetime
    act: uuid.UUID


Hidden = dict[DrawnLine | None, dict[str, set[uuid.UUID]]]


def _hidden_from(user: User) -> Hidden:
    """The ids of what is hidden, by model, and by the line since when it is; None for what always was."""
    hidden: Hidden = defaultdict(lambda: defaultdict(set))
    lines = drawn_lines(user)
    close_people = {user.pk, *get_user_model().objects.near(user).values_list("pk", flat=True)}
    for person in close_people:
        hidden[lines.get(person)][PEOPLE].add(person)
    for pair in pairings().pairs_near(user):
        since = _since(lines.get(person) for person in pair.two & close_people)
        hidden[since][PAIRINGS].add(pair.about)
        if pair.hides_the_two:
            hidden[since][PEOPLE] |= pair.two
    return hidden


def _since(lines: Iterable[DrawnLine | None]) -> DrawnLine | None:
    """The oldest of the lines by which one is close to the same thing; None where one always was."""
    drawn = list(lines)
    return None if None in drawn or not drawn else min(line for line in drawn if line)


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
