"""What a program gives each side to read before the first meeting, and what somebody answered to warm up."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import OneLineField, UUIDModel
from programs.models.participant import Participant, Side
from programs.models.program import Program


class Orientation(UUIDModel):
    """One version of what a side reads; never changed. While there is none, the standard words hold.

    `screens` are title and text in Markdown, `pledge` the sentences that a leader ticks.
    """

    program = models.ForeignKey(Program, models.CASCADE, related_name="orientations")
    side = models.CharField(max_length=6, choices=Side.choices)
    version = models.PositiveIntegerField()
    screens = models.JSONField(default=list)
    pledge = models.JSONField(default=list)
    question = OneLineField(_("question to warm up"), max_length=300, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["program", "side", "version"], name="orientation_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"orientation of {self.side}, version {self.version}"


class WarmUp(UUIDModel):
    """Audience: only me, or the two of us, as its author chose before writing. An answer to the question to warm up."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="warm_up")
    question = OneLineField(_("question to warm up"), max_length=300)
    text = models.TextField(_("answer"), max_length=1000)
    is_shared = models.BooleanField(_("the partner reads it too"), default=False)
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"warm-up of {self.participant_id}"
