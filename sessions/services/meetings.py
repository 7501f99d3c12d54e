"""Moving and cancelling meetings, each telling both calendars in one transaction; and the agenda the two write."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from notifications.services import cancel_deliveries, owe
from pairings.models import Pairing
from pairings.services import holder_of
from pairings.services.earlier_texts import keep_earlier
from people.models import User
from sessions.calendar import hours_of_notice
from sessions.form_data import Slot
from sessions.models import Meeting, MeetingChange, Series
from sessions.services.overlaps import hold_pair, lies_near, meetings_near
from sessions.slipping import refresh_rhythms

HORIZON = dt.timedelta(days=366 * 2)
SHORTEST, LONGEST = 5, 480
#: What says how a meeting stands. Another place makes these anew, and reminds nobody a second time.
UPDATES = ("meeting_invitation", "meeting_moved")
OUTDATED_BY_A_CHANGE = (*UPDATES, "meeting_reminder", "log_meeting")
Who = MeetingChange.Who


def side_for(pairing: Pairing, user: User | None) -> str:
    """For which side somebody acts: one's own, the leader's for an assistant, else the program."""
    if user is None:
        return Who.PROGRAM
    if own := pairing.side_of(user):
        return own
    assists = pairing.senior.user.assistants.filter(pk=user.pk).exists()
    return Who.SENIOR if assists else Who.PROGRAM


def side_in_pause(pairing: Pairing, by: User | None) -> str:
    """For whom a meeting that is called off in a pause counts: the side that acts, else the one that has paused; nobody
    while the program pauses too."""
    side = side_for(pairing, by)
    return holder_of(pairing, timezone.now()) if side == Who.PROGRAM else side


def refuse_impossible_slot(slot: Slot) -> None:
    now = timezone.now()
    if not SHORTEST <= slot.minutes <= LONGEST:
        raise Refused(_("A meeting lasts between 5 minutes and 8 hours."))
    if slot.starts_at <= now:
        raise Refused(_("That time is already past. Choose a later one; a meeting you have had can be logged."))
    if slot.starts_at > now + HORIZON:
        raise Refused(_("That is more than two years ahead. Choose an earlier date."))


def tell_calendars(kind: str, meeting: Meeting, pairing: Pairing) -> None:
    """Owe both of the two a message with the calendar file of this revision, and one to who books for the leader."""
    owe(
        kind=kind,
        recipients=concerned_by(pairing),
        subject_id=meeting.pk,
        occasion=f"rev{meeting.revision}",
        scope=pairing.cycle.program_id,
        not_after=meeting.starts_at,
        extra={"revision": meeting.revision},
    )


def tell_series(kind: str, series: Series, *, until: dt.datetime) -> None:
    """Owe all of them one message about a whole series; it is of use until the last of its meetings."""
    owe(
        kind=kind,
        recipients=concerned_by(series.pairing),
        subject_id=series.pk,
        occasion=f"rev{series.revision}",
        scope=series.pairing.cycle.program_id,
        not_after=until,
        extra={"revision": series.revision},
    )


def concerned_by(pairing: Pairing) -> list[uuid.UUID]:
    """The two, and the leader's assistants."""
    assistants = pairing.senior.user.assistants.values_list("pk", flat=True)
    return [pairing.junior.user_id, pairing.senior.user_id, *assistants]


@transaction.atomic
def move_meeting(*, meeting: Meeting, slot: Slot, by: User) -> Meeting:
    """Give a planned meeting another time, length, channel or place; both calendars are updated.

    Raises Refused when it has begun, is no longer planned, or somebody else changed it meanwhile.
    """
    before = Slot(meeting.starts_at, meeting.minutes, meeting.channel, meeting.place)
    if slot == before:
        return meeting
    refuse_unless_changeable(meeting)
    refuse_impossible_slot(slot)
    hold_pair(meeting.pairing)
    meetings = meetings_near(meeting.pairing, slot)
    if any(lies_near(other, slot, dt.timedelta()) for other in meetings if other != meeting):
        raise Refused(_("You two already have a meeting planned at that time. Choose another one."))
    is_moved = slot.starts_at != before.starts_at
    apply_change(meeting, is_moved=is_moved, starts_at=slot.starts_at, minutes=slot.minutes, channel=slot.channel,
                 place=slot.place)  # fmt: skip
    note_change(
        meeting, MeetingChange.Kind.MOVED if is_moved else MeetingChange.Kind.ADJUSTED, by, was_at=before.starts_at,
        was_minutes=before.minutes, was_channel=before.channel, has_new_place=slot.place != before.place,
    )  # fmt: skip
    outdated = OUTDATED_BY_A_CHANGE if is_moved else UPDATES
    cancel_deliveries(subject_id=meeting.pk, kinds=outdated, reason=_("The meeting was changed."))
    if is_moved:
        meeting.answers.all().delete()
    tell_calendars("meeting_moved", meeting, meeting.pairing)
    refresh_rhythms(Pairing.objects.filter(pk=meeting.pairing_id))
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, by: User | None) -> Meeting:
    """Call a planned meeting off; by which side and with how much notice is kept. A second time changes nothing.

    `by` is None when the program does it. While the pairing is paused the two always read that the program did: who
    calls things off then is likely to be who wanted the pause, or the end. The program team reads for whom it counts.
    Raises Refused when it has begun or was held.
    """
    if meeting.state != Meeting.State.CANCELLED:
        call_off(meeting, by)
        tell_calendars("meeting_cancelled", meeting, meeting.pairing)
        refresh_rhythms(Pairing.objects.filter(pk=meeting.pairing_id))
    return meeting


