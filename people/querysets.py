"""Named questions about people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from people.models import User


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: User) -> UserQuerySet:
        """The people one may look up: all for HR admins, for others those that upper apps let them see."""
        from people import sight

        return sight.of(user, self)

    def for_directory(self) -> UserQuerySet:
        return self.select_related("department", "manager")

    def for_page(self) -> UserQuerySet:
        return self.select_related("department", "manager").prefetch_related("assistants")

    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def hr_admins(self) -> UserQuerySet:
        return self.active().filter(grants__role="hr_admin")

    def operators(self) -> UserQuerySet:
        return self.active().filter(grants__role="operator")

    def near(self, user: User) -> UserQuerySet:
        """The people whose pairings `user` is a party of: themselves, those they assist, those they manage."""
        assisted = self.model.assistants.through.objects.filter(to_user=user).values("from_user")
        return self.filter(Q(pk=user.pk) | Q(manager=user) | Q(pk__in=assisted))
