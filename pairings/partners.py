"""How many partners people have in all programs together: numbers alone, for teams that may know neither who nor where,
and how many one person may have."""

import datetime as dt
import uuid
from collections import Counter
from typing import Any

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from pairings.models import Pairing
from pairings.querysets import PairingQuerySet
from people.models import Organization, User
from programs.models import Cycle, Side


def partners_elsewhere(cycle: Cycle, users: Any, day: dt.date | None = None) -> Counter[uuid.UUID]:
    """How many partners each of these people (ids, or a query of them) has in other cycles, of any program; with `day`
    those alone who are theirs on that day still. One query."""
    elsewhere = _elsewhere(day).exclude(cycle=cycle).order_by()
    mentors, leaders = (
        elsewhere.filter(**{f"{side}__user__in": users}).values_list(f"{side}__user", flat=True) for side in Side.values
    )
    return Counter(mentors.union(leaders, all=True).order_by())


def _elsewhere(day: dt.date | None) -> PairingQuerySet:
    partners = Pairing.objects.partnering(timezone.now())
    return partners.lasting_on(day) if day else partners


def number_elsewhere(side: str) -> Any:
    """Of rows with a person on that side and a cycle by way of a run: how many partners they have in other cycles, for
    `annotate`."""
    own, cycle = OuterRef(f"{side}__user"), OuterRef(f"{side}__cycle")
    numbers = []
    for role in Side.values:
        pairs = _elsewhere(None).filter(**{f"{role}__user": own}).exclude(cycle=cycle).order_by()
        grouped = pairs.annotate(person=F(f"{role}__user")).values("person").annotate(n=Count("pk"))
        numbers.append(Coalesce(Subquery(grouped.values("n")), 0))
    return numbers[0] + numbers[1]


def most_partners_of(user: User) -> int | None:
    """How many partners somebody may have at once: as they said themselves, and as the organisation says at most; None
    where neither has said so."""
    return lower_of(user.most_partners, Organization.objects.current().most_partners)


def lower_of(*limits: int | None) -> int | None:
    """The lowest of the limits that there are."""
    return min((limit for limit in limits if limit is not None), default=None)
