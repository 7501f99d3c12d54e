"""Invitations to meetings, and their updates, with the file for the calendar."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Attachment, Context, Group, Kind, NoLongerDue, Pace, Placeholder, Urgency
from notifications.models import Delivery
from pairings.models import Pairing
from people.models import User
from sessions.calendar import CANCEL, REQUEST
from sessions.history import change_actor, from_to, planner_of, what_changed
from sessions.models import Meeting, MeetingChange
from sessions.reminders.facts import calendar_of, doubles_of, facts, meeting_of, sample_facts
from sessions.reminders.told import (
    follows_calendar,
    is_in_calendar,
    is_without_record,
    last_told,
    refuse_as_first_word,
    subject_ids,
)

OF_TIME_OR_PLACE = (MeetingChange.Kind.MOVED, MeetingChange.Kind.ADJUSTED)


def meetings() -> QuerySet[Meeting]:
    """What the contexts need, loaded once for a batch of messages."""
    return Meeting.objects.with_people().select_related("series")


def invitation_context(delivery: Delivery) -> Context:
    meeting = meeting_of(delivery)
    refuse_strangers(meeting.pairing, delivery.recipient)
    return facts(meeting, delivery.recipient) | {
        "news": [], "planner": planner_of(meeting, delivery.recipient), "action": gettext("Open the meeting"),
        "doubles": doubles_of([meeting], delivery.recipient),
    }  # fmt: skip


def change_context(delivery: Delivery) -> Context:
    """Only what has changed since they were told; for who has heard nothing yet it is an invitation."""
    context = invitation_context(delivery)
    meeting: Meeting = delivery.subject
    told = last_told(delivery.recipient, subject_ids(meeting), delivery.channel)
    if told is None:
        return context
    changes = MeetingChange.objects.filter(meeting=meeting, kind__in=OF_TIME_OR_PLACE).select_related("by")
    new = [change for change in changes if not told.knows(change)]
    if not new:  # the word on the other channel, which goes first, was of just this
        return context
    news = what_changed(meeting, new)
    if not news:
        raise NoLongerDue(gettext("It stands again as they were told."))
    actor = change_actor(new[-1], meeting, delivery.recipient)
    return context | {"news": news, "actor": actor, "is_update": True}


def cancellation_context(delivery: Delivery) -> Context:
    meeting: Meeting = delivery.subject
    if meeting.state != Meeting.State.CANCELLED:
        raise NoLongerDue(gettext("The meeting was not cancelled after all."))
    refuse_strangers(meeting.pairing, delivery.recipient)
    refuse_as_first_word(delivery, subject_ids(meeting))
    change = meeting.changes.filter(kind=MeetingChange.Kind.CANCELLED).select_related("by").last()
    return facts(meeting, delivery.recipient) | {
        "actor": change_actor(change, meeting, delivery.recipient) if change else "",
        "action": gettext("Open the meeting"),
    }


def refuse_strangers(pairing: Pairing, recipient: User) -> None:
    """Only for who is neither of the two is it asked whether they still book for the leader."""
    if not pairing.side_of(recipient) and not pairing.senior.user.assistants.contains(recipient):
        raise NoLongerDue(gettext("They do not book for the leader any more."))


def sample(user: Any) -> Context:
    return sample_facts(user) | {"news": [], "planner": "", "action": gettext("Open the meeting")}


def change_sample(user: Any) -> Context:
    was = timezone.localtime() + dt.timedelta(days=1)
    news = [from_to(was.replace(hour=14, minute=0), was.replace(hour=15, minute=0)), gettext("new place")]
    return sample(user) | {"news": news, "actor": "Jack", "is_update": True}


def invitation_file(delivery: Delivery) -> list[Attachment]:
    return file_for(delivery, REQUEST)


def cancellation_file(delivery: Delivery) -> list[Attachment]:
    """Only for a calendar that holds the entry."""
    person, ids = delivery.recipient, subject_ids(delivery.subject)
    held = is_in_calendar(person, ids) or is_without_record(person, ids)
    return file_for(delivery, CANCEL) if held else []


def file_for(delivery: Delivery, method: str) -> list[Attachment]:
    """For the two; who books for the leader has the leader's calendar."""
    if not delivery.subject.pairing.side_of(delivery.recipient):
        return []
    return [Attachment("meeting.ics", calendar_of(delivery.subject, method), f"text/calendar; method={method}")]


PARTNER = Placeholder("partner", _("name of the other of the two"), lambda names: str(names["other"]))
WHEN = Placeholder(
    "when",
    _("day and time of the meeting"),
    lambda names: date_format(timezone.localtime(names["starts_at"]), "D j M, H:i"),
)
CONCERNED = _("You get this because you take part in this meeting, or book for somebody who does.")
MEETING_INVITATION = Kind(
    code="meeting_invitation",
    pace=Pace.AT_ONCE,
    label=_("Invitation to a meeting, for your calendar"),
    why=CONCERNED,
    context=invitation_context,
    sample=sample,
    attachments=invitation_file,
    subjects=meetings,
    placeholders=(PARTNER, WHEN),
    is_worded_by_program=lambda names: not names["leader"],  # assistants are told for whom they book
    group=Group.MEETINGS,
    may_wait=False,
)
MEETING_MOVED = Kind(
    code="meeting_moved",
    pace=Pace.AT_ONCE,
    urgency=Urgency.FIRST,
    label=_("A meeting was moved or changed, for your calendar"),
    why=CONCERNED,
    context=change_context,
    sample=change_sample,
    is_owed_regardless=follows_calendar,
    attachments=invitation_file,
    subjects=meetings,
    group=Group.MEETINGS,
    may_wait=False,
)
MEETING_CANCELLED = Kind(
    code="meeting_cancelled",
    pace=Pace.AT_ONCE,
    urgency=Urgency.FIRST,
    label=_("A meeting was cancelled, for your calendar"),
    why=CONCERNED,
    context=cancellation_context,
    sample=sample,
    is_owed_regardless=follows_calendar,
    attachments=cancellation_file,
    subjects=meetings,
    group=Group.MEETINGS,
    may_wait=False,
)
