"""How long things are kept where HR has decided so, what the job did, and what nothing may take away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.base import OneLineField, UUIDModel

if TYPE_CHECKING:
    from people.models.user import User


class RetentionPeriod(UUIDModel):
    """HR's choice for one rule of retention; without a row the rule's own period holds."""

    code = models.CharField(max_length=40, unique=True)
    days = models.PositiveIntegerField(_("days"))
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.code}: {self.days} days"


class RetentionRun(UUIDModel):
    """What the job did once: by the code of each rule how many rows, and since when the oldest of them was there."""

    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    report = models.JSONField(default=dict)

    class Meta:
        ordering = ["-began_at"]

    def __str__(self) -> str:
        return f"retention of {self.began_at:%Y-%m-%d}"


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def visible_to(self, user: User) -> LegalHoldQuerySet:
        """HR admins see them, save on people and pairings that they are close to; nobody else any."""
        from people.retention.seen_holds import seen_by

        return seen_by(user, self)

    def lasting(self) -> LegalHoldQuerySet:
        """Those that nobody has lifted."""
        return self.filter(lifted_at=None)

    def for_list(self) -> LegalHoldQuerySet:
        return self.lasting().select_related("person", "placed_by").order_by("-placed_at", "pk")


class LegalHold(UUIDModel):
    """Nothing about this person, or this pairing, is deleted or emptied while it lasts: neither by retention nor by
    erasure."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    pairing_id = models.UUIDField(null=True)
    reason = OneLineField(_("why"), max_length=300)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now, editable=False)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, pairing_id__isnull=False)
                | Q(person__isnull=False, pairing_id__isnull=True),
                name="hold_on_a_person_or_a_pairing",
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(lifted_at=None), name="hold_on_a_person_once"),
            models.UniqueConstraint(fields=["pairing_id"], condition=Q(lifted_at=None), name="hold_on_a_pairing_once"),
        ]

    def __str__(self) -> str:
        return f"hold of {self.placed_at:%Y-%m-%d}"
