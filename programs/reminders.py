"""Who is owed what about enrolment, and when."""

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Kind, NoLongerDue
from notifications.models import Delivery
from notifications.services import prepare_deliveries
from notifications.wake_worker import wake_after_commit
from people.clock import end_of_day, home_zone, local_today, start_of_day
from programs.models import Cycle, Participant, Program, Side

DAYS_BEFORE_CLOSING = (7, 1)
MORNING = 9
AHEAD = dt.timedelta(hours=1)
LATEST = dt.timedelta(days=3)
BATCH = 1000


def deliveries_for(kind: str, recipients: Iterable[tuple[uuid.UUID, uuid.UUID]], **wanted: Any) -> Iterator[Delivery]:
    """Unsaved rows, one per channel and place; `recipients` are (participant id, user id) pairs."""
    for participant_id, user_id in recipients:
        yield from prepare_deliveries(kind=kind, recipients=[user_id], subject_id=participant_id, **wanted)


def participants() -> QuerySet[Participant]:
    """The places that messages are about, with what the texts name."""
    return Participant.objects.select_related("cycle__program", "user", "invited_by")


def enrolment_context(participant: Participant) -> Context:
    cycle = participant.cycle
    return {
        "program": cycle.program.name,
        "purpose": cycle.program.purpose,
        "cycle": cycle.name,
        "enrol_until": cycle.enrol_until,
        "starts_on": cycle.starts_on,
        "is_junior": participant.is_junior,
        "invited_by": participant.invited_by,
        "link": reverse("enrol", args=[cycle.enrolment_token]),
        "action": gettext("Answer the invitation"),
    }


def invited_context(delivery: Delivery) -> Context:
    """For invitations and their reminders: only while the answer is still open."""
    participant = delivery.subject
    if not participant.is_invited:
        raise NoLongerDue(gettext("The invitation has been answered."))
    if not participant.cycle.accepts_enrolment(local_today()):
        raise NoLongerDue(gettext("Enrolment is closed."))
    return enrolment_context(participant)


def sample_participant(user: AbstractBaseUser) -> Participant:
    """An invented place of a mentor; nothing of it is in the database."""
    today = local_today()
    program = Program(
        name=gettext("Digital fluency"), purpose=gettext("Leaders learn the tools their people live with.")
    )
    cycle = Cycle(
        program=program, name=gettext("Spring"), enrol_until=today + dt.timedelta(days=7),
        starts_on=today + dt.timedelta(days=30),
    )  # fmt: skip
    return Participant(
        cycle=cycle,
        user=user,  # type: ignore[misc]
        side=Side.JUNIOR,
        state=Participant.State.APPROVED,
    )


def enrolment_sample(user: AbstractBaseUser) -> Context:
    return {**enrolment_context(sample_participant(user)), "link": "/"}


def decision_context(delivery: Delivery) -> Context:
    participant = delivery.subject
    if participant.state != delivery.extra.get("state"):
        raise NoLongerDue(gettext("The decision has changed since."))
    return {
        **enrolment_context(participant),
        "state": participant.state,
        "action": gettext("Open your enrolment"),
    }


def decision_sample(user: AbstractBaseUser) -> Context:
    return {**enrolment_sample(user), "state": "approved", "action": gettext("Open your enrolment")}


def plan_enrolment_closing(now: dt.datetime) -> Iterator[Delivery]:
    """In the morning, 7 and 1 days before enrolment closes, to those invited earlier who have not answered."""
    zone = home_zone()
    today = now.astimezone(zone).date()
    soon = Cycle.objects.enrolling().filter(enrol_until__range=(today, today + dt.timedelta(days=8)))
    for cycle in soon:
        last_day = cycle.enrol_until or today
        for days in DAYS_BEFORE_CLOSING:
            due_at = start_of_day(last_day - dt.timedelta(days=days), MORNING, zone)
            not_after = min(due_at + LATEST, end_of_day(last_day, zone))
            if due_at - AHEAD <= now < not_after:
                unanswered = cycle.participants.filter(state="invited", invited_at__lt=due_at - dt.timedelta(days=1))
                yield from deliveries_for(
                    "enrolment_closing",
                    unanswered.values_list("pk", "user_id").iterator(chunk_size=2000),
                    occasion=f"{last_day}:{days}d",
                    scope=cycle.program_id,
                    due_at=due_at,
                    not_after=not_after,
                )


INVITATION = Kind(
    code="invitation",
    label=_("Invitation to a program"),
    why=_("You get this because the program team has invited you to take part."),
    who_sees=_("The program team sees that you were invited and whether you answered."),
    context=invited_context,
    sample=enrolment_sample,
    subjects=participants,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know that you are invited."),
)
ENROLMENT_CLOSING = Kind(
    code="enrolment_closing",
    label=_("Enrolment closes soon"),
    why=_("You get this because you were invited and have not answered yet."),
    who_sees=_("The program team sees that you were invited and whether you answered."),
    context=invited_context,
    sample=enrolment_sample,
    plan=plan_enrolment_closing,
    subjects=participants,
)
ENROLMENT_DECIDED = Kind(
    code="enrolment_decided",
    label=_("Decision about your enrolment"),
    why=_("You get this because you applied for a place in a program."),
    who_sees=_("The program team sees that you were told."),
    context=decision_context,
    sample=decision_sample,
    subjects=participants,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know whether you take part."),
)
KINDS = (INVITATION, ENROLMENT_CLOSING, ENROLMENT_DECIDED)


def owe_messages(*, kind: str, recipients: Iterable[tuple[uuid.UUID, uuid.UUID]], **wanted: Any) -> None:
    """One message per place and channel, in the transaction of the action that causes them.

    `recipients` are (participant id, user id) pairs; what is owed already (same key) stays as it is.
    """
    for rows in batched(deliveries_for(kind, recipients, **wanted), BATCH):
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    wake_after_commit()
