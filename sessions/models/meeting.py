"""Meetings of a pairing: facts that the program team may see, and an agenda that is the two's alone."""

import datetime as dt

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from people.models import UUIDModel
from programs.models import Channel
from sessions.querysets import MeetingQuerySet


class Meeting(UUIDModel):
    """`revision` is the ICS SEQUENCE: it rises with every change of time or place. The UID is the id."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")
        MISSED = "missed", _("missed")

    pairing = models.ForeignKey(Pairing, models.PROTECT, related_name="meetings")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(
        _("length in minutes"), default=60, validators=[MinValueValidator(5), MaxValueValidator(480)]
    )
    channel = models.CharField(_("how"), max_length=10, choices=Channel.choices, default=Channel.VIDEO)
    place = models.CharField(_("place or link"), max_length=300, blank=True)
    agenda = models.TextField(_("agenda"), blank=True, max_length=4000)
    revision = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, editable=False)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    was_planned = models.BooleanField(_("was planned ahead"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(_("logged, cancelled or missed at"), null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pairing", "starts_at"], condition=Q(state="planned"), name="meeting_planned_once"
            ),
            models.CheckConstraint(condition=Q(minutes__range=(5, 480)), name="meeting_minutes"),
        ]
        indexes = [
            # What is asked of the meetings of many pairs is told from the index alone.
            models.Index(fields=["pairing", "state", "starts_at", "id"], name="meeting_facts_of_pairing"),
            models.Index(fields=["state", "starts_at", "pairing"], name="meeting_pairing_by_state"),
        ]

    def __str__(self) -> str:
        return f"meeting on {self.starts_at:%Y-%m-%d}"

    @property
    def ends_at(self) -> dt.datetime:
        return self.starts_at + dt.timedelta(minutes=self.minutes)

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED

    def can_be_changed(self, now: dt.datetime) -> bool:
        """Moved or cancelled: only before it begins; afterwards one says what happened."""
        return self.is_planned and self.starts_at > now

    def can_be_logged(self, now: dt.datetime) -> bool:
        """From its start on; also when it was taken for missed because nobody logged it."""
        return self.state in (self.State.PLANNED, self.State.MISSED) and self.starts_at <= now

    @property
    def web_place(self) -> str:
        """The place when it is a web address, for a link."""
        return self.place if self.place.startswith(("https://", "http://")) else ""


class MeetingChange(UUIDModel):
    """A move, a cancellation or an absence: by which side, and how many hours before the start it was said."""

    class Kind(models.TextChoices):
        MOVED = "moved", _("moved")
        CANCELLED = "cancelled", _("cancelled")
        MISSED = "missed", _("missed")

    class Who(models.TextChoices):
        JUNIOR = "junior", _("the mentor")
        SENIOR = "senior", _("the leader")
        BOTH = "both", _("both")
        PROGRAM = "program", _("the program")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_side = models.CharField(max_length=7, choices=Who.choices)
    hours_notice = models.IntegerField(_("hours of notice"))
    was_at = models.DateTimeField(_("was planned for"))
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} by {self.by_side}"
