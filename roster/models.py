"""One upload of the roster, from the file to its undoing."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.base import OneLineField, UUIDModel
from roster.querysets import RosterImportQuerySet

UNDO_FOR = dt.timedelta(hours=24)


class RosterImport(UUIDModel):
    class State(models.TextChoices):
        UPLOADED = "uploaded", _("uploaded")
        CHECKING = "checking", _("being checked")
        PREVIEWED = "previewed", _("ready to apply")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        UNDONE = "undone", _("undone")
        FAILED = "failed", _("failed")

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    file_name = OneLineField(_("file"), max_length=255)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    mapping = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    fingerprint = models.CharField(max_length=64, blank=True)
    before = models.JSONField(default=dict)
    message = models.TextField(blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        return self.state in (self.State.CHECKING, self.State.APPLYING)

    @property
    def can_be_mapped(self) -> bool:
        return self.state in (self.State.UPLOADED, self.State.PREVIEWED, self.State.FAILED)

    @property
    def undo_until(self) -> dt.datetime | None:
        """The instant until which an applied import can be undone; None for one that is not applied."""
        if self.state != self.State.APPLIED or self.applied_at is None:
            return None
        return self.applied_at + UNDO_FOR

    @property
    def can_be_undone(self) -> bool:
        return self.undo_until is not None and timezone.now() < self.undo_until


class RosterPage(models.Model):
    """Some rows of a preview as its page shows them; `part` is a kind of row, `number` counts from 1."""

    roster = models.ForeignKey(RosterImport, models.CASCADE, related_name="pages")
    part = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    rows = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["roster", "part", "number"], name="roster_page_once")]

    def __str__(self) -> str:
        return f"{self.part} {self.number}"
