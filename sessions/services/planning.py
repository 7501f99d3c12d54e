"""Planning meetings, one or a series of them, and inviting both."""

import uuid
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from frame.errors import Refused
from pairings.models import Pairing
from people.models import User
from sessions.calendar_series import rule_of
from sessions.form_data import Slot
from sessions.models import Meeting, Series
from sessions.services.meetings import refuse_impossible_slot, side_for, tell_calendars, tell_series, write_agenda
from sessions.services.overlaps import hold_pair, lies_near, meetings_near, refuse_overlap
from sessions.slipping import refresh_rhythms


@transaction.atomic
def plan_meetings(
    *,
    pairing: Pairing,
    slots: Sequence[Slot],
    by: User,
    agenda: str = "",
    apart_from: Collection[uuid.UUID] = (),
) -> list[Meeting]:
    """Plan one meeting or several and invite both; a meeting planned already for that minute stays as it is.

    Raises Refused when the two do not meet now, or a time is past or more than two years ahead; Overlap when they
    have other meetings about that time, besides those of `apart_from`, of which it was said that it is none of them.
    """
    if not pairing.can_meet:
        raise Refused(
            _("Meetings can be planned once both have signed the agreement, and while the pairing is active.")
        )
    for slot in slots:
        refuse_impossible_slot(slot)
    hold_pair(pairing)
    refuse_overlap([meeting for meeting in other_meetings_near(pairing, slots) if meeting.pk not in apart_from])
    new_slots = [
        Meeting(pairing=pairing, planned_by=by, planned_by_side=side_for(pairing, by), agenda=agenda,
                starts_at=slot.starts_at, minutes=slot.minutes, channel=slot.channel, place=slot.place)
        for slot in slots
    ]  # fmt: skip
    series = make_series(pairing, new_slots, by)
    Meeting.objects.bulk_create(new_slots, ignore_conflicts=True)
    planned_meetings = Meeting.objects.planned().filter(
        pairing=pairing, starts_at__in=[slot.starts_at for slot in slots]
    )
    if series:
        tell_series("meeting_series", series, until=max(slot.starts_at for slot in slots))
    new = {meeting.pk for meeting in new_slots if not meeting.series_id}
    for meeting in planned_meetings:
        if meeting.pk in new:
            tell_calendars("meeting_invitation", meeting, pairing)
    refresh_rhythms(Pairing.objects.filter(pk=pairing.pk))
    return list(planned_meetings)


def make_series(pairing: Pairing, meetings: Sequence[Meeting], by: User) -> Series | None:
    """One entry in the calendars for those that come again and again at the same time of day on the clock of who plans;
    None where there is no such rule. A meeting that is planned already stays what it is."""
    taken = set(pairing.meetings.planned().values_list("starts_at", flat=True))
    new = [meeting for meeting in meetings if meeting.starts_at not in taken]
    rule = rule_of([meeting.starts_at for meeting in new], by.zone)
    if rule is None:
        return None
    series = Series.objects.create(
        pairing=pairing, zone=by.zone.key, weeks=rule.weeks, planned_by=by, planned_by_side=side_for(pairing, by)
    )
    for meeting in new:
        meeting.series, meeting.series_at = series, meeting.starts_at
    return series


def other_meetings_near(pairing: Pairing, slots: Sequence[Slot]) -> list[Meeting]:
    """The meetings about those times, save those that are planned for the very same ones."""
    same = {(slot.starts_at, slot.minutes) for slot in slots}
    return [meeting for meeting in meetings_near(pairing, *slots) if (meeting.starts_at, meeting.minutes) not in same]


@transaction.atomic
def keep_planned(
    *, pairing: Pairing, slots: Sequence[Slot], by: User, same: Collection[uuid.UUID], agenda: str = ""
) -> list[Meeting]:
    """They are those of `same`, which stand already: add the agenda that was typed, plan what else there is."""
    hold_pair(pairing)
    if not pairing.can_meet:
        raise Refused(_("Meetings can be planned while the pairing is active."))
    kept_meetings = [meeting for meeting in meetings_near(pairing, *slots) if meeting.pk in same]
    for meeting in kept_meetings:
        if agenda and meeting.is_planned and agenda not in meeting.agenda:
            text = f"{meeting.agenda}\n{agenda}".strip()
            write_agenda(meeting=meeting, agenda=text, version=meeting.version, by=by)
    others = [slot for slot in slots if not any(lies_near(meeting, slot) for meeting in kept_meetings)]
    new = plan_meetings(pairing=pairing, slots=others, by=by, agenda=agenda) if others else []
    return [*kept_meetings, *new]
