"""What the two agreed, and their signatures."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pairings.models.pairing import Pairing
from pairings.querysets_of_texts import EarlierTextQuerySet
from people.models import OneLineField, UUIDModel
from programs.models import Channel, Participant, Side, Topic


class Agreement(UUIDModel):
    class Books(models.TextChoices):
        JUNIOR = "junior", _("the mentor")
        SENIOR = "senior", _("the leader (or their assistant)")

    pairing = models.OneToOneField(Pairing, models.CASCADE, related_name="agreement")
    expectations = models.TextField(_("what we expect of each other"), blank=True, max_length=2000)
    cadence_weeks = models.PositiveSmallIntegerField(
        _("weeks between meetings"), default=3, validators=[MinValueValidator(1), MaxValueValidator(26)]
    )
    meeting_minutes = models.PositiveSmallIntegerField(
        _("length of a meeting in minutes"), default=60, validators=[MinValueValidator(15), MaxValueValidator(240)]
    )
    channels = models.JSONField(_("how we meet"), default=list)
    topics = models.ManyToManyField(Topic, blank=True, related_name="+", verbose_name=_("focus topics"))
    books = models.CharField(_("who books the meetings"), max_length=6, choices=Books.choices, default=Books.JUNIOR)
    confidentiality = models.TextField(_("what stays between us"), blank=True, max_length=2000)
    leaving = models.TextField(_("how either of us may leave"), blank=True, max_length=2000)
    version = models.PositiveIntegerField(default=1, editable=False)
    signed_at = models.DateTimeField(_("signed by both"), null=True, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cadence_weeks__range=(1, 26)), name="agreement_cadence"),
            models.CheckConstraint(condition=Q(meeting_minutes__range=(15, 240)), name="agreement_minutes"),
        ]

    def __str__(self) -> str:
        return f"agreement of {self.pairing_id}"

    def is_signed_by(self, side: str) -> bool:
        """Whether that side has signed the text as it is now; reads prefetched signatures where there are any."""
        return any(mark.side == side and mark.version == self.version for mark in self.signatures.all())

    @property
    def signed_sides(self) -> list[str]:
        """The sides that have signed the text as it is now."""
        return [side for side in Side.values if self.is_signed_by(side)]

    @property
    def is_complete(self) -> bool:
        return self.signed_at is not None

    @property
    def channel_labels(self) -> list[str]:
        """How they meet, in words."""
        labels = dict(Channel.choices)
        return [str(labels[channel]) for channel in self.channels if channel in labels]


class Signature(UUIDModel):
    """One side's signature under a version of the agreement, with the text as it was."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatures")
    side = models.CharField(max_length=6, choices=Side.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField()
    snapshot = models.JSONField()
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "side", "version"], name="signed_once_per_version")]

    def __str__(self) -> str:
        return f"{self.side}, version {self.version}"


class StartingConfidence(UUIDModel):
    """Audience: only its author. How confident one of the two was when they signed, 1 to 5."""

    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="starting_confidence")
    side = models.CharField(max_length=6, choices=Side.choices)
    rating = models.PositiveSmallIntegerField()
    noted_on = models.DateField(default=timezone.localdate)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pairing", "side"], name="starting_confidence_once"),
            models.CheckConstraint(condition=Q(rating__range=(1, 5)), name="starting_confidence_in_scale"),
        ]

    def __str__(self) -> str:
        return "confidence at the start"


class Objective(UUIDModel):
    pairing = models.ForeignKey(Pairing, models.CASCADE, related_name="objectives")
    title = OneLineField(_("objective"), max_length=200)
    measure = OneLineField(_("how we will see it"), max_length=200, blank=True)
    progress = models.PositiveSmallIntegerField(
        _("progress in percent"), default=0, validators=[MaxValueValidator(100)]
    )
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.CheckConstraint(condition=Q(progress__lte=100), name="objective_progress")]

    def __str__(self) -> str:
        return self.title


class ObjectiveProgress(UUIDModel):
    """Audience: the two of us. That one of the two has set an objective's progress; never changed, never deleted."""

    objective = models.ForeignKey(Objective, models.CASCADE, related_name="steps")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    was = models.PositiveSmallIntegerField()
    became = models.PositiveSmallIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.was} to {self.became}"


class Pledge(UUIDModel):
    """Audience: the two of us. What a leader has pledged at the start, in the words in which they read it."""

    participant = models.OneToOneField(Participant, models.CASCADE, related_name="pledge")
    lines = models.JSONField()
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"pledge of {self.participant_id}"


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
        return "\n".join(words for value in self.was.values() if (words := in_words(value)))


def in_words(value: Any) -> str:
    return ", ".join(str(part) for part in value) if isinstance(value, list) else str(value)
