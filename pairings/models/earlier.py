"""What a text of the two said before it was changed, whatever text it is."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from pairings.models.pairing import Pairing
from pairings.querysets import EarlierTextQuerySet
from people.models import UUIDModel


class EarlierText(UUIDModel):
    """Audience: the two of us. What something of the two said until `by` changed it; never changed itself.

    `subject_id` is that of an agreement, an agenda's meeting, a part of a log, a win or an insight, `version` the one
    that said it, and `was` what it said: the fields that were changed, by name. Only what both can read has such rows.
    """

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="earlier_texts")
    subject_id = models.UUIDField()
    version = models.PositiveIntegerField()
    was = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = EarlierTextQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["subject_id", "version"], name="earlier_text_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"text until {self.at:%Y-%m-%d}"

    @property
    def text(self) -> str:
        """Its words, a field a line; empty where nothing stood there yet."""
        return "\n".join(said for value in self.was.values() if (said := in_words(value)))


def in_words(value: Any) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
