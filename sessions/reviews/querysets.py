"""Named questions about review rounds and ballots."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from people.access import hr_admin

if TYPE_CHECKING:
    from people.models import User
    from sessions.models import Ballot, ContinueChoice, ReviewQuestion, ReviewRound


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

    def visible_to(self, user: User) -> ReviewRoundQuerySet:
        """Rounds whose results one may read: managed or sponsored ones, and those one was asked in."""
        if hr_admin(user):
            return self
        ours = Q(cycle__program__coordinators__user=user) | Q(cycle__program__sponsor=user) | Q(ballots__user=user)
        return self.filter(pk__in=self.model._default_manager.filter(ours).values("pk"))


class BallotQuerySet(models.QuerySet["Ballot"]):
    def visible_to(self, user: User) -> BallotQuerySet:
        """One's own, and nobody else's: who has answered is confidential."""
        return self.filter(user=user)

    def for_list(self) -> BallotQuerySet:
        return self.select_related("round__cycle__program", "pairing__junior__user", "pairing__senior__user").order_by(
            "-round__opens_on", "id"
        )

    def to_answer(self) -> BallotQuerySet:
        """Those still asked for: not about a pairing that was ended, as soon as both have been told of the end."""
        told = Q(pairing__outcome_at__isnull=True) | Q(pairing__outcome_at__lte=timezone.now())
        open_ones = self.filter(round__state="open", is_cast=False, user__is_active=True)
        return open_ones.exclude(Q(pairing__state="ended") & told)


class ContinueChoiceQuerySet(models.QuerySet["ContinueChoice"]):
    def told_to(self, user: User) -> ContinueChoiceQuerySet:
        """Wishes for a change in pairs that `user` oversees, once the round has closed.

        Whoever wants to go on is left out, so that silence and a yes look alike: who answers is confidential.
        """
        from pairings.models import Pairing

        # Asked of the pairing of each wish, not of every pairing there is.
        overseen = Pairing.objects.overseen_by(user).running().filter(pk=OuterRef("ballot__pairing"))
        asked = self.filter(Exists(overseen), ballot__round__state="closed")
        people = ("ballot__user", "ballot__pairing__junior__user", "ballot__pairing__senior__user")
        return asked.exclude(wish="continue").select_related(*people).order_by("ballot__user__last_name", "pk")


class ReviewQuestionQuerySet(models.QuerySet["ReviewQuestion"]):
    def for_side(self, side: str) -> ReviewQuestionQuerySet:
        return self.filter(side__in=["both", side])
