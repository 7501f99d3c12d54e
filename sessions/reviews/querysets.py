"""Named questions about review rounds and ballots."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models

from people.access import hr_admin

if TYPE_CHECKING:
    from people.models import User
    from sessions.models import Ballot, ReviewRound


class ReviewRoundQuerySet(models.QuerySet["ReviewRound"]):
    def open(self) -> ReviewRoundQuerySet:
        return self.filter(state="open")

    def closed(self) -> ReviewRoundQuerySet:
        return self.filter(state="closed")

    def overdue(self, today: dt.date) -> ReviewRoundQuerySet:
        """Open rounds whose last day, in the organisation's zone, is over."""
        return self.open().filter(closes_on__lt=today)

    def managed_by(self, user: User) -> ReviewRoundQuerySet:
        return self if hr_admin(user) else self.filter(cycle__program__coordinators__user=user)


class BallotQuerySet(models.QuerySet["Ballot"]):
    def visible_to(self, user: User) -> BallotQuerySet:
        """One's own, and nobody else's: who has answered is confidential."""
        return self.filter(user=user)

    def to_answer(self) -> BallotQuerySet:
        return self.filter(round__state="open", is_cast=False, user__is_active=True)
