"""What is known of the change of partners in a cycle: whether it is open, who takes part, and who said what."""

import datetime as dt

from django.db.models import QuerySet

from pairings.models import Rotation, RotationChoice
from programs.models import Cycle, Participant
from programs.querysets import ParticipantQuerySet


def rotation_of(cycle: Cycle) -> Rotation | None:
    """The rotation of a cycle that is open: matches are for its first day until it is done. One query, none for a
    cycle in which partners do not change."""
    if cycle.rotates_on is None:
        return None
    return Rotation.objects.filter(cycle=cycle, done_at__isnull=True).first()


def matchable_in(cycle: Cycle, rotation: Rotation | None) -> ParticipantQuerySet:
    """Those of a cycle who may be matched now; for a rotation without those who pause or stop."""
    everyone = Participant.objects.filter(cycle=cycle).matchable()
    return everyone.exclude(pk__in=away(cycle).values("participant")) if rotation else everyone


def away(cycle: Cycle) -> QuerySet[RotationChoice]:
    """What those have said who pause or stop with the next rotation of the cycle."""
    said = RotationChoice.objects.filter(participant__cycle=cycle, choice__in=RotationChoice.AWAY)
    return said.order_by()


def may_open_from(day: dt.date) -> dt.date:
    """From when on the program team may open a rotation to the `day`: when everybody has had the time to say what they
    want."""
    return day - Cycle.SAID_BEFORE + dt.timedelta(days=1)
