"""Who may look people up, and whom: HR admins everyone, coordinators the people of their programs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from people.access import hr_admin
from people.upper_floors import programs

if TYPE_CHECKING:
    from people.models import User
    from people.querysets import UserQuerySet


def reads_people(user: User) -> bool:
    """HR admins everyone; coordinators the people of their programs."""
    return hr_admin(user) or programs().coordinator(user)


def people_in_scope(user: User, people: UserQuerySet) -> UserQuerySet:
    """The part of `people` that the user may look up."""
    if hr_admin(user):
        return people.all()
    return people.filter(pk__in=programs().people_of(user)) if programs().coordinator(user) else people.none()
