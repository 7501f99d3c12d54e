"""Copies of what the product keeps about somebody, made because they asked."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.base import UUIDModel

if TYPE_CHECKING:
    from people.models.user import User

#: So long a copy can be fetched.
FETCHED_FOR = dt.timedelta(days=7)


class DataCopyQuerySet(models.QuerySet["DataCopy"]):
    def own_of(self, person: User) -> DataCopyQuerySet:
        """A person's own, the latest first, without the files; nobody reads anybody else's."""
        return self.filter(person=person).defer("content").order_by("-asked_at")

    def finished_of(self, person: User) -> DataCopyQuerySet:
        """A person's own that are made or have failed, for the next copy: not itself."""
        return self.own_of(person).exclude(state__in=DataCopy.UNFINISHED)

    def unfinished(self) -> DataCopyQuerySet:
        return self.filter(state__in=DataCopy.UNFINISHED)

    def to_be_fetched(self) -> DataCopyQuerySet:
        """Ready, and not over yet."""
        return self.filter(state="ready", kept_until__gt=timezone.now())

    def over(self) -> DataCopyQuerySet:
        """Whose time is up; of what has failed the page tells as long."""
        failed_before = timezone.now() - FETCHED_FOR
        return self.filter(Q(kept_until__lte=timezone.now()) | Q(state="failed", asked_at__lte=failed_before))


class DataCopy(UUIDModel):
    """One copy, as a ZIP file. Its owner alone ever gets it; the file goes after a week, whoever fetched it.

    It is sealed under a key of the server: what one has answered in an open review stands in it too, and a copy of the
    database must not open that."""

    class State(models.TextChoices):
        ASKED = "asked", _("waits to be made")
        MAKING = "making", _("being made")
        READY = "ready", _("ready")
        FAILED = "failed", _("could not be made")

    UNFINISHED = (State.ASKED, State.MAKING)

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now, editable=False)
    begun_at = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(_("made at"), null=True, blank=True, editable=False)
    kept_until = models.DateTimeField(_("kept until"), null=True, blank=True, editable=False)
    content = models.BinaryField(default=bytes, editable=False)
    size = models.PositiveIntegerField(default=0, editable=False)

    objects = DataCopyQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(state__in=["asked", "making"]), name="data_copy_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(made_at__isnull=False, kept_until__isnull=False),
                name="data_copy_ready_has_its_end",
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="data_copies_by_state")]

    def __str__(self) -> str:
        return f"copy asked for on {self.asked_at:%Y-%m-%d}"

    @property
    def is_unfinished(self) -> bool:
        return self.state in self.UNFINISHED

    @property
    def has_failed(self) -> bool:
        return self.state == self.State.FAILED

    @property
    def can_be_fetched(self) -> bool:
        return self.state == self.State.READY and self.kept_until is not None and self.kept_until > timezone.now()
