"""Pairs of people who must never be matched."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.base import UUIDModel


class ConflictOfInterest(UUIDModel):
    """Two people who must not be paired: HR's (`owner` is empty), or a person's own private one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="private_conflicts"
    )
    note = models.CharField(_("why"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "other", "owner"], name="private_conflict_once"),
            models.UniqueConstraint(
                fields=["person", "other"], condition=models.Q(owner__isnull=True), name="hr_conflict_once"
            ),
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="conflict_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.other_id}"
