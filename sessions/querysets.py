"""Named questions about meetings."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from sessions.models import Meeting


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def planned(self) -> MeetingQuerySet:
        return self.filter(state="planned")

    def upcoming(self, now: dt.datetime) -> MeetingQuerySet:
        return self.planned().filter(starts_at__gte=now)
