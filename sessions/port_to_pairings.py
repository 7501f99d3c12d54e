"""What sessions do with what becomes of pairings, and what pairings ask about meetings and reviews."""

import datetime as dt
import uuid

from django.db.models import Count
from django.utils import timezone

from pairings.models import Pairing
from pairings.querysets import PairingQuerySet
from people.clock import start_of_day
from people.models import User
from programs.models import Cycle
from programs.recording import record_act
from sessions.models import Meeting, ReviewRound
from sessions.reviews.keys import SecretMissing
from sessions.reviews.services import close_round
from sessions.slipping import pairings_changed

__all__ = [
    "close_review", "held_counts", "pairings_changed", "planned_from", "planned_starts", "review_open_until",
]  # fmt: skip


def held_counts(pairings: PairingQuerySet) -> dict[uuid.UUID, int]:
    """How many meetings each of these pairings has held; those without one are left out. One query."""
    held = Meeting.objects.held().filter(pairing__in=pairings.order_by().values("pk")).order_by()
    return dict(held.values_list("pairing").annotate(n=Count("pk")))


def planned_starts(pairing: Pairing) -> list[dt.datetime]:
    """When the meetings of the pairing begin that are planned and to come (aware UTC), in order. One query."""
    ahead = Meeting.objects.planned().filter(pairing=pairing, starts_at__gt=timezone.now())
    return list(ahead.order_by("starts_at", "pk").values_list("starts_at", flat=True))


def planned_from(pairings: PairingQuerySet, day: dt.date | None) -> list[Meeting]:
    """The meetings of these pairings that are planned for `day` (a date in the organisation's zone) or later, in order.
    One query."""
    if day is None:
        return []
    planned = Meeting.objects.planned().filter(pairing__in=pairings.order_by().values("pk"))
    return list(planned.filter(starts_at__gte=start_of_day(day)).order_by("starts_at"))


def review_open_until(cycle: Cycle) -> dt.date | None:
    """The last day of the review of the cycle that is open; None without one."""
    return ReviewRound.objects.open().filter(cycle=cycle).values_list("closes_on", flat=True).first()


def close_review(cycle: Cycle, by: User | None) -> bool:
    """Close the review of a cycle that is open, with what was answered; False when its answers cannot be read now."""
    review_round = ReviewRound.objects.open().filter(cycle=cycle).select_related("cycle").first()
    if review_round is None:
        return True
    try:
        close_round(review_round=review_round)
    except SecretMissing:
        return False
    record_act("review.closed", cycle.program_id, about=review_round, by=by)
    return True
