"""Who sees which legal hold: nobody one on themselves or on somebody they are close to."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model

from people.access import hr_admin
from people.upper_floors import pairings

if TYPE_CHECKING:
    from people.models import User
    from people.models.retention import LegalHoldQuerySet


def seen_by(user: User, holds: LegalHoldQuerySet) -> LegalHoldQuerySet:
    """What an HR admin may read of them: none on people and pairings that they are close to."""
    if not hr_admin(user):
        return holds.none()
    people, pairs = close_to(user)
    return holds.exclude(person__in=people).exclude(pairing_id__in=pairs)


def close_to(user: User) -> tuple[set[uuid.UUID], set[uuid.UUID]]:
    """The people, with the two of every pairing that is near, and these pairings."""
    people = {user.pk, *get_user_model().objects.near(user).order_by().values_list("pk", flat=True)}
    near = list(pairings().pairs_near(user))
    return people.union(*(pair.two for pair in near)), {pair.about for pair in near}
