"""Before a meeting, beside its reminder: questions for the leader two days ahead, and a word an hour before."""

import datetime as dt
from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace, Urgency
from notifications.models import Delivery
from notifications.pacing import REST, Times
from notifications.services import prepare_deliveries
from pairings.models import Pairing
from sessions.models import Meeting
from sessions.questions import questions_for
from sessions.reminders.facts import meeting_of, sample_facts
from sessions.reminders.invitations import CONCERNED, PARTNER, WHEN, meetings, sample
from sessions.reminders.meetings import (
    AHEAD,
    BOTH,
    DAY,
    HOUR,
    JUNIOR,
    PROGRAM,
    SENIOR,
    TWO_DAYS,
    assistants_by_leader,
    moved_since,
    reminder_context,
)

#: Who was told of the meeting so shortly before needs no word an hour before it.
JUST_TOLD = dt.timedelta(hours=2)
QUESTIONS = 3


def plan_soon(now: dt.datetime) -> Iterator[Delivery]:
    """An hour before the start, at any time of the day: to the two and the leader's assistants."""
    soon = Meeting.objects.planned().of_meeting_pairs().filter(starts_at__gt=now, starts_at__lte=now + HOUR + AHEAD)
    rows = list(
        soon.order_by("starts_at").values_list(
            "pk", "time_revision", "starts_at", "created_at", PROGRAM, JUNIOR, SENIOR
        )
    )
    if not rows:
        return
    assistants, moved = assistants_by_leader(), moved_since(now - JUST_TOLD - HOUR)
    for pk, revision, starts_at, created_at, program, junior, senior in rows:
        if moved.get(pk, created_at) > starts_at - JUST_TOLD:
            continue
        yield from prepare_deliveries(
            kind=MEETING_SOON.code,
            recipients=[junior, senior, *assistants.get(senior, ())],
            subject_id=pk,
            occasion=f"rev{revision}",
            scope=program,
            due_at=starts_at - HOUR,
            not_after=starts_at,
            not_before=starts_at - HOUR,
            extra={"time_revision": revision},
        )


def plan_questions(now: dt.datetime) -> Iterator[Delivery]:
    """To the leader, a working day before the reminder of the meeting; not where they learnt of it a day ago."""
    ahead = Meeting.objects.planned().of_meeting_pairs()
    ahead = ahead.filter(starts_at__gt=now + DAY, starts_at__lte=now + TWO_DAYS + 2 * REST)
    moved, times = moved_since(now - TWO_DAYS - REST), Times()
    columns = ("pk", "time_revision", "starts_at", "created_at", PROGRAM, SENIOR)
    rows = ahead.order_by("starts_at").values_list(*columns)
    for batch in batched(rows.iterator(chunk_size=2000), 2000):
        times.learn(row[-1] for row in batch)
        for pk, revision, starts_at, created_at, program, leader in batch:
            time = times.of(leader)
            reminded_at = time.latest(starts_at - DAY)
            due_at = time.latest(reminded_at - DAY)
            if due_at <= now + AHEAD < reminded_at:
                yield from prepare_deliveries(
                    kind=QUESTIONS_AHEAD.code,
                    recipients=[leader],
                    subject_id=pk,
                    occasion=f"rev{revision}",
                    scope=program,
                    due_at=due_at,
                    not_after=reminded_at,
                    not_before=moved.get(pk, created_at) + DAY,
                    extra={"time_revision": revision},
                )


def meetings_with_history() -> QuerySet[Any]:
    """With how many meetings the two have held, which says which questions fit."""
    held = Meeting.objects.held().filter(pairing=OuterRef("pairing")).order_by()
    count = Subquery(held.values("pairing").annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    return meetings().annotate(held_count=Coalesce(count, 0))


def questions_context(delivery: Delivery) -> Context:
    """The product's own questions; what stands on the agenda is the two's alone."""
    meeting: Any = meeting_of(delivery)
    names = reminder_context(delivery)
    if meeting.pairing.senior.user_id != delivery.recipient_id:
        raise NoLongerDue(gettext("Somebody else is the leader."))
    stage = questions_for(meeting.held_count, is_closing=meeting.pairing.state == Pairing.State.CLOSING)
    link = reverse("meeting_agenda", args=[meeting.pk])
    return names | {"questions": stage.questions[:QUESTIONS], "link": link, "action": gettext("Look at the agenda")}


def questions_sample(user: Any) -> Context:
    return sample_facts(user) | {
        "questions": questions_for(1).questions[:QUESTIONS],
        "action": gettext("Look at the agenda"),
    }


QUESTIONS_AHEAD = Kind(
    code="questions_ahead",
    label=_("Questions to think about, two days before a meeting"),
    why=BOTH,
    context=questions_context,
    sample=questions_sample,
    plan=plan_questions,
    pace=Pace.WORKING_TIME,
    subjects=meetings_with_history,
    placeholders=(PARTNER, WHEN),
    group=Group.MEETINGS,
)
MEETING_SOON = Kind(
    code="meeting_soon",
    urgency=Urgency.FIRST,
    label=_("Reminder of a meeting, an hour before"),
    why=CONCERNED,
    context=reminder_context,
    sample=sample,
    plan=plan_soon,
    pace=Pace.MEETING,
    subjects=meetings,
    placeholders=(PARTNER, WHEN),
    is_worded_by_program=lambda names: not names["leader"],
    group=Group.MEETINGS,
    may_wait=False,
)
