"""Named questions about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from people.models import User


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def hr_admins(self) -> UserQuerySet:
        return self.active().filter(grants__role="hr_admin")

    def operators(self) -> UserQuerySet:
        return self.active().filter(grants__role="operator")

    def near(self, user: User) -> UserQuerySet:
        """The people whose pairings `user` is a party of: themselves, those they assist, those they manage."""
        return self.filter(Q(pk=user.pk) | Q(assistants=user) | Q(manager=user)).distinct()
