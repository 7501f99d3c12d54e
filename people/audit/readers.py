"""Who reads which part of the audit log.

Rights do not add up: HR admins and coordinators read nothing of what is about themselves, those they manage or assist,
and the pairings that they are a party of. What was done to their own account they read in their own access log. A line
that two have drawn hides nothing that is older than it, nor itself: else it would hide what it was drawn for.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Q

from people.access import hr_admin
from people.audit.young_lines import DrawnLine, drawn_lines
from people.upper_floors import pairings, programs

if TYPE_CHECKING:
    from people.models import User
    from people.models.audit import AuditQuerySet


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


def of(user: User, entries: AuditQuerySet) -> AuditQuerySet:
    """The part of the log that `user` may read as one of the team."""
    if not hr_admin(user):
        entries = entries.filter(program_id__in=programs().coordinated(user))
    return entries.filter(is_private=False).exclude(_close_to(user))


def own_of(person: User, entries: AuditQuerySet) -> AuditQuerySet:
    """What concerns one's own account and data; what the team did about one's pairing is told on its own pages."""
    return entries.filter(Q(person=person, program_id=None) | Q(act__in=ABOUT_ALL))


def _close_to(user: User) -> Q:
    """What is about oneself, those near one, and the pairings that are near."""
    found = Q(pk__in=[])
    for line, hidden in _hidden_from(user).items():
        people = hidden[PEOPLE]
        close = Q(person__isnull=False, person__in=people)
        for model, ids in hidden.items():
            close |= Q(about_type=model, about_id__in=[str(pk) for pk in ids])
        found |= close if line is None else close & Q(at__gt=line.at) & ~Q(about_id=str(line.act))
    return found


Hidden = dict[DrawnLine | None, dict[str, set[uuid.UUID]]]


def _hidden_from(user: User) -> Hidden:
    """The ids of what is hidden, by model, and by the line since when it is; None for what always was."""
    hidden: Hidden = defaultdict(lambda: defaultdict(set))
    lines = drawn_lines(user)
    near = {user.pk, *get_user_model().objects.near(user).values_list("pk", flat=True)}
    for person in near:
        hidden[lines.get(person)][PEOPLE].add(person)
    for pair in pairings().pairs_near(user):
        since = _since(lines.get(person) for person in pair.two & near)
        hidden[since][PAIRINGS].add(pair.about)
        if pair.hides_the_two:
            hidden[since][PEOPLE] |= pair.two
    return hidden


def _since(lines: Iterable[DrawnLine | None]) -> DrawnLine | None:
    """The oldest of the lines by which one is close to the same thing; None where one always was."""
    known = list(lines)
    return None if None in known or not known else min(line for line in known if line)
