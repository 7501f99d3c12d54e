"""What a person has been told of a meeting or a series, and what their calendar holds: read from what was sent."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from notifications.kinds import Channel, NoLongerDue
from notifications.models import Delivery
from people.models import User
from sessions.models import Meeting, MeetingChange, Series

State = Delivery.State
#: Messages that put a meeting into a calendar or change it there (REQUEST).
REQUESTS = ("meeting_invitation", "meeting_moved", "meeting_series")
REMOVALS = ("calendar_entry_removed", "calendar_series_removed")
#: A message is written some time before it is noted as sent.
MARGIN = dt.timedelta(minutes=15)
WENT = (State.SENT, State.SENDING, State.UNCERTAIN)


@dataclass(frozen=True)
class Told:
    """The last word that somebody had, on which channel whatever."""

    at: dt.datetime
    revision: int | None  # None where it was the word about a series

    def knows(self, change: MeetingChange) -> bool:
        """Whether the change was in it; in doubt it is said once more."""
        if self.revision is not None and change.revision is not None:
            return change.revision <= self.revision
        return change.at < self.at - MARGIN


def subject_ids(meeting: Meeting) -> list[uuid.UUID]:
    """What a message about this meeting can be about."""
    return [meeting.pk, *([meeting.series_id] if meeting.series_id else [])]


def last_told(person: User, ids: Sequence[uuid.UUID], channel: str) -> Told | None:
    """What they heard last, on this channel if there was anything; None for somebody who has heard nothing yet."""
    sent = [*sent_to(person, ids, REQUESTS)]
    on_channel = [row for row in sent if row.channel == channel] or sent
    if not on_channel:
        return None
    last = max(on_channel, key=lambda row: row.sent_at or row.due_at)
    revision = last.extra.get("revision") if last.kind != "meeting_series" else None
    return Told(last.sent_at or last.due_at, revision)


def sent_to(person: User, ids: Collection[uuid.UUID], kinds: Collection[str]) -> QuerySet[Delivery]:
    return Delivery.objects.filter(recipient=person, subject_id__in=ids, kind__in=kinds, state__in=WENT)


def is_in_calendar(person: User, ids: Sequence[uuid.UUID]) -> bool:
    """Whether they were mailed an invitation, and not told since to take it out again."""
    mails = sent_to(person, ids, (*REQUESTS, *REMOVALS)).filter(channel=Channel.EMAIL)
    last = mails.order_by("-sent_at", "-due_at").values_list("kind", flat=True).first()
    return last is not None and last not in REMOVALS


def follows_calendar(delivery: Delivery) -> bool:
    """Whether a mail goes out although its kind was switched off: the calendar holds the entry, and would go wrong."""
    if delivery.channel != Channel.EMAIL:
        return False
    subject = delivery.subject
    if isinstance(subject, Meeting):
        is_party = bool(subject.pairing.side_of(delivery.recipient))
        return is_party and is_in_calendar(delivery.recipient, subject_ids(subject))
    return isinstance(subject, Series) and is_in_calendar(delivery.recipient, [subject.pk])


def is_without_record(person: User, ids: Sequence[uuid.UUID]) -> bool:
    """Nothing was ever owed them about it, sent or not: one of the two has it from a time of which none is kept."""
    return not Delivery.objects.filter(recipient=person, subject_id__in=ids, kind__in=REQUESTS).exists()


def refuse_as_first_word(delivery: Delivery, ids: Sequence[uuid.UUID]) -> None:
    """Nobody hears of the end of something of which they never heard."""
    person = delivery.recipient
    if last_told(person, ids, delivery.channel):
        return
    if not delivery.subject.pairing.side_of(person) or not is_without_record(person, ids):
        raise NoLongerDue(_("They had not been told of the meeting yet."))
