"""What came of a meeting, in the words of the two."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from notifications.services import cancel_deliveries
from pairings.models import Pairing
from people.conflicts import Conflict
from people.errors import Refused
from people.models import User
from sessions.calendar import hours_of_notice
from sessions.entries import LogEntry, ReflectionEntry, Slot
from sessions.models import Meeting, MeetingChange, Reflection, SessionLog, Win
from sessions.services.drafts import discard_draft
from sessions.services.insights import share_insight
from sessions.services.items import add_item, refuse_when_over
from sessions.services.meetings import LONGEST, SHORTEST
from sessions.slipping import refresh_rhythms

REMINDERS = ("meeting_reminder", "log_meeting")
NOT_HELD = (Meeting.State.CANCELLED, Meeting.State.MISSED)
WHO = (MeetingChange.Who.JUNIOR, MeetingChange.Who.SENIOR, MeetingChange.Who.BOTH)


@transaction.atomic
def log_meeting(*, meeting: Meeting, entry: LogEntry, by: User, version: int = 0) -> SessionLog:
    """Say that a meeting was held and what came of it, or change what was said.

    `version` is that of the log one began from; 0 when there was none. Raises Conflict when the partner saved
    another text meanwhile (the same text again is fine), Refused when the meeting cannot be logged, and when what was
    said is to change after the pairing is over.
    """
    log = SessionLog.objects.filter(meeting=meeting).first()
    if log:
        refuse_when_over(meeting.pairing)
    log = change_log(log, entry, version) if log else first_log(meeting, entry, by)
    log.topics.set(entry.topics)
    add_extras(meeting, entry, by)
    save_reflection(meeting=meeting, entry=entry.reflection, by=by)
    discard_draft(pairing=meeting.pairing, meeting=meeting, by=by)
    return log


def change_log(log: SessionLog, entry: LogEntry, version: int) -> SessionLog:
    mine = SessionLog.objects.filter(pk=log.pk, version=version)
    fields = {"learned": entry.learned, "updated_at": timezone.now()}
    if not mine.update(**fields, version=F("version") + 1) and log.learned != entry.learned:
        raise Conflict
    log.refresh_from_db()
    return log


def first_log(meeting: Meeting, entry: LogEntry, by: User) -> SessionLog:
    """Close the meeting as held, and write its log."""
    if meeting.state != Meeting.State.HELD:
        close_meeting(meeting, Meeting.State.HELD)
        meeting.changes.filter(kind=MeetingChange.Kind.MISSED).delete()
    try:
        with transaction.atomic():
            return SessionLog.objects.create(meeting=meeting, author=by, learned=entry.learned)
    except IntegrityError as error:
        raise Conflict from error


def close_meeting(meeting: Meeting, state: str) -> None:
    """Say what became of a meeting that has begun; its reminders are taken back."""
    now = timezone.now()
    if not meeting.can_be_logged(now):
        raise Refused(why_not_logged(meeting))
    open_ones = Meeting.objects.filter(pk=meeting.pk, state=meeting.state)
    if not open_ones.update(state=state, closed_at=now):
        raise Refused(_("Somebody else has just said what happened. Look at the meeting again."))
    meeting.refresh_from_db(fields=["state", "closed_at"])
    cancel_deliveries(subject_id=meeting.pk, kinds=REMINDERS, reason=_("The meeting was logged."))
    refresh_rhythms(Pairing.objects.filter(pk=meeting.pairing_id))


def why_not_logged(meeting: Meeting) -> str:
    if meeting.state == Meeting.State.CANCELLED:
        return _("This meeting was cancelled. If you met all the same, log it as a meeting without planning.")
    if meeting.state == Meeting.State.HELD:
        return _("This meeting is already logged as held.")
    return _("This meeting has not begun yet. Log it afterwards, or move it to the time at which you met.")


@transaction.atomic
def report_not_held(*, meeting: Meeting, state: str, who: str, by: User) -> Meeting:
    """Say that a meeting did not happen: cancelled or missed, and by whom (junior, senior or both). Facts only."""
    if state not in NOT_HELD or who not in WHO:
        raise Refused(_("Say whether it was cancelled or missed, and by whom."))
    if meeting.changes.filter(kind=state, by_side=who).exists():
        return meeting
    if meeting.state == Meeting.State.HELD:
        raise Refused(_("This meeting is logged as held, with its text. It stays so."))
    close_meeting(meeting, state)
    MeetingChange.objects.create(
        meeting=meeting, kind=state, by=by, by_side=who, was_at=meeting.starts_at,
        hours_notice=hours_of_notice(timezone.now(), meeting.starts_at),
    )  # fmt: skip
    discard_draft(pairing=meeting.pairing, meeting=meeting, by=by)
    return meeting


@transaction.atomic
def log_unplanned_meeting(*, pairing: Pairing, slot: Slot, entry: LogEntry, by: User) -> SessionLog:
    """Log a meeting that nobody had planned. Raises Refused for a time to come, or before the two were a pair."""
    refuse_impossible_past(pairing, slot)
    found = Meeting.objects.held().filter(pairing=pairing, starts_at=slot.starts_at, was_planned=False).first()
    meeting = found or Meeting.objects.create(
        pairing=pairing, state=Meeting.State.HELD, was_planned=False, planned_by=by, closed_at=timezone.now(),
        starts_at=slot.starts_at, minutes=slot.minutes, channel=slot.channel, place=slot.place,
    )  # fmt: skip
    log = log_meeting(meeting=meeting, entry=entry, by=by)
    discard_draft(pairing=pairing, meeting=None, by=by)
    refresh_rhythms(Pairing.objects.filter(pk=pairing.pk))
    return log


def refuse_impossible_past(pairing: Pairing, slot: Slot) -> None:
    if not pairing.can_meet:
        raise Refused(_("Meetings can be logged while the pairing is active."))
    if not SHORTEST <= slot.minutes <= LONGEST:
        raise Refused(_("A meeting lasts between 5 minutes and 8 hours."))
    if slot.starts_at > timezone.now():
        raise Refused(_("That is still to come. Plan it as a meeting, and log it afterwards."))
    began = pairing.agreed_at or pairing.proposed_at
    if slot.starts_at.date() < began.date():
        raise Refused(_("That is before you two became a pair. Check the date."))


def add_extras(meeting: Meeting, entry: LogEntry, by: User) -> None:
    """The optional parts: a win, things to do, an insight."""
    pairing = meeting.pairing
    if entry.win and not Win.objects.filter(meeting=meeting, text=entry.win).exists():
        Win.objects.create(pairing=pairing, meeting=meeting, text=entry.win)
    for item in entry.items:
        add_item(pairing=pairing, entry=item, by=by, meeting=meeting)
    if entry.insight:
        share_insight(pairing=pairing, by=by, text=entry.insight, audience=entry.insight_audience, meeting=meeting)


def save_reflection(*, meeting: Meeting, entry: ReflectionEntry, by: User) -> None:
    """What only its author reads; an emptied one is forgotten."""
    if not entry:
        Reflection.objects.filter(meeting=meeting, author=by).delete()
        return
    Reflection.objects.update_or_create(
        meeting=meeting,
        author=by,
        defaults={"text": entry.text, "confidence": entry.confidence, "safety": entry.safety},
    )
