"""Frozen results: what was published stays as it was published."""

from django.db import models
from django.utils import timezone

from people.models import UUIDModel
from sessions.models import ReviewRound


class Snapshot(UUIDModel):
    """The published results of one closed round, already through the gate. There is nothing else to be known of it.

    `sealed_cells` are the counts behind the printed words, which later rounds need; readable only as long as the
    program's marks of who answered.
    """

    round = models.OneToOneField(ReviewRound, models.PROTECT, related_name="snapshot")
    results = models.JSONField()
    sealed_cells = models.BinaryField(default=bytes)
    frozen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"results of {self.round_id}"
