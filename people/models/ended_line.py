"""Lines to a manager or an assistant that ended: for a while they make somebody as close as those that stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from people.models.base import UUIDModel

#: So long somebody stays close to whom they managed or assisted, whatever they become meanwhile.
LASTS = dt.timedelta(days=180)


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
