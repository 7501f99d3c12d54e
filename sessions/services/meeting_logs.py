"""What came of a meeting, in the words of the two: each writes a part of their own; and shared facts that either
corrects."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from frame.errors import Conflict, Refused
from pairings.models import Pairing
from pairings.services.earlier_texts import keep_earlier
from people.models import User
from programs.models import Topic
from sessions.form_data import LogEntry, ReflectionEntry, Slot
from sessions.models import LogDraft, Meeting, MeetingChange, Reflection, SessionLog, Word
from sessions.services.attendance import hold_meeting, note, own_side, say_word, tell_other
from sessions.services.insights import add_win, share_insight
from sessions.services.items import add_item, refuse_when_over
from sessions.services.meetings import LONGEST, SHORTEST
from sessions.services.overlaps import hold_pair, lies_near, meetings_near, refuse_overlap
from sessions.slipping import refresh_rhythms

Who = MeetingChange.Who
NOT_HELD = (Meeting.State.CANCELLED, Meeting.State.MISSED)
#: Characters and fields that a draft keeps at most.
LONGEST_DRAFT, MOST_FIELDS = 5000, 80


@transaction.atomic
def log_meeting(*, meeting: Meeting, entry: LogEntry, by: User, version: int = 0) -> SessionLog:
    """Say that a meeting was held and write one's own part of its log, or change it. The other's part stays theirs.

    `version` is that of one's own part one began from; 0 when there was none. Raises Conflict when one has saved
    another text meanwhile (in another window; the same text again is fine), Refused for anybody but the two, when the
    meeting cannot be logged, and when what was said is to change after the pairing is over. What the part said before
    stays readable for the two; of the private reflection nothing earlier is kept.
    """
    say_word(meeting=meeting, word=Word.HELD, by=by)
    part = SessionLog.objects.filter(meeting=meeting, author=by).first()
    if part:
        refuse_when_over(meeting.pairing)
    part = change_part(part, entry, version, meeting.pairing) if part else first_part(meeting, entry, by)
    add_extras(meeting, entry, by)
    save_reflection(meeting=meeting, entry=entry.reflection, by=by)
    discard_draft(pairing=meeting.pairing, meeting=meeting, by=by)
    return part


def change_part(part: SessionLog, entry: LogEntry, version: int, pairing: Pairing) -> SessionLog:
    """Its author writes other words. From the first saving on the other could read them, so they stay."""
    is_same_topics = {topic.pk for topic in entry.topics} == set(part.topics.values_list("pk", flat=True))
    names = part.topic_names if is_same_topics else names_of(entry.topics)
    was, becomes = words_of(part), {"learned": entry.learned, "topics": names}
    if was == becomes:
        return part
    own_part = SessionLog.objects.filter(pk=part.pk, version=version)
    values = {"learned": entry.learned, "topic_names": names, "updated_at": timezone.now()}
    if not own_part.update(**values, version=F("version") + 1):
        raise Conflict
    changed = {name: words for name, words in was.items() if words != becomes[name]}
    keep_earlier(subject_id=part.pk, version=version, pairing=pairing, was=changed, by=part.author)
    part.topics.set(entry.topics)
    part.refresh_from_db()
    return part


def words_of(part: SessionLog) -> dict[str, Any]:
    """What a part says, as its earlier wordings are kept."""
    return {"learned": part.learned, "topics": part.topic_names}


def names_of(topics: Iterable[Topic]) -> list[str]:
    return sorted(topic.name for topic in topics)


def first_part(meeting: Meeting, entry: LogEntry, by: User) -> SessionLog:
    try:
        with transaction.atomic():
            part = SessionLog.objects.create(
                meeting=meeting, author=by, learned=entry.learned, topic_names=names_of(entry.topics)
            )
    except IntegrityError as error:
        raise Conflict from error
    part.topics.set(entry.topics)
    return part


@transaction.atomic
def report_not_held(*, meeting: Meeting, state: str, who: str, by: User) -> Meeting:
    """Say that a meeting did not happen: cancelled or missed, and by whom (junior, senior or both). Facts only.

    A text that one has written about it stays until one takes it back.
    """
    if state not in NOT_HELD or who not in (Who.JUNIOR, Who.SENIOR, Who.BOTH):
        raise Refused(_("Say whether it was cancelled or missed, and by whom."))
    say_word(meeting=meeting, word=Word.of(state, who), by=by)
    discard_draft(pairing=meeting.pairing, meeting=meeting, by=by)
    return meeting


@transaction.atomic
def log_unplanned_meeting(
    *, pairing: Pairing, slot: Slot, entry: LogEntry, by: User, apart_from: Collection[uuid.UUID] = ()
) -> SessionLog:
    """Log a meeting that nobody had planned. Raises Refused for a time to come, or before the two were a pair.

    Raises Overlap when the two have meetings about that time besides those of `apart_from`, of which it was said that
    it is none of them. One of which something was said and that lies in the same hours is always the one.
    """
    refuse_impossible_past(pairing, slot, by)
    hold_pair(pairing)
    meetings = meetings_near(pairing, slot)
    if earlier := said_already(meetings, slot, entry, by):
        return earlier
    refuse_overlap([meeting for meeting in meetings if meeting.pk not in apart_from or is_the_same(meeting, slot)])
    meeting = Meeting.objects.create(
        pairing=pairing, state=Meeting.State.HELD, was_planned=False, planned_by=by,
        planned_by_side=pairing.side_of(by), closed_at=timezone.now(),
        starts_at=slot.starts_at, minutes=slot.minutes, channel=slot.channel, place=slot.place,
    )  # fmt: skip
    part = log_meeting(meeting=meeting, entry=entry, by=by)
    discard_draft(pairing=pairing, meeting=None, by=by)
    return part


def said_already(meetings: Iterable[Meeting], slot: Slot, entry: LogEntry, by: User) -> SessionLog | None:
    """One's own part when the very same is sent again."""
    same = [meeting.pk for meeting in meetings if not meeting.was_planned and meeting.starts_at == slot.starts_at]
    return SessionLog.objects.filter(meeting__in=same, author=by, learned=entry.learned).first()


