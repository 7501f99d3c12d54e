"""Invitations and their updates, the reminder a day before, and the prompt to log afterwards."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Attachment, Context, Kind, NoLongerDue
from notifications.models import Delivery
from notifications.services import prepare_deliveries
from pairings.models import Pairing
from people.models import User
from sessions.calendar import CANCEL, REQUEST
from sessions.history import accounts_of
from sessions.models import Meeting, MeetingChange
from sessions.querysets import MEETING_STATES
from sessions.reminders.facts import calendar_of, facts, meeting_of, sample_facts

AHEAD = dt.timedelta(minutes=15)
DAY = dt.timedelta(hours=24)
HOUR = dt.timedelta(hours=1)
#: Who was invited so shortly before the start needs no reminder on top.
RECENT = dt.timedelta(hours=25)
TWO_DAYS = dt.timedelta(days=2)
LAST_PROMPT = dt.timedelta(days=14)
PROGRAM, JUNIOR, SENIOR = "pairing__cycle__program", "pairing__junior__user", "pairing__senior__user"


def meetings() -> QuerySet[Meeting]:
    """What the contexts need, loaded once for a batch of messages."""
    return Meeting.objects.with_people()


def meetings_with_assistants() -> QuerySet[Meeting]:
    """Meetings for messages that the leader's assistants get too, loaded once for a batch."""
    return meetings().prefetch_related("pairing__senior__user__assistants")


def invitation_context(delivery: Delivery) -> Context:
    meeting = meeting_of(delivery)
    return facts(meeting, delivery.recipient) | {"action": gettext("Open the meeting")}


def cancellation_context(delivery: Delivery) -> Context:
    meeting: Meeting = delivery.subject
    if meeting.state != Meeting.State.CANCELLED:
        raise NoLongerDue(gettext("The meeting was not cancelled after all."))
    return facts(meeting, delivery.recipient) | {"action": gettext("Open the meeting")}


def reminder_context(delivery: Delivery) -> Context:
    """The leader's assistant is told time and place, and nothing of the agenda; who has stopped assisting, nothing."""
    meeting = meeting_of(delivery)
    refuse_unless_they_meet(meeting)
    _refuse_strangers(meeting.pairing, delivery.recipient)
    return facts(meeting, delivery.recipient) | {"action": gettext("Open the meeting")}


def _refuse_strangers(pairing: Pairing, recipient: User) -> None:
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
    return sample_facts(user) | {"action": gettext("Open the meeting")}


def log_sample(user: Any) -> Context:
    return sample_facts(user) | {"said": "", "action": gettext("Log the meeting")}


def invitation_file(delivery: Delivery) -> list[Attachment]:
    return [Attachment("meeting.ics", calendar_of(delivery.subject, REQUEST), "text/calendar; method=REQUEST")]


def cancellation_file(delivery: Delivery) -> list[Attachment]:
    return [Attachment("meeting.ics", calendar_of(delivery.subject, CANCEL), "text/calendar; method=CANCEL")]


def plan_reminders(now: dt.datetime) -> Iterator[Delivery]:
    """Everything that starts within a day: a query for the meetings, for late moves, and for the assistants.

    The two need none while the invitation has just come; assistants get no invitation, so they are reminded.
    """
    soon = Meeting.objects.planned().of_meeting_pairs().filter(starts_at__gt=now, starts_at__lte=now + DAY + AHEAD)
    assistants, moved = assistants_by_leader(), moved_since(now - RECENT)
    rows = soon.order_by("starts_at").values_list("pk", "revision", "starts_at", "created_at", PROGRAM, JUNIOR, SENIOR)
    for pk, revision, starts_at, created_at, program, junior, senior in rows.iterator(chunk_size=2000):
        is_just_told = moved.get(pk, created_at) > starts_at - RECENT
        yield from prepare_deliveries(
            kind="meeting_reminder",
            recipients=[*(() if is_just_told else (junior, senior)), *assistants.get(senior, ())],
            subject_id=pk,
            occasion=f"rev{revision}:24h",
            scope=program,
            due_at=starts_at - DAY,
            not_after=starts_at,
            extra={"revision": revision},
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
    for pk, revision, starts_at, minutes, program, *parties in rows.iterator(chunk_size=2000):
        first = starts_at + dt.timedelta(minutes=minutes) + HOUR
        for offset, due_at, not_after in (
            ("1h", first, first + TWO_DAYS),
            ("2d", first + TWO_DAYS, starts_at + LAST_PROMPT),
        ):
            if due_at <= now + AHEAD and not_after > now:
                yield from prepare_deliveries(
                    kind="log_meeting",
                    recipients=silent_of(*parties),
                    subject_id=pk,
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
MEETING_INVITATION = Kind(
    code="meeting_invitation",
    label=_("Invitation to a meeting, for your calendar"),
    why=BOTH,
    context=invitation_context,
    sample=sample,
    attachments=invitation_file,
    subjects=meetings,
)
MEETING_MOVED = Kind(
    code="meeting_moved",
    label=_("A meeting was moved or changed, for your calendar"),
    why=BOTH,
    context=invitation_context,
    sample=sample,
    attachments=invitation_file,
    subjects=meetings,
)
MEETING_CANCELLED = Kind(
    code="meeting_cancelled",
    label=_("A meeting was cancelled, for your calendar"),
    why=BOTH,
    context=cancellation_context,
    sample=sample,
    attachments=cancellation_file,
    subjects=meetings,
)
MEETING_REMINDER = Kind(
    code="meeting_reminder",
    label=_("Reminder of a meeting, a day before"),
    why=_("You get this because you take part in this meeting, or book for somebody who does."),
    context=reminder_context,
    sample=sample,
    plan=plan_reminders,
    subjects=meetings_with_assistants,
)
LOG_MEETING = Kind(
    code="log_meeting",
    label=_("Prompt to log a meeting, after it"),
    why=BOTH,
    context=log_context,
    sample=log_sample,
    plan=plan_log_prompts,
    subjects=meetings,
)
