"""What a person is entrusted with: roles, and what upper apps add to them. One query for all of it, once a request.

    duties.register(charges_of)                            # in AppConfig.ready()

where `charges_of(user_id)` gives a queryset of rows (name of the duty, id of the thing it is about).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import QuerySet

from frame.remembered import remembered
from people.states import Role

if TYPE_CHECKING:
    from people.models import User

Source = Callable[[uuid.UUID], QuerySet[Any, Any]]


def _roles(user_id: uuid.UUID) -> QuerySet[Any, Any]:
    grants = apps.get_model("people", "RoleGrant").objects.filter(user=user_id)
    return grants.order_by().values_list("role", "pk")


_sources: list[Source] = [_roles]
_of_team: set[str] = {*Role.values}


def register(source: Source, *, of_team: Collection[str] = ()) -> None:
    """Have another kind of duty read with the roles; to be called before the first request. `of_team` are those of
    its duties that make somebody one of the team: they see more of others, so more is asked of their sign-in."""
    if source not in _sources:
        _sources.append(source)
    _of_team.update(of_team)


def is_of_team(user: User) -> bool:
    """HR admins, operators and coordinators."""
    return not _of_team.isdisjoint(duties_of(user))


def _all(user_id: uuid.UUID) -> QuerySet[Any, Any]:
    first, *others = (source(user_id) for source in _sources)
    return first.union(*others, all=True)


@remembered
def duties_of(user: User) -> dict[str, frozenset[uuid.UUID]]:
    """The things of each duty by its name, a role standing for itself; read once per person object (per request)."""
    duties: dict[str, set[uuid.UUID]] = {}
    for duty, thing in _all(user.pk):
        duties.setdefault(duty, set()).add(uuid.UUID(str(thing)))
    return {duty: frozenset(things) for duty, things in duties.items()}
