"""The outbox: one row for one message owed to one person on one channel."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Channel, Frequency, Group, Pace, Urgency
from notifications.querysets import DeliveryQuerySet, MessageTextQuerySet
from people.models import OneLineField, UUIDModel


class Delivery(UUIDModel):
    """A message owed. `key` is what makes it owed once: kind, subject, revision or local date, offset,
    recipient and channel, never an instant."""

    class State(models.TextChoices):
        PENDING = "pending", _("waiting")
        CLAIMED = "claimed", _("being prepared")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        RETRY = "retry", _("to be tried again")
        GATHERED = "gathered", _("waits for the next digest")
        UNCERTAIN = "uncertain", _("not certain")
        EXPIRED = "expired", _("expired")
        SUPPRESSED = "suppressed", _("not wanted")
        CANCELLED = "cancelled", _("no longer due")
        DEAD = "dead", _("could not be sent")

    key = models.CharField(max_length=250, unique=True)
    kind = models.CharField(max_length=40)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="deliveries", db_index=False)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    scope = models.UUIDField(_("program"), null=True, blank=True)
    subject_id = models.UUIDField(null=True, blank=True)
    extra = models.JSONField(default=dict, blank=True)
    pace = models.CharField(max_length=12, choices=Pace.choices, default=Pace.AT_ONCE, db_default=Pace.AT_ONCE.value)
    due_at = models.DateTimeField(_("due"))
    not_after = models.DateTimeField(_("not after"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    reason = models.CharField(max_length=300, blank=True)
    urgency = models.PositiveSmallIntegerField(
        choices=Urgency.choices, default=Urgency.SOON, db_default=Urgency.SOON.value
    )
    #: How often the mail server has answered; and how often it was claimed since then without any outcome.
    attempt = models.PositiveSmallIntegerField(default=0)
    claims = models.PositiveSmallIntegerField(default=0, db_default=0)
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
    #: Of a planned message: before that its reader needs none, for they were told, or wrote it themselves, just before.
    not_before: dt.datetime | None = None

    class Meta:
        ordering = ["-due_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="delivery_sent_has_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_at"], name="delivery_due"),
            models.Index(fields=["state", "channel", "urgency", "due_at"], name="delivery_urgent"),
            models.Index(fields=["recipient", "channel", "-sent_at"], name="delivery_inbox"),
            models.Index(fields=["kind", "subject_id"], name="delivery_subject"),
            models.Index(fields=["scope", "-due_at"], name="delivery_scope"),
            models.Index(fields=["due_at", "id"], name="delivery_by_time"),
            # Whatever the outbox is narrowed to is counted from an index alone: by state, or by those it went to.
            models.Index(fields=["state", "kind", "subject_id", "scope", "channel"], name="delivery_by_state"),
            models.Index(fields=["recipient", "state", "channel", "kind", "subject_id"], name="delivery_by_person"),
            # Not of sent ones alone: SQLite does not see that a state it is given later is the one of a condition.
            models.Index(fields=["state", "channel", "sent_at"], name="delivery_by_success"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def is_stuck(self) -> bool:
        """An operator may try it again or discard it."""
        return self.state in (self.State.DEAD, self.State.UNCERTAIN)


class Mark(models.Model):
    """When something last happened, and how often: a sign of life, a class of outcome. About nobody."""

    name = models.CharField(max_length=60, primary_key=True)
    at = models.DateTimeField()
    times = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class MailLine(models.Model):
    """One of the EMAIL_CONNECTIONS that all workers together may have to the mail server."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    holder = models.UUIDField(null=True)
    held_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.number)


class MailFlow(models.Model):
    """One row for all workers: when the next mail may go, and until when none may because the server has had enough."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    next_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    pauses = models.PositiveSmallIntegerField(default=0)  # in a row
    reason = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.reason


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


class GroupPreference(UUIDModel):
    """How soon a person wants the messages of a group on a channel. No row means at once, and slow kinds weekly."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="group_preferences")
    group = models.CharField(max_length=10, choices=Group.choices)
    channel = models.CharField(max_length=6, choices=Channel.choices)
    frequency = models.CharField(max_length=8, choices=Frequency.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "group", "channel"], name="group_preference_once")]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.group} by {self.channel} {self.frequency}"


class NoteByHand(UUIDModel):
    """One message to some people, in words of the moment. Who got it stands in the outbox."""

    subject = OneLineField(_("subject"), max_length=150)
    text = models.TextField(_("text"), max_length=4000)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    recipient_count = models.PositiveIntegerField(_("to how many"))

    class Meta:
        abstract = True
        ordering = ["-sent_at", "pk"]

    def __str__(self) -> str:
        return self.subject


class HrNote(NoteByHand):
    """What HR has written to people of the directory."""


class MessageText(UUIDModel):
    """A version of the words that a program gives to one kind of message. The latest is in force; without a text the
    standard words are."""

    scope = models.UUIDField(_("program"))
    kind = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    subject = OneLineField(_("subject"), max_length=150, blank=True)
    text = models.TextField(_("text"), max_length=4000, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)

    objects = MessageTextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "kind", "version"], name="message_text_version_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"
