"""Named questions about what pairs write: earlier texts, words in confidence, what has changed."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import F, Q

from pairings.querysets import participants_near
from people.access import hr_admin
from programs.rules import coordinated, may_be_trusted

if TYPE_CHECKING:
    from pairings.models import ConfidentialWord, EarlierText, Impact
    from people.models import User


class EarlierTextQuerySet(models.QuerySet["EarlierText"]):
    def visible_to(self, user: User) -> EarlierTextQuerySet:
        """The two of the pairing, nobody else, also where the text is published now."""
        return self.filter(Q(pairing__junior__user=user) | Q(pairing__senior__user=user))


class WordQuerySet(models.QuerySet["ConfidentialWord"]):
    def written_by(self, user: User) -> WordQuerySet:
        own = Q(side="junior", pairing__junior__user=user) | Q(side="senior", pairing__senior__user=user)
        return self.filter(own)

    def addressed_to(self, user: User) -> WordQuerySet:
        """Those that name `user` as a reader, as long as they still are what they were addressed as, and are not near
        the pairing: as its mentor, leader, assistant or line manager."""
        is_still_team = Q(to="team", pairing__cycle__program__in=coordinated(user))
        if hr_admin(user):
            is_still_team |= Q(to="hr")
        if may_be_trusted(user):
            is_still_team |= Q(to="trusted", pairing__cycle__program__person_of_trust=user)
        participants, named_readers = participants_near(user), self.filter(is_still_team, readers__user=user)
        return named_readers.exclude(Q(pairing__junior__in=participants) | Q(pairing__senior__in=participants))

    def visible_to(self, user: User) -> WordQuerySet:
        """One's own, and those one may read; nobody else's, whatever their role."""
        written = self.model._default_manager.written_by(user).order_by().values("pk")
        received = self.model._default_manager.addressed_to(user).order_by().values("pk")
        return self.filter(Q(pk__in=written) | Q(pk__in=received))

    def readers_of(self, word: ConfidentialWord) -> list[uuid.UUID]:
        """The ids of those to whom it is addressed and who may still read it."""
        readers = get_user_model().objects.filter(pk__in=word.readers.values("user"), is_active=True)
        return [user.pk for user in readers if self.addressed_to(user).filter(pk=word.pk).exists()]

    def for_page(self) -> WordQuerySet:
        people = ("pairing__cycle__program", "pairing__junior__user", "pairing__senior__user")
        return self.select_related(*people).prefetch_related("lines__by", "readers__user")

    def with_news_for(self, user: User) -> WordQuerySet:
        """Those in which something was said to `user` that they have not read, as reader or as author."""
        unread = Q(readers__read_at__isnull=True) | Q(lines__sent_at__gt=F("readers__read_at"))
        to_read = self.addressed_to(user).filter(unread, readers__user=user, lines__is_by_author=True)
        answers = self.written_by(user).filter(lines__is_by_author=False, lines__sent_at__gt=F("author_read_at"))
        return self.filter(Q(pk__in=to_read.order_by().values("pk")) | Q(pk__in=answers.order_by().values("pk")))


class ImpactQuerySet(models.QuerySet["Impact"]):
    def shared_by(self, user: User) -> ImpactQuerySet:
        """Of a pairing in which `user` is the mentor or the leader."""
        return self.filter(Q(pairing__junior__user=user) | Q(pairing__senior__user=user))

    def standing(self) -> ImpactQuerySet:
        """Not taken back by its author."""
        return self.filter(withdrawn_at__isnull=True)

    def released(self) -> ImpactQuerySet:
        """Those that both of the two have released to the program, the latest first."""
        return self.standing().filter(released_at__isnull=False).order_by("-released_at", "id")

    def to_be_counted(self) -> ImpactQuerySet:
        """What waits for a sum that others read: confirmed by both, never shown singly, and in no sum yet."""
        is_new = Q(confirmed_at__isnull=False, counted_in__isnull=True)
        return self.standing().filter(is_new, released_at__isnull=True, shown_at__isnull=True)

    def with_people(self) -> ImpactQuerySet:
        return self.select_related("pairing__junior__user", "pairing__senior__user")
