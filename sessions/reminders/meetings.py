"""Invitations and their updates, the reminder a day before, and the prompt to log afterwards."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Attachment, Context, Group, Kind, NoLongerDue, Pace, Placeholder, Urgency
from notifications.models import Delivery
from notifications.pacing import REST, Times
from notifications.services import prepare_deliveries
from pairings.models import Pairing
from people.models import User
from people.working_time import WorkingTime
from sessions.calendar import CANCEL, REQUEST
from sessions.history import accounts_of, change_actor, from_to, planner_of, what_changed
from sessions.models import Meeting, MeetingChange
from sessions.querysets import MEETING_STATES
from sessions.reminders.facts import calendar_of, doubles_of, facts, meeting_of, sample_facts
from sessions.reminders.told import (
    follows_calendar,
    is_in_calendar,
    is_without_record,
    last_told,
    refuse_as_first_word,
    subject_ids,
)

AHEAD = dt.timedelta(minutes=15)
DAY = dt.timedelta(hours=24)
HOUR = dt.timedelta(hours=1)
OF_TIME_OR_PLACE = (MeetingChange.Kind.MOVED, MeetingChange.Kind.ADJUSTED)
#: Who was invited so shortly before the start needs no reminder on top.
RECENT = dt.timedelta(hours=25)
TWO_DAYS = dt.timedelta(days=2)
LAST_PROMPT = dt.timedelta(days=14)
PROGRAM, JUNIOR, SENIOR = "pairing__cycle__program", "pairing__junior__user", "pairing__senior__user"


def meetings() -> QuerySet[Meeting]:
    """What the contexts need, loaded once for a batch of messages."""
    return Meeting.objects.with_people().select_related("series")


def meetings_with_assistants() -> QuerySet[Meeting]:
    """Meetings for messages that the leader's assistants get too, loaded once for a batch."""
    return meetings().prefetch_related("pairing__senior__user__assistants")


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


def reminder_context(delivery: Delivery) -> Context:
    """The leader's assistant is told time and place, and nothing of the agenda; who has stopped assisting, nothing."""
    meeting = meeting_of(delivery)
    if meeting.time_revision != delivery.extra.get("time_revision", meeting.time_revision):
        raise NoLongerDue(gettext("The meeting was moved."))
    refuse_unless_they_meet(meeting)
    refuse_strangers(meeting.pairing, delivery.recipient)
    return facts(meeting, delivery.recipient) | {"action": gettext("Open the meeting")}


def refuse_strangers(pairing: Pairing, recipient: User) -> None:
    if not pairing.side_of(recipient) and recipient not in pairing.senior.user.assistants.all():
        raise NoLongerDue(gettext("They do not book for the leader any more."))


def log_context(delivery: Delivery) -> Context:
    """Asks each side while their own word is missing, and tells what the other has said already."""
    meeting: Meeting = delivery.subject
    refuse_unless_they_meet(meeting)
    side = meeting.pairing.side_of(delivery.recipient)
    if not side or not meeting.awaits_word_of(side, timezone.now()):
        raise NoLongerDue(gettext("They have said what happened, or it was called off."))
    if meeting.revision != delivery.extra.get("revision", meeting.revision):
        raise NoLongerDue(gettext("The meeting was changed."))
    accounts = [account for account in accounts_of(meeting, delivery.recipient) if account.text]
    return facts(meeting, delivery.recipient) | {
        "said": accounts[0].text if accounts else "",
        "link": reverse("meeting_log", args=[meeting.pk]),
        "action": gettext("Log the meeting"),
    }


def refuse_unless_they_meet(meeting: Meeting) -> None:
    if meeting.pairing.state not in MEETING_STATES:
        raise NoLongerDue(gettext("The pairing is not active."))


def sample(user: Any) -> Context:
    return sample_facts(user) | {"news": [], "planner": "", "action": gettext("Open the meeting")}


def change_sample(user: Any) -> Context:
    was = timezone.localtime() + DAY
    news = [from_to(was.replace(hour=14, minute=0), was.replace(hour=15, minute=0)), gettext("new place")]
    return sample(user) | {"news": news, "actor": "Jack", "is_update": True}


def log_sample(user: Any) -> Context:
    return sample_facts(user) | {"said": "", "action": gettext("Log the meeting")}


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


def plan_reminders(now: dt.datetime) -> Iterator[Delivery]:
    """A day before the start, on the working day before where nobody works that day: a query for the meetings, for late
    moves, for the assistants, and for when all of them work.

    The two need none while the invitation has just come; assistants get no invitation, so they are reminded.
    """
    soon = Meeting.objects.planned().of_meeting_pairs().filter(starts_at__gt=now, starts_at__lte=now + DAY + REST)
    assistants, moved = assistants_by_leader(), moved_since(now - RECENT - REST)
    columns = ("pk", "time_revision", "starts_at", "created_at", PROGRAM, JUNIOR, SENIOR)
    rows = soon.order_by("starts_at").values_list(*columns)
    times = Times()
    for batch in batched(rows.iterator(chunk_size=2000), 2000):
        times.learn(person for *_, junior, senior in batch for person in (junior, senior, *assistants.get(senior, ())))
        for pk, revision, starts_at, created_at, program, junior, senior in batch:
            due_at, told_at = starts_at - DAY, moved.get(pk, created_at)
            both = () if told_at > starts_at - RECENT else (junior, senior)
            for people, not_before in ((both, told_at + HOUR), (assistants.get(senior, ()), None)):
                yield from prepare_deliveries(
                    kind="meeting_reminder",
                    recipients=[one for one in people if times.of(one).latest(due_at) <= now + AHEAD],
                    subject_id=pk,
                    occasion=f"rev{revision}:24h",
                    scope=program,
                    due_at=due_at,
                    not_after=starts_at,
                    not_before=not_before,
                    extra={"time_revision": revision},
                )


