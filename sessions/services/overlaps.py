"""Meetings of the same two at about the same time: most likely one and the same."""

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.models import Pairing
from sessions.form_data import Slot
from sessions.models import Meeting

#: People remember about when they met; closer than this, two meetings may be one.
TOLERANCE = dt.timedelta(minutes=30)


class Overlap(Refused):
    """The two have meetings about that time. Whoever logs or plans is asked whether it is one of `meetings`."""

    def __init__(self, meetings: Sequence[Meeting]) -> None:
        super().__init__(_("You two have a meeting at that time already. Is it the same one?"))
        self.meetings = meetings


def hold_pair(pairing: Pairing) -> None:
    """Let nobody else plan or log a meeting of these two, or write something down for them, until the end of the
    transaction."""
    list(Pairing.objects.select_for_update(of=("self",), no_key=True).filter(pk=pairing.pk).values_list("pk"))


def meetings_near(pairing: Pairing, *slots: Slot) -> list[Meeting]:
    """What the two planned or logged for about those times, in order, save what was called off. One query."""
    meetings = list(Meeting.objects.filter(pairing=pairing).around([slot.starts_at for slot in slots], TOLERANCE))
    for meeting in meetings:
        meeting.pairing = pairing
    return [meeting for meeting in meetings if any(lies_near(meeting, slot) for slot in slots)]


def lies_near(meeting: Meeting, slot: Slot, tolerance: dt.timedelta = TOLERANCE) -> bool:
    """Whether the two spans of time touch, or all but touch."""
    ends_at = slot.starts_at + dt.timedelta(minutes=slot.minutes)
    return meeting.starts_at < ends_at + tolerance and slot.starts_at - tolerance < meeting.ends_at


def refuse_overlap(meetings: Sequence[Meeting]) -> None:
    """Raises Overlap when there are any."""
    if meetings:
        raise Overlap(meetings)
