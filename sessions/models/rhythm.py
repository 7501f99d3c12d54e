"""Whether a pair keeps meeting, worked out from its meetings."""

from django.db import models
from django.db.models import Q

from pairings.models import Pairing
from people.models import UUIDModel
from sessions.querysets import RhythmQuerySet


class Rhythm(UUIDModel):
    """How many meetings in a row were missed, cancelled or not planned when due, since the last one held.

    Facts only. Kept by `sessions.slipping`, so that a list of thousands of pairs can be sorted and filtered by it.
    """

    pairing = models.OneToOneField(Pairing, models.CASCADE, related_name="rhythm")
    lapses = models.PositiveSmallIntegerField(default=0)
    slipping_since = models.DateTimeField(null=True, blank=True)

    objects = RhythmQuerySet.as_manager()

    class Meta:
        # Few of many slip, and only these are asked for.
        indexes = [
            models.Index(
                fields=["slipping_since"], name="rhythm_now_slipping", condition=Q(slipping_since__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.lapses} in a row of {self.pairing_id}"
