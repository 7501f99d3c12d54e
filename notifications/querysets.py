"""Named questions about the outbox."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from notifications.models import Delivery


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def unread(self) -> DeliveryQuerySet:
        return self.filter(channel="in_app", state="sent", read_at__isnull=True)
