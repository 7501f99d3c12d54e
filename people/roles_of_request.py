"""What a person is entrusted with: roles, and what they do for programs. One query for all of it, once a request."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet

from frame.remembered import remembered
from people.states import Role
from people.upper_floors import programs

if TYPE_CHECKING:
    from people.models import User

#: What makes somebody one of the team: they see more of others, so more is asked of their sign-in.
OF_TEAM = frozenset({*Role.values, "coordinates"})


def _roles(user_id: uuid.UUID) -> QuerySet[Any, Any]:
    grants = apps.get_model("people", "RoleGrant").objects.filter(user=user_id)
    return grants.order_by().values_list("role", "pk")


def is_of_team(user: User) -> bool:
    """HR admins, operators and coordinators."""
    return not OF_TEAM.isdisjoint(duties_of(user))


@remembered
def duties_of(user: User) -> dict[str, frozenset[uuid.UUID]]:
    """The things of each duty by its name, a role standing for itself; read once per person object (per request)."""
    duties: dict[str, set[uuid.UUID]] = {}
    for duty, subject in _roles(user.pk).union(programs().charges_of(user.pk), all=True):
        duties.setdefault(duty, set()).add(uuid.UUID(str(subject)))
    return {duty: frozenset(subjects) for duty, subjects in duties.items()}