def moved_since(instant: dt.datetime) -> dict[uuid.UUID, dt.datetime]:
    """The meetings that were moved since then, with the time of the latest move."""
    moves = MeetingChange.objects.filter(kind=MeetingChange.Kind.MOVED, at__gt=instant).order_by("at")
    return dict(moves.values_list("meeting", "at"))


def assistants_by_leader() -> dict[uuid.UUID, list[uuid.UUID]]:
    assistants: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    links = User.assistants.through.objects.values_list("from_user_id", "to_user_id")
    for leader, assistant in links:
        assistants[leader].append(assistant)
    return assistants


def plan_log_prompts(now: dt.datetime) -> Iterator[Delivery]:
    """An hour after the end, and again two days later, to each side that has not said what happened. Two messages at
    most, whatever is said, corrected or taken back meanwhile."""
    unlogged = (
        Meeting.objects.awaiting_words()
        .of_meeting_pairs()
        .filter(starts_at__gt=now - LAST_PROMPT, starts_at__lte=now - HOUR + AHEAD)
    )
    rows = unlogged.order_by("starts_at").values_list(
        "pk", "revision", "starts_at", "minutes", PROGRAM, JUNIOR, "junior_word", SENIOR, "senior_word"
    )
    times = Times()
    for batch in batched(rows.iterator(chunk_size=2000), 2000):
        times.learn(person for row in batch for person in silent_of(*row[5:]))
        for pk, revision, starts_at, minutes, program, *parties in batch:
            ended = starts_at + dt.timedelta(minutes=minutes)
            for person in silent_of(*parties):
                yield from _prompts(pk, revision, program, person, times.of(person), ended, now)


def _prompts(
    meeting: uuid.UUID,
    revision: int,
    program: uuid.UUID,
    person: uuid.UUID,
    time: WorkingTime,
    ended: dt.datetime,
    now: dt.datetime,
) -> Iterator[Delivery]:
    """The second one counts from the first, which may have waited for a weekend to pass."""
    first = time.next(ended + HOUR)
    second = time.next(first + TWO_DAYS)
    for offset, due_at, not_after in (("1h", first, second), ("2d", second, second + LAST_PROMPT - TWO_DAYS)):
        if due_at <= now + AHEAD and not_after > now:
            yield from prepare_deliveries(
                kind="log_meeting",
                recipients=[person],
                subject_id=meeting,
                occasion=f"rev{revision}:{offset}",
                scope=program,
                due_at=due_at,
                not_after=not_after,
                extra={"revision": revision},
            )


def silent_of(junior: uuid.UUID, junior_word: str, senior: uuid.UUID, senior_word: str) -> list[uuid.UUID]:
    """Who of the two has said nothing yet."""
    return [person for person, word in ((junior, junior_word), (senior, senior_word)) if not word]


PARTNER = Placeholder("partner", _("name of the other of the two"), lambda names: str(names["other"]))
WHEN = Placeholder(
    "when",
    _("day and time of the meeting"),
    lambda names: date_format(timezone.localtime(names["starts_at"]), "D j M, H:i"),
)
BOTH = _("You get this because you are one of the two who meet.")
CONCERNED = _("You get this because you take part in this meeting, or book for somebody who does.")
MEETING_INVITATION = Kind(
    code="meeting_invitation",
    pace=Pace.AT_ONCE,
    label=_("Invitation to a meeting, for your calendar"),
    why=CONCERNED,
    context=invitation_context,
    sample=sample,
    attachments=invitation_file,
    subjects=meetings_with_assistants,
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
    subjects=meetings_with_assistants,
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
    subjects=meetings_with_assistants,
    group=Group.MEETINGS,
    may_wait=False,
)
MEETING_REMINDER = Kind(
    code="meeting_reminder",
    urgency=Urgency.FIRST,
    label=_("Reminder of a meeting, a day before"),
    why=CONCERNED,
    context=reminder_context,
    sample=sample,
    plan=plan_reminders,
    pace=Pace.MEETING,
    subjects=meetings_with_assistants,
    placeholders=(PARTNER, WHEN),
    is_worded_by_program=lambda names: not names["leader"],  # assistants are told for whom they book
    group=Group.MEETINGS,
    may_wait=False,
)
LOG_MEETING = Kind(
    code="log_meeting",
    pace=Pace.WORKING_TIME,
    label=_("Reminder to log a meeting, after it"),
    why=BOTH,
    context=log_context,
    sample=log_sample,
    plan=plan_log_prompts,
    subjects=meetings,
    placeholders=(PARTNER, WHEN),
    group=Group.MEETINGS,
    is_slow=True,
)
