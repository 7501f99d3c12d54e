"""Another day for a change of partners, and a change for which nobody new was found: so that neither has to be called
off."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.models import Pairing, Rotation
from pairings.rotation_plan import rotation_of
from pairings.services.rotating import MOVED, everybody_hears, tell_of_rotation
from people.clock import local_today
from people.models import User
from programs.models import Cycle
from programs.recording import record_act
from programs.services import hold_cycles


@transaction.atomic
def move_rotation(*, cycle: Cycle, day: dt.date, by: User) -> bool:
    """Let partners change on another day, a date in the organisation's zone; whoever was told of the other one is told.
    What people have said, and what the lot drew, stays. False where it is that day already.

    Raises Refused once new pairs are asked for the day, outside the cycle, and for an earlier day on short notice: a
    later one leaves everybody the 30 days they have had."""
    hold_cycles([cycle.pk])
    cycle.refresh_from_db()
    before = cycle.rotates_on
    if before is None:
        raise Refused(_("No change of partners is planned. Set a day in the dates of the program."))
    if day == before:
        return False
    rotation = rotation_of(cycle)
    refuse_unless_movable(cycle, rotation, day)
    was_told = cycle.is_change_announced(local_today())
    Cycle.objects.filter(pk=cycle.pk).update(rotates_on=day)
    if rotation:
        Pairing.objects.filter(cycle=cycle, last_on=rotation.last_day).open().update(last_on=day - dt.timedelta(days=1))
        Rotation.objects.filter(pk=rotation.pk).update(first_day=day)
    cycle.rotates_on = day
    if was_told:
        tell_of_rotation(cycle, everybody_hears(cycle, MOVED), day, was=before)
    record_act("rotation.moved", cycle.program_id, about=cycle, by=by, day=str(day))
    return True


def refuse_unless_movable(cycle: Cycle, rotation: Rotation | None, day: dt.date) -> None:
    """Nothing where partners may change on `day` instead."""
    today, before = local_today(), cycle.rotates_on or day
    if rotation and rotation.published_at:
        raise Refused(_("New partners have been asked for this day already, so it stays."))
    if day <= today:
        raise Refused(_("This day has passed. Pick a later one."))
    if (cycle.starts_on and day <= cycle.starts_on) or (cycle.ends_on and day >= cycle.ends_on):
        raise Refused(_("Partners change while the cycle runs. Pick a day between start and end."))
    if day < before and day <= today + Cycle.HEARD_BEFORE:
        raise Refused(_("People hear of an earlier day 30 days ahead. Pick one that is later than that."))


@transaction.atomic
def change_without_new_pairs(*, cycle: Cycle, by: User) -> bool:
    """Nobody new was found: the change takes place on its day all the same, and the rule for pairs without anybody new
    decides for all of them alike. Pairs that are published until then count as ever. False where it is published.

    Raises Refused before it is open."""
    hold_cycles([cycle.pk])
    cycle.refresh_from_db()
    rotation = rotation_of(cycle)
    if rotation is None:
        raise Refused(_("Open the change first."))
    if not Rotation.objects.filter(pk=rotation.pk, published_at__isnull=True).update(published_at=timezone.now()):
        return False
    record_act("rotation.without", cycle.program_id, about=cycle, by=by)
    return True
