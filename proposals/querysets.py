"""Named questions about match runs."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

if TYPE_CHECKING:
    from proposals.models import MatchRun, Proposal, RotationOutlook


class MatchRunQuerySet(models.QuerySet["MatchRun"]):
    def under_way(self) -> MatchRunQuerySet:
        """Waiting for a worker, or at work."""
        return self.filter(state__in=["queued", "running"])

    def kept(self) -> MatchRunQuerySet:
        """Those that are or were a cycle's proposal; the present one first."""
        return self.filter(state__in=["done", "published"], kept_at__isnull=False).order_by("-kept_at")

    def scenarios(self) -> MatchRunQuerySet:
        """Those that somebody gave a name; the newest first."""
        return self.filter(state="done").exclude(name="")

    def light(self) -> MatchRunQuerySet:
        """Without the long column that only a page about one version reads."""
        return self.defer("details")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def of(self, *runs: MatchRun) -> ProposalQuerySet:
        """The pairs of these versions; a pair that several share comes once."""
        pairs = Q(run__in=runs)
        for run in runs:
            if run.base_id:
                pairs |= Q(run=run.base_id) & ~Q(pk__in=run.dropped)
        return self.filter(pairs)


class RotationOutlookQuerySet(models.QuerySet["RotationOutlook"]):
    def forgotten(self, before: dt.datetime) -> RotationOutlookQuerySet:
        """Those that were asked for before then (aware) and that nobody has worked out since."""
        is_old = Q(computed_at__isnull=True) | Q(computed_at__lt=F("asked_at"))
        return self.filter(is_old, asked_at__lt=before)
