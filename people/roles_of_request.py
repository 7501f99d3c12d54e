"""What a person is entrusted with: roles, and what they do for programs; and whether they have a pairing. One query for
all of it, once a request."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet

from frame.remembered import remembered
from people.states import Role
from people.upper_floors import pairings, programs

if TYPE_CHECKING:
    from people.models import User

#: What makes somebody one of the team: they see more of others, so more is asked of their sign-in.
OF_TEAM = frozenset({*Role.values, "coordinates"})
PAIRED = "has a pairing"


def _roles(user_id: uuid.UUID) -> QuerySet[Any, Any]:
    grants = apps.get_model("people", "RoleGrant").objects.filter(user=user_id)
    return grants.order_by().values_list("role", "pk")


def is_of_team(user: User) -> bool:
    """HR admins, operators and coordinators."""
    return not OF_TEAM.isdisjoint(duties_of(user))


def duties_of(user: User) -> dict[str, frozenset[uuid.UUID]]:
    """The things of each duty by its name, a role standing for itself."""
    return {duty: things for duty, things in _read(user).items() if duty != PAIRED}


def is_paired(user: User) -> bool:
    """Whether they may know of a pairing, as one of the two or as an assistant of the leader."""
    return PAIRED in _read(user)


@remembered
def _read(user: User) -> dict[str, frozenset[uuid.UUID]]:
    """The roles and duties of a person with the ids that they hold for, and whether they may know of a pairing; read
    once per person object (per request)."""
    things_by_name: dict[str, set[uuid.UUID]] = {}
    rows = _roles(user.pk).union(programs().charges_of(user.pk), pairings().paired(user.pk, PAIRED), all=True)
    for name, thing in rows:
        things_by_name.setdefault(name, set()).add(uuid.UUID(str(thing)))
    return {name: frozenset(things) for name, things in things_by_name.items()}
