"""The outbox: one row for one message owed to one person on one channel."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel
from notifications.querysets import DeliveryQuerySet
from people.models import UUIDModel


class Delivery(UUIDModel):
    """A message owed. `key` is what makes it owed once: kind, subject, revision or local date, offset,
    recipient and channel, never an instant."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        CLAIMED = "claimed", _("being prepared")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        RETRY = "retry", _("to be tried again")
        UNCERTAIN = "uncertain", _("not certain")
        EXPIRED = "expired", _("expired")
        SUPPRESSED = "suppressed", _("not wanted")
        CANCELLED = "cancelled", _("no longer due")
        DEAD = "dead", _("could not be sent")

    key = models.CharField(max_length=250, unique=True)
    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=6, choices=Channel.choices)
    scope = models.UUIDField(_("program"), null=True, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    due_at = models.DateTimeField(_("due"))
    not_after = models.DateTimeField(_("not after"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    reason = models.CharField(max_length=300, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    claim_token = models.UUIDField(null=True, blank=True)
    message_id = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300, blank=True)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    #: What the message is about; loaded by the engine for a whole batch when its kind says how.
    subject: Any = None

    class Meta:
        ordering = ["-due_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="delivery_sent_has_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="delivery_due"),
            models.Index(fields=["recipient", "channel", "-sent_at"], name="delivery_inbox"),
            models.Index(fields=["kind", "subject_id"], name="delivery_subject"),
            models.Index(fields=["scope", "-due_at"], name="delivery_scope"),
            models.Index(fields=["-due_at", "id"], name="delivery_latest"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_stuck(self) -> bool:
        """An operator may try it again or discard it."""
        return self.state in (self.State.DEAD, self.State.UNCERTAIN)


class ChannelPreference(UUIDModel):
    """Whether a person wants a kind of message on a channel. No row means yes."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="channel_preferences")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    is_wanted = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "channel"], name="preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.kind} by {self.channel}"
