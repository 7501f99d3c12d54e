"""How many partners people have elsewhere: numbers alone, for teams that may know neither who nor where."""

import uuid
from collections import Counter
from typing import Any

from django.utils import timezone

from pairings.models import Pairing
from programs.models import Cycle, Side


def partners_elsewhere(cycle: Cycle, users: Any) -> Counter[uuid.UUID]:
    """How many partners each of these people (ids, or a query of them) has in other cycles, of any program. One
    query."""
    elsewhere = Pairing.objects.partnering(timezone.now()).exclude(cycle=cycle).order_by()
    mentors, leaders = (
        elsewhere.filter(**{f"{side}__user__in": users}).values_list(f"{side}__user", flat=True) for side in Side.values
    )
    return Counter(mentors.union(leaders, all=True).order_by())
