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
    from sessions.models import Ballot, ChangeWish, ReviewQuestion, ReviewRound


class ReviewRoundQuerySet(models.QuerySet["ReviewRound"]):
    def reviews(self) -> ReviewRoundQuerySet:
        """Without what is asked months after a cycle has closed."""
        return self.filter(months_after=0)

    def follow_ups(self) -> ReviewRoundQuerySet:
        return self.filter(months_after__gt=0)

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
        is_concerned = (
            Q(cycle__program__coordinators__user=user) | Q(cycle__program__sponsor=user) | Q(ballots__user=user)
        )
        return self.filter(pk__in=self.model._default_manager.filter(is_concerned).values("pk"))


class BallotQuerySet(models.QuerySet["Ballot"]):
    def visible_to(self, user: User) -> BallotQuerySet:
        """One's own, and nobody else's: who has answered is confidential."""
        return self.filter(user=user)

    def for_list(self) -> BallotQuerySet:
        ballots = self.select_related("round__cycle__program", "pairing__junior__user", "pairing__senior__user")
        return ballots.order_by("-round__opens_on", "-round__number", "id")

    def asked_for(self) -> BallotQuerySet:
        """Of open rounds, sent or not (see `casting`): not about a pairing that was ended, as soon as both have been
        told of the end."""
        is_told = Q(pairing__outcome_at__isnull=True) | Q(pairing__outcome_at__lte=timezone.now())
        open_ones = self.filter(round__state="open", user__is_active=True)
        return open_ones.exclude(Q(pairing__state="ended") & is_told)


class ChangeWishQuerySet(models.QuerySet["ChangeWish"]):
    def told_to(self, user: User) -> ChangeWishQuerySet:
        """Wishes for a change in pairs that `user` oversees.

        Whoever wants to go on is not among them, so that silence and a yes look alike: who answers is confidential.
        """
        from pairings.models import Pairing

        # Asked of the pairing of each wish, not of every pairing there is.
        overseen = Pairing.objects.overseen_by(user).running().filter(pk=OuterRef("pairing"))
        people = ("user", "talked_by", "pairing__cycle", "pairing__junior__user", "pairing__senior__user")
        return self.filter(Exists(overseen)).select_related(*people).order_by("user__last_name", "pk")


class ReviewQuestionQuerySet(models.QuerySet["ReviewQuestion"]):
    def for_side(self, side: str) -> ReviewQuestionQuerySet:
        return self.filter(side__in=["both", side])
