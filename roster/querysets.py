"""Named questions about roster imports."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from people.models import User
    from roster.models import RosterImport


class RosterImportQuerySet(models.QuerySet["RosterImport"]):
    def visible_to(self, user: User) -> RosterImportQuerySet:
        """HR admins see every import, nobody else any."""
        from people.access import hr_admin

        return self.all() if hr_admin(user) else self.none()

    def light(self) -> RosterImportQuerySet:
        """Without the file and what is kept for undoing, which may be tens of megabytes."""
        return self.defer("content", "before", "preview")

    def older_than(self, instant: dt.datetime) -> RosterImportQuerySet:
        return self.filter(created_at__lt=instant)

    def for_history(self) -> RosterImportQuerySet:
        return self.light().select_related("uploaded_by").order_by("-created_at")
