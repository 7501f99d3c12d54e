"""What came of a meeting. Every text here has its audience; the classes say which."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from people.models import UUIDModel
from programs.models import Side, Topic
from sessions.models.meeting import Meeting
from sessions.querysets import (
    ActionItemQuerySet,
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
    next_step = models.TextField(_("anything to do"), blank=True, max_length=1000)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
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


class ActionItem(UUIDModel):
    """Audience: the two of us. A commitment is the leader's promise; the mentor says "seen" or "not yet"."""

    class Kind(models.TextChoices):
        ACTION = "action", _("action item")
        COMMITMENT = "commitment", _("commitment")

    class Seen(models.TextChoices):
        UNKNOWN = "", _("not said yet")
        SEEN = "seen", _("seen")
        NOT_YET = "not_yet", _("not yet")

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="action_items")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="action_items")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ACTION)
    text = models.CharField(_("what"), max_length=300)
    owner = models.CharField(_("who"), max_length=6, choices=Side.choices)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    seen = models.CharField(max_length=7, choices=Seen.choices, blank=True, default=Seen.UNKNOWN)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        ordering = ["done_at", "due_on", "created_at"]
        constraints = [
            models.CheckConstraint(condition=Q(kind="action") | Q(owner="senior"), name="commitment_is_the_leaders"),
        ]
        indexes = [models.Index(fields=["due_on", "done_at"], name="action_item_due")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_commitment(self) -> bool:
        return self.kind == self.Kind.COMMITMENT

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


class Insight(UUIDModel):
    """Audience: the two of us, or everyone in the program once both of the pair agree."""

    class Audience(models.TextChoices):
        PAIR = "pair", _("the two of us")
        PROGRAM = "program", _("everyone in the program")

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="insights")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="insights")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text = models.TextField(_("insight"), max_length=2000)
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
    """Audience: the two of us."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="wins")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="wins")
    text = models.CharField(_("small win"), max_length=300)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfPairQuerySet.as_manager()

    class Meta:
        ordering = ["created_at"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="win_has_text")]

    def __str__(self) -> str:
        return self.text
