"""What a person is entrusted with: roles, and what upper apps add to them. One query for all of it, once a request.

    duties.register(charges_of)                            # in AppConfig.ready()

where `charges_of(user_id)` gives a queryset of rows (name of the duty, id of the thing it is about).
"""

import uuid
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from people.models import RoleGrant, User
from people.prepared import PreparedQuery

Source = Callable[[uuid.UUID], QuerySet[Any, Any]]


def _roles(user_id: uuid.UUID) -> QuerySet[Any, Any]:
    return RoleGrant.objects.filter(user=user_id).order_by().values_list("role", "pk")


_sources: list[Source] = [_roles]


def register(source: Source) -> None:
    """Have another kind of duty read with the roles; to be called before the first request."""
    if source not in _sources:
        _sources.append(source)


def _all(user_id: uuid.UUID) -> QuerySet[Any, Any]:
    first, *others = (source(user_id) for source in _sources)
    return first.union(*others, all=True)


_read = PreparedQuery(_all)


def duties_of(user: User) -> dict[str, frozenset[uuid.UUID]]:
    """The things of each duty by its name, a role standing for itself; read once per person object (per request)."""
    if not hasattr(user, "_duties"):
        found: dict[str, set[uuid.UUID]] = {}
        for duty, thing in _read.rows(user):
            found.setdefault(duty, set()).add(uuid.UUID(str(thing)))
        user._duties = {duty: frozenset(things) for duty, things in found.items()}  # type: ignore[attr-defined]
    return user._duties  # type: ignore[attr-defined, no-any-return]
