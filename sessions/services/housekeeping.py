"""What becomes of meetings by the mere passing of time. Doing it twice changes nothing."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection
from contextlib import suppress

from django.db.models import Q
from django.utils import timezone

from frame.errors import Refused
from pairings.models import Pairing
from sessions.models import Meeting, Series
from sessions.querysets import MeetingQuerySet
from sessions.services.meetings import cancel_meeting, cancel_series
from sessions.slipping import refresh_rhythms

FORGOTTEN_AFTER = dt.timedelta(days=14)
PAUSE_REACHES = dt.timedelta(days=1)
"""So long before its start a meeting is called off when the pair is still paused: when it would be recalled."""


def settle_meetings(now: dt.datetime | None = None) -> None:
    """Call off what ended and paused pairs had planned, close what nobody logged, see which pairs are slipping."""
    now = now or timezone.now()
    cancel_meetings_of_ended_pairs(now)
    cancel_meetings_in_pauses(now)
    close_forgotten_meetings(now)
    refresh_rhythms(Pairing.objects.all(), now)


def cancel_meetings_of_ended_pairs(now: dt.datetime) -> int:
    """The program cancels them, once both of the two may know of the end; returns how many."""
    is_told = Q(pairing__outcome_at__isnull=True) | Q(pairing__outcome_at__lte=now)
    ended = Meeting.objects.upcoming(now).with_people().filter(is_told, pairing__state__in=["ended", "completed"])
    kept = leave_kept(ended, now)
    return cancel_ended(ended.select_related("series"), apart_from=kept)


def leave_kept(meetings: MeetingQuerySet, now: dt.datetime) -> set[uuid.UUID]:
    """What the two keep after a change of partners stays in both calendars and is theirs alone: nobody is reminded of
    it or asked what came of it, and it counts nowhere. Gives the series of which something is left."""
    rows = list(meetings.filter(is_kept=True).order_by().values_list("pk", "series"))
    Meeting.objects.planned().filter(pk__in=[pk for pk, _series in rows]).update(
        state=Meeting.State.LEFT, was_planned=False, closed_at=now
    )
    return {series for _pk, series in rows if series}


def cancel_meetings_in_pauses(now: dt.datetime) -> int:
    """The program cancels what a paused pair had planned for the next day; later meetings stay. Returns how many.

    Alike for a mere pause and for a request to end, so that what happens to meetings tells nobody which it is.
    """
    soon = Meeting.objects.upcoming(now).with_people().filter(starts_at__lte=now + PAUSE_REACHES)
    return cancel_all(soon.filter(pairing__state=Pairing.State.PAUSED))


def cancel_all(meetings: Collection[Meeting]) -> int:
    """Each by itself: somebody may have just changed it, and the next round looks again."""
    for meeting in meetings:
        with suppress(Refused):
            cancel_meeting(meeting=meeting, by=None)
    return len(meetings)


def cancel_ended(meetings: Collection[Meeting], apart_from: Collection[uuid.UUID] = ()) -> int:
    """Those of a series at once, so that its end is one message; each by itself of the series in `apart_from`, of which
    something stays in the calendars."""
    of_series: dict[Series, list[Meeting]] = defaultdict(list)
    for meeting in meetings:
        if meeting.series and meeting.series_id not in apart_from:
            meeting.series.pairing = meeting.pairing
            of_series[meeting.series].append(meeting)
    for series, left in of_series.items():
        with suppress(Refused):
            cancel_series(series=series, meetings=left)
    cancel_all([meeting for meeting in meetings if not meeting.series or meeting.series_id in apart_from])
    return len(meetings)


def close_forgotten_meetings(now: dt.datetime) -> int:
    """A meeting of an active pair that nobody has logged for two weeks is taken for missed, by neither side.

    It can still be logged as held afterwards. Returns how many.
    """
    forgotten = Meeting.objects.planned().of_meeting_pairs().filter(starts_at__lt=now - FORGOTTEN_AFTER)
    ids = list(forgotten.order_by().values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        Meeting.objects.planned().filter(pk__in=ids[start : start + 500]).update(
            state=Meeting.State.MISSED, closed_at=now
        )
    return len(ids)
