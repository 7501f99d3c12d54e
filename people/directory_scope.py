"""Who may look people up, and whom: HR admins everyone; upper apps open it to others in AppConfig.ready().

sight.register(coordinator, lambda user: Participant.objects.managed_by(user).values("user"))
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from people.access import Rule, hr_admin

if TYPE_CHECKING:
    from people.models import User
    from people.querysets import UserQuerySet

Ids = Callable[["User"], QuerySet[Any, Any]]

_sights: list[tuple[Rule, Ids]] = []


def register(rule: Rule, ids: Ids) -> None:
    """Let people whom `rule` lets in look up those whose ids the query `ids(user)` gives."""
    _sights.append((rule, ids))


def reads_people(user: User) -> bool:
    """HR admins everyone; coordinators the people of their programs."""
    return hr_admin(user) or any(rule(user) for rule, _ids in _sights)


def of(user: User, people: UserQuerySet) -> UserQuerySet:
    """The part of `people` that the user may look up."""
    if hr_admin(user):
        return people.all()
    seen = Q(pk__in=[])
    for rule, ids in _sights:
        if rule(user):
            seen |= Q(pk__in=ids(user))
    return people.filter(seen)
