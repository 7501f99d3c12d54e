"""The reminder a day before a meeting, and the prompt to log it afterwards."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace, Urgency
from notifications.models import Delivery
from notifications.pacing import REST, Times
from notifications.services import prepare_deliveries
from people.models import User
from people.working_time import WorkingTime
from sessions.history import accounts_of
from sessions.models import Meeting, MeetingChange
from sessions.querysets import MEETING_STATES
from sessions.reminders.facts import facts, meeting_of, sample_facts
from sessions.reminders.invitations import (
    CONCERNED,
    PARTNER,
    WHEN,
    meetings,
    refuse_strangers,
    sample,
)

AHEAD = dt.timedelta(minutes=15)
DAY = dt.timedelta(hours=24)
HOUR = dt.timedelta(hours=1)
#: Who was invited so shortly before the start needs no reminder on top.
RECENT = dt.timedelta(hours=25)
TWO_DAYS = dt.timedelta(days=2)
LAST_PROMPT = dt.timedelta(days=14)
PROGRAM, JUNIOR, SENIOR = "pairing__cycle__program", "pairing__junior__user", "pairing__senior__user"


def reminder_context(delivery: Delivery) -> Context:
    """The leader's assistant is told time and place, and nothing of the agenda; who has stopped assisting, nothing."""
    meeting = meeting_of(delivery)
    if meeting.time_revision != delivery.extra.get("time_revision", meeting.time_revision):
        raise NoLongerDue(gettext("The meeting was moved."))
    refuse_unless_they_meet(meeting)
    refuse_strangers(meeting.pairing, delivery.recipient)
    return facts(meeting, delivery.recipient) | {"action": gettext("Open the meeting")}


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


def log_sample(user: Any) -> Context:
    return sample_facts(user) | {"said": "", "action": gettext("Log the meeting")}


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
                    recipients=[person for person in people if times.of(person).latest(due_at) <= now + AHEAD],
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


BOTH = _("You get this because you are one of the two who meet.")
MEETING_REMINDER = Kind(
    code="meeting_reminder",
    urgency=Urgency.FIRST,
    label=_("Reminder of a meeting, a day before"),
    why=CONCERNED,
    context=reminder_context,
    sample=sample,
    plan=plan_reminders,
    pace=Pace.MEETING,
    subjects=meetings,
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
