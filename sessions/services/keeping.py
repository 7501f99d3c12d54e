"""Keeping a meeting beyond a change of partners, between the two alone."""

from django.db import transaction
from django.utils.translation import gettext as _

from frame.errors import Refused
from people.clock import home_zone, local_today
from sessions.models import Meeting


def may_be_kept(meeting: Meeting) -> bool:
    """Whether it lies on or after the day from which the two have other partners, and both have heard of that. The same
    for both, whatever either wants of the change."""
    day = meeting.pairing.rotates_on
    if day is None or not meeting.is_planned or not meeting.pairing.cycle.is_change_announced(local_today()):
        return False
    return meeting.starts_at.astimezone(home_zone()).date() >= day


@transaction.atomic
def keep_meeting(*, meeting: Meeting, is_kept: bool) -> bool:
    """Leave a meeting to the two when they change partners, or no longer; False when that is so already. Raises Refused
    where no change of partners lies before it."""
    if not may_be_kept(meeting):
        raise Refused(_("Partners do not change before this meeting, so it stays as it is."))
    return bool(Meeting.objects.planned().filter(pk=meeting.pk).exclude(is_kept=is_kept).update(is_kept=is_kept))
