"""What the other one's calendar has answered to an invitation, where something has to be done about it."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace, Urgency
from notifications.models import Delivery
from pairings.models import Pairing
from people.models import User
from programs.models import Side
from sessions.answers.receiving import KIND
from sessions.models import CalendarAnswer, Meeting
from sessions.reminders.facts import facts, meeting_of, sample_facts
from sessions.reminders.invitations import CONCERNED, meetings, refuse_strangers
from sessions.reminders.told import WENT

Answer = CalendarAnswer.Answer


def context(delivery: Delivery) -> Context:
    """As long as it is their last word, about a meeting that stands as it did."""
    meeting = meeting_of(delivery)
    refuse_strangers(meeting.pairing, delivery.recipient)
    side = delivery.extra["side"]
    answer = CalendarAnswer.objects.filter(meeting=meeting, side=side, answer=delivery.extra["answer"]).first()
    if answer is None:
        raise NoLongerDue(gettext("They have answered otherwise since, or the meeting was moved."))
    if answer.answer not in (Answer.DECLINED, Answer.COUNTERED) and not was_told(delivery):
        raise NoLongerDue(gettext("They had not heard that the other one cannot come."))
    return facts(meeting, delivery.recipient) | {
        "who": person_of(meeting.pairing, side).name,
        "answer": answer.answer,
        "proposed_at": answer.proposed_at,
        "others": delivery.extra["others"],
        "link": link_to(meeting, answer),
        "action": gettext("See what you can do"),
    }  # fmt: skip


def link_to(meeting: Meeting, answer: CalendarAnswer) -> str:
    """Where a time is asked for, to the form that would move it there."""
    if answer.proposed_at is None:
        return reverse("meeting_detail", args=[meeting.pk])
    return reverse("meeting_move", args=[meeting.pk], query={"asked": answer.side})


def person_of(pairing: Pairing, side: str) -> User:
    return pairing.junior.user if side == Side.JUNIOR else pairing.senior.user


def was_told(delivery: Delivery) -> bool:
    """Whether they were told before what this takes back."""
    told = Delivery.objects.filter(
        kind=KIND, recipient=delivery.recipient, subject_id=delivery.subject_id, state__in=WENT
    )
    return told.exclude(pk=delivery.pk).exists()


def sample(user: Any) -> Context:
    return sample_facts(user) | {
        "who": "Jack Whitfield", "answer": Answer.DECLINED, "proposed_at": None, "others": 0,
        "action": gettext("See what you can do"),
    }  # fmt: skip


def may_come(user: User) -> bool:
    """Only where answers are read."""
    return bool(settings.CALENDAR_INBOX_ADDRESS)


MEETING_ANSWER = Kind(
    code=KIND,
    pace=Pace.AT_ONCE,
    urgency=Urgency.FIRST,
    label=_("What the other one’s calendar answers to an invitation"),
    why=CONCERNED,
    who_sees=_("Your program team can see that you were sent this message, and never what was answered."),
    context=context,
    sample=sample,
    is_for=may_come,
    subjects=meetings,
    group=Group.MEETINGS,
    may_wait=False,
)
