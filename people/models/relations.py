"""What is between two people: conflicts of interest, and lines to a manager or an assistant that ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models.base import OneLineField, UUIDModel

if TYPE_CHECKING:
    from people.models.user import User

#: So long somebody stays close to whom they managed or assisted, whatever they become meanwhile.
LASTS = dt.timedelta(days=180)


class ConflictQuerySet(models.QuerySet["ConflictOfInterest"]):
    def of_hr_about(self, person: User) -> ConflictQuerySet:
        """HR's own about a person, whichever side they stand on; private ones are never among them."""
        about = models.Q(person=person) | models.Q(other=person)
        return self.filter(about, owner=None).select_related("person", "other")

    def private_of(self, user: User) -> ConflictQuerySet:
        """A person's private ones, for that person alone, who reads what they typed: whether the roster has the address
        is not theirs to learn."""
        return self.filter(owner=user).select_related("other").order_by("-created_at")

    def unsettled(self) -> ConflictQuerySet:
        """Private ones whose address nobody has had so far."""
        return self.filter(other=None).exclude(named="")


class ConflictOfInterest(UUIDModel):
    """Two people who must not be paired: HR's (`owner` is empty), or a person's own private one."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    #: Empty while nobody of the roster has the address that was named in private.
    other = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    named = models.EmailField(_("address that was named in private"), max_length=254, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="private_conflicts"
    )
    note = OneLineField(_("why"), max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "named"], condition=~models.Q(named=""), name="private_conflict_once"
            ),
            models.UniqueConstraint(
                fields=["person", "other"], condition=models.Q(owner__isnull=True), name="hr_conflict_once"
            ),
            models.CheckConstraint(condition=~models.Q(person=models.F("other")), name="conflict_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} – {self.other_id}"


def lasts_since() -> dt.datetime:
    """Lines that ended after this still count."""
    return timezone.now() - LASTS


class EndedLineQuerySet(models.QuerySet["EndedLine"]):
    def lasting(self) -> EndedLineQuerySet:
        """Those that still make somebody close."""
        return self.filter(ended_at__gt=lasts_since())

    def of(self, people: Collection[UUID] | models.QuerySet[Any]) -> EndedLineQuerySet:
        """Those by which others are close to these people still."""
        return self.lasting().filter(person__in=people).order_by()

    def naming(self, people: Collection[Any]) -> EndedLineQuerySet:
        """Those at one of whose ends one of these people is."""
        return self.filter(Q(person__in=people) | Q(close__in=people))


class EndedLine(UUIDModel):
    """`close` managed or assisted `person` until `ended_at`, and no second person has agreed that this ends."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    close = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    ended_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = EndedLineQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "close"], name="ended_line_once")]
        indexes = [models.Index(fields=["close", "ended_at"], name="ended_lines_of")]

    def __str__(self) -> str:
        return f"{self.close} was close to {self.person}"
