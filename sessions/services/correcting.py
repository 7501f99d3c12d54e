"""Shared facts of a meeting that has begun: when, how long, how. Either of the two corrects them, and both can see
what stood there before."""

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from pairings.models import Pairing
from people.models import User
from sessions.form_data import Slot
from sessions.models import Meeting, MeetingChange
from sessions.services.attendance import hold_meeting, note, own_side, tell_other
from sessions.services.items import refuse_when_over
from sessions.services.meeting_logs import refuse_impossible_time
from sessions.services.overlaps import lies_near, meetings_near
from sessions.slipping import refresh_rhythms


@transaction.atomic
def correct_meeting(*, meeting: Meeting, slot: Slot, by: User, version: int) -> Meeting:
    """Give a meeting that has begun the time, length and channel that it really had; the other side is told.

    `version` is the one that was on the page. Raises Conflict when somebody else has changed it since, Refused for
    anybody but the two, for a time when they could not have met, and once the pairing is over.
    """
    side = own_side(meeting, by)
    hold_meeting(meeting)
    if (slot.starts_at, slot.minutes, slot.channel) == (meeting.starts_at, meeting.minutes, meeting.channel):
        return meeting
    refuse_uncorrectable(meeting, slot)
    if meeting.version != version:
        raise Conflict
    change = note(
        meeting, MeetingChange.Kind.CORRECTED, by, side, was_minutes=meeting.minutes, was_channel=meeting.channel
    )
    facts = {"starts_at": slot.starts_at, "minutes": slot.minutes, "channel": slot.channel}
    Meeting.objects.filter(pk=meeting.pk).update(**facts, version=F("version") + 1)
    meeting.refresh_from_db(fields=[*facts, "version"])
    tell_other(meeting, change)
    refresh_rhythms(Pairing.objects.filter(pk=meeting.pairing_id))
    return meeting


def refuse_uncorrectable(meeting: Meeting, slot: Slot) -> None:
    if not meeting.can_be_told(timezone.now()):
        raise Refused(_("Only the facts of a meeting that has begun are corrected. Move one that is still ahead."))
    refuse_when_over(meeting.pairing)
    refuse_impossible_time(meeting.pairing, slot)
    others = [other for other in meetings_near(meeting.pairing, slot) if other != meeting]
    if any(lies_near(other, slot, dt.timedelta()) for other in others):
        raise Refused(_("You two have another meeting at that time. If it is the same one, take this one back."))
