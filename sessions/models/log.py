"""What came of a meeting. Every text here has its audience; the classes say which."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from people.models import OneLineField, User, UUIDModel
from programs.models import Side, Topic
from sessions.models.meeting import Meeting
from sessions.querysets import (
    InsightQuerySet,
    OfPairQuerySet,
    OwnQuerySet,
    SessionLogQuerySet,
)


class SessionLog(UUIDModel):
    """Audience: the two of us. One part per meeting and person, written by that person alone."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="parts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    learned = models.TextField(_("what did you learn"), blank=True, max_length=4000)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    topic_names = models.JSONField(default=list, blank=True)  # as they were called when they were logged
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SessionLogQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "author"], name="log_part_once")]

    def __str__(self) -> str:
        return f"part of {self.author_id} about {self.meeting_id}"


class LogDraft(UUIDModel):
    """Audience: only its author, until submitted. What the form held, as it was typed.

    `meeting` is empty for a meeting that was never planned and has no row yet.
    """

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="drafts")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "author"], name="draft_once"),
            models.UniqueConstraint(
                fields=["pairing", "author"], condition=Q(meeting__isnull=True), name="unplanned_draft_once"
            ),
        ]

    def __str__(self) -> str:
        return f"draft for {self.meeting_id or self.pairing_id}"


class Reflection(UUIDModel):
    """Audience: only its author. One per person and meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="reflections")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    text = models.TextField(_("private reflection"), blank=True, max_length=4000)
    confidence = models.PositiveSmallIntegerField(_("confidence"), null=True, blank=True)
    safety = models.PositiveSmallIntegerField(_("safe to speak"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "author"], name="reflection_once"),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__range=(1, 5)), name="reflection_confidence"
            ),
            models.CheckConstraint(
                condition=Q(safety__isnull=True) | Q(safety__range=(1, 5)), name="reflection_safety"
            ),
        ]

    def __str__(self) -> str:
        return f"reflection on {self.meeting_id}"


class Insight(UUIDModel):
    """Audience: the two of us, or everyone in the program once both of the pair agree."""

    class Audience(models.TextChoices):
        PAIR = "pair", _("the two of us")
        PROGRAM = "program", _("everyone in the program")

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="insights")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="insights")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("insight"), max_length=2000)
    version = models.PositiveIntegerField(default=1, editable=False)
    audience = models.CharField(max_length=7, choices=Audience.choices, default=Audience.PAIR)
    junior_agreed = models.BooleanField(default=False)
    senior_agreed = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InsightQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at__isnull=True)
                | (Q(audience="program") & Q(junior_agreed=True) & Q(senior_agreed=True)),
                name="insight_published_by_both",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    def has_agreed(self, side: str) -> bool:
        return self.junior_agreed if side == Side.JUNIOR else self.senior_agreed


class Win(UUIDModel):
    """Audience: the two of us; wins are not published. Its author alone changes it or takes it back, and then a line
    without words is left of it."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="wins")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="wins")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = OneLineField(_("small win"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfPairQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(taken_back_at__isnull=True) & ~Q(text="")) | Q(taken_back_at__isnull=False, text=""),
                name="win_has_text_or_is_taken_back",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_taken_back(self) -> bool:
        return self.taken_back_at is not None

    def can_be_changed(self, user: User) -> bool:
        """By its author, while the pairing is open. Needs the pairing."""
        return self.author_id == user.pk and not self.is_taken_back and self.pairing.is_running
