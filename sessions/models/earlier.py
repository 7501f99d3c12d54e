"""What a text of the two said before it was changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models import UUIDModel
from sessions.models.log import Insight
from sessions.models.meeting import Meeting
from sessions.querysets import EarlierTextQuerySet


class EarlierText(UUIDModel):
    """Audience: the two of us. An agenda or an insight as it stood until `by` changed it; never changed itself."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, related_name="earlier_agendas")
    insight = models.ForeignKey(Insight, models.CASCADE, null=True, related_name="earlier_texts")
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = EarlierTextQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, insight__isnull=True)
                | Q(meeting__isnull=True, insight__isnull=False),
                name="earlier_text_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"text until {self.at:%Y-%m-%d}"