def call_off(meeting: Meeting, by: User | None) -> None:
    """What becomes of it, with nobody told yet."""
    refuse_unless_changeable(meeting)
    counts_for = side_in_pause(meeting.pairing, by) if meeting.pairing.is_paused else ""
    by = None if meeting.pairing.is_paused else by
    apply_change(meeting, state=Meeting.State.CANCELLED, closed_at=timezone.now())
    note_change(meeting, MeetingChange.Kind.CANCELLED, by, was_at=meeting.starts_at, counts_for=counts_for)
    cancel_deliveries(subject_id=meeting.pk, kinds=OUTDATED_BY_A_CHANGE, reason=_("The meeting was cancelled."))


@transaction.atomic
def cancel_series(*, series: Series, meetings: Collection[Meeting]) -> None:
    """The program calls off what is left of a series; each of those concerned gets one message about all of it."""
    left = [meeting for meeting in meetings if meeting.can_be_changed(timezone.now())]
    if not left:
        return
    for meeting in left:
        call_off(meeting, None)
    series.revision = 1 + max([series.revision, *series.meetings.values_list("revision", flat=True)])
    series.save(update_fields=["revision"])
    cancel_deliveries(subject_id=series.pk, kinds=["meeting_series"], reason=_("The meetings were cancelled."))
    tell_series("meeting_series_ended", series, until=max(meeting.starts_at for meeting in left))
    refresh_rhythms(Pairing.objects.filter(pk=series.pairing_id))


def refuse_unless_changeable(meeting: Meeting) -> None:
    if not meeting.is_planned:
        raise Refused(
            _("This meeting is already %(state)s, so nothing was changed.") % {"state": meeting.get_state_display()}
        )
    if not meeting.can_be_changed(timezone.now()):
        raise Refused(_("This meeting has already begun. Log what happened, and plan another one."))


def apply_change(meeting: Meeting, *, is_moved: bool = False, **fields: object) -> None:
    """Write the fields and raise the revision, unless somebody else was faster."""
    if is_moved:
        fields["time_revision"] = F("revision") + 1
    current = Meeting.objects.planned().filter(pk=meeting.pk, revision=meeting.revision)
    try:
        with transaction.atomic():
            is_mine = current.update(**fields, revision=F("revision") + 1)
    except IntegrityError:  # the partner has just planned another one for that time
        is_mine = 0
    if not is_mine:
        raise Refused(_("Somebody else has just changed this meeting. Look at it again before you change it."))
    meeting.refresh_from_db(fields=[*fields, "revision"])


def note_change(
    meeting: Meeting, kind: str, by: User | None, *, was_at: dt.datetime, counts_for: str = "", **before: Any
) -> None:
    now = timezone.now()
    MeetingChange.objects.create(
        meeting=meeting,
        kind=kind,
        by=by,
        by_side=side_for(meeting.pairing, by),
        counts_for=counts_for,
        hours_notice=hours_of_notice(now, was_at),
        was_at=was_at,
        revision=meeting.revision,
        at=now,
        **before,
    )


@transaction.atomic
def write_agenda(*, meeting: Meeting, agenda: str, version: int, by: User) -> Meeting:
    """Save the agenda that was begun from `version`; raises Conflict when the partner saved another one since.

    What it said before stays readable for both, with the name of the one who changed it.
    """
    if not meeting.is_planned:
        raise Refused(_("This meeting is over, so its agenda stays as it was."))
    current = Meeting.objects.filter(pk=meeting.pk, version=version)
    before = current.select_for_update().values_list("agenda", flat=True).first()
    if before == agenda:
        return meeting
    if current.update(agenda=agenda, version=F("version") + 1):
        keep_earlier(subject_id=meeting.pk, version=version, pairing=meeting.pairing, was={"agenda": before}, by=by)
        meeting.refresh_from_db(fields=["agenda", "version"])
        return meeting
    meeting.refresh_from_db(fields=["agenda", "version"])
    if meeting.agenda != agenda:
        raise Conflict
    return meeting
