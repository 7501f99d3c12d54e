"""Who reads which part of the audit log. Upper apps register in AppConfig.ready():

audit_sight.register_programs(coordinator, coordinated, names_of)
audit_sight.hide_pairs("pairings.pairing", pairs_near)

Rights do not add up: HR admins and coordinators read nothing of what is about themselves, those they manage or assist,
and the pairings that they are a party of. What was done to their own account they read in their own access log. A line
that two have drawn hides nothing that is older than it, nor itself: else it would hide what it was drawn for.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth import get_user_model
from django.db.models import Q

from people.access import Rule, hr_admin
from people.audit.young_lines import DrawnLine, drawn_lines

if TYPE_CHECKING:
    from people.models import User
    from people.models.audit import AuditQuerySet

Programs = Callable[["User"], Collection[uuid.UUID]]
Names = Callable[[Collection[uuid.UUID]], dict[uuid.UUID, str]]


class HiddenPair(NamedTuple):
    """An object that is hidden from whoever is near one of two people, and whether the two are hidden with it."""

    about: uuid.UUID
    two: frozenset[uuid.UUID]
    hides_the_two: bool


Pairs = Callable[["User"], Iterable[HiddenPair]]

PEOPLE = "people.user"
#: What everybody finds in their own access log: it may have changed what the roster says of them.
ABOUT_ALL = ("roster.applied", "roster.undone")

_programs: list[tuple[Rule, Programs, Names]] = []
_pairs: dict[str, Pairs] = {}


def register_programs(rule: Rule, programs: Programs, names_of: Names) -> None:
    """Let people whom `rule` lets in read the acts in the programs of which `programs(user)` gives the ids;
    `names_of(ids)` gives names by id."""
    _programs.append((rule, programs, names_of))


def names_of(ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The names of programs by id."""
    return {pk: name for _rule, _ids, names in _programs for pk, name in names(ids).items()} if ids else {}


def names_in(entries: AuditQuerySet) -> dict[uuid.UUID, str]:
    """The names of the programs of which something stands among these entries."""
    ids = entries.exclude(program_id=None).order_by().values_list("program_id", flat=True).distinct()
    return names_of({pk for pk in ids if pk})


def hide_pairs(model: str, pairs: Pairs) -> None:
    """Acts on these objects stay hidden from `user`, who is near one of the two of each; `model` as `app.model`."""
    _pairs[model] = pairs


def reads_audit(user: User) -> bool:
    """HR admins everything that is the team's; coordinators the acts in their programs."""
    return hr_admin(user) or any(rule(user) for rule, _ids, _names in _programs)


def of(user: User, entries: AuditQuerySet) -> AuditQuerySet:
    """The part of the log that `user` may read as one of the team."""
    if not hr_admin(user):
        own = [program for rule, ids, _names in _programs if rule(user) for program in ids(user)]
        entries = entries.filter(program_id__in=own)
    return entries.filter(is_private=False).exclude(_close_to(user))


def own_of(person: User, entries: AuditQuerySet) -> AuditQuerySet:
    """What concerns one's own account and data; what the team did about one's pairing is told on its own pages."""
    return entries.filter(Q(person=person, program_id=None) | Q(act__in=ABOUT_ALL))


def _close_to(user: User) -> Q:
    """What is about oneself, those near one, and the objects that upper apps know to be near."""
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
    for model, pairs in _pairs.items():
        for pair in pairs(user):
            since = _since(lines.get(person) for person in pair.two & near)
            hidden[since][model].add(pair.about)
            if pair.hides_the_two:
                hidden[since][PEOPLE] |= pair.two
    return hidden


def _since(lines: Iterable[DrawnLine | None]) -> DrawnLine | None:
    """The oldest of the lines by which one is close to the same thing; None where one always was."""
    known = list(lines)
    return None if None in known or not known else min(line for line in known if line)