def is_the_same(meeting: Meeting, slot: Slot) -> bool:
    """Two people are in one meeting at a time: what was said of those hours is answered there, not beside it."""
    is_told = meeting.has_words or meeting.state == Meeting.State.HELD
    return is_told and lies_near(meeting, slot, dt.timedelta())


def refuse_impossible_past(pairing: Pairing, slot: Slot, by: User) -> None:
    if not pairing.can_meet:
        raise Refused(_("Meetings can be logged while the pairing is active."))
    refuse_impossible_time(pairing, slot, by)


def refuse_impossible_time(pairing: Pairing, slot: Slot, by: User) -> None:
    """Nobody has met in the future, nor before the day on which the two became a pair, on the clock of who says so."""
    if not SHORTEST <= slot.minutes <= LONGEST:
        raise Refused(_("A meeting lasts between 5 minutes and 8 hours."))
    if slot.starts_at > timezone.now():
        raise Refused(_("That is still to come. Plan it as a meeting, and log it afterwards."))
    if is_day_before(slot.starts_at, began_at(pairing), by.zone):
        raise Refused(_("That is before you two became a pair. Check the date."))


def began_at(pairing: Pairing) -> dt.datetime:
    """When the two became a pair."""
    return pairing.agreed_at or pairing.proposed_at


def is_day_before(instant: dt.datetime, other: dt.datetime, zone: dt.tzinfo) -> bool:
    """Whether it lies on an earlier day than the other, on the clocks of `zone`."""
    return instant.astimezone(zone).date() < other.astimezone(zone).date()


def add_extras(meeting: Meeting, entry: LogEntry, by: User) -> None:
    """The optional parts: a win, things to do, an insight."""
    pairing = meeting.pairing
    if entry.win:
        add_win(meeting=meeting, text=entry.win, by=by)
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


def save_draft(
    *, pairing: Pairing, meeting: Meeting | None, by: User, fields: Mapping[str, str | list[str]]
) -> LogDraft:
    """Keep what the form holds now, as typed; `meeting` is None for one that was never planned."""
    cut_fields = {name: cut(value) for name, value in list(fields.items())[:MOST_FIELDS]}
    draft, _ = LogDraft.objects.update_or_create(
        pairing=pairing, meeting=meeting, author=by, defaults={"fields": cut_fields}
    )
    return draft


def cut(value: str | list[str]) -> str | list[str]:
    return value[:LONGEST_DRAFT] if isinstance(value, str) else [text[:LONGEST_DRAFT] for text in value[:MOST_FIELDS]]


def discard_draft(*, pairing: Pairing, meeting: Meeting | None, by: User) -> None:
    """Forget it: the log was submitted, or its author does not want it any more."""
    LogDraft.objects.filter(pairing=pairing, meeting=meeting, author=by).delete()


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
    refuse_uncorrectable(meeting, slot, by)
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


def refuse_uncorrectable(meeting: Meeting, slot: Slot, by: User) -> None:
    if not meeting.can_be_told(timezone.now()):
        raise Refused(_("Only the facts of a meeting that has begun are corrected. Move one that is still ahead."))
    refuse_when_over(meeting.pairing)
    refuse_impossible_time(meeting.pairing, slot, by)
    others = [other for other in meetings_near(meeting.pairing, slot) if other != meeting]
    if any(lies_near(other, slot, dt.timedelta()) for other in others):
        raise Refused(_("You two have another meeting at that time. If it is the same one, take this one back."))
