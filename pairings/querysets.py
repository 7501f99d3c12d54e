"""Named questions about pairings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from people.access import hr_admin

if TYPE_CHECKING:
    from pairings.models import Pairing
    from people.models import User


class PairingQuerySet(models.QuerySet["Pairing"]):
    def of(self, user: User) -> PairingQuerySet:
        """The pairings in which `user` is the mentor or the leader."""
        return self.filter(Q(junior__user=user) | Q(senior__user=user))

    def assisted_by(self, user: User) -> PairingQuerySet:
        """The pairings of the leaders whom `user` assists."""
        return self.filter(senior__user__assistants=user)

    def parties_near(self, user: User) -> PairingQuerySet:
        """Those that `user` is a party of: as mentor, leader, assistant or line manager of either."""
        near = user.__class__.objects.near(user).values("pk")
        return self.filter(Q(junior__user__in=near) | Q(senior__user__in=near))

    def overseen_by(self, user: User) -> PairingQuerySet:
        """Those of programs one manages, save the ones one is a party of: rights do not add up."""
        managed = self if hr_admin(user) else self.filter(cycle__program__coordinators__user=user)
        near = user.__class__.objects.near(user).values("pk")
        return managed.exclude(junior__user__in=near).exclude(senior__user__in=near)

    def open(self) -> PairingQuerySet:
        return self.filter(state__in=["proposed", "preparing", "active", "paused", "closing"])

    def meeting(self) -> PairingQuerySet:
        """Those whose two are supposed to meet now."""
        return self.filter(state__in=["active", "closing"])
