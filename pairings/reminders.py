"""The question whether two would like to be paired, and the agreement to sign: who is reminded, and when. No message
says who did what, or names a reason."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace, Placeholder
from notifications.models import Delivery
from notifications.pacing import AHEAD, REST, comes_by
from notifications.services import prepare_deliveries
from pairings.models import Pairing
from pairings.party_view import own_consent, own_end_request
from pairings.services.messages import AGREE, ASK
from people.deadlines import Deadline
from people.working_time import WorkingTime, all_working_times
from programs.reminders import PROGRAM_PLACEHOLDER

ANSWER_REMINDERS = (3,)
SIGN_REMINDERS = (3, 7)
A_DAY = dt.timedelta(days=1)


def pairings_to_tell() -> QuerySet[Pairing]:
    """The pairings that messages are about, with all that their texts need."""
    return (
        Pairing.objects.with_people()
        .select_related("agreement")
        .prefetch_related("consents", "end_requests", "agreement__signatures")
    )


def question_context(delivery: Delivery) -> Context:
    """The question, without the name of the one proposed: mailboxes are shared with assistants."""
    pairing: Pairing = delivery.subject
    if not pairing.is_answerable or own_consent(pairing, delivery.recipient):
        raise NoLongerDue(gettext("There is nothing to answer any more."))
    return {
        "program": pairing.cycle.program.name,
        "answer_by": pairing.answer_until,
        "link": reverse("pairing_answer", args=[pairing.pk]),
        "action": gettext("See who it is and answer"),
    }


def question_sample(user: Any) -> Context:
    """The question with invented data, for the preview."""
    later = Deadline.on(timezone.localdate() + dt.timedelta(days=10))
    return {
        "program": gettext("Digital fluency"),
        "answer_by": later,
        "link": "/",
        "action": gettext("See who it is and answer"),
    }


def plan_questions(now: dt.datetime) -> Iterator[Delivery]:
    """A reminder to those who were asked three days ago and have not answered, however long nobody has planned."""
    asked = Pairing.objects.filter(state=Pairing.State.PROPOSED, answer_by__gt=now).select_related(
        "cycle", "junior", "senior"
    )
    times = all_working_times()
    for days in ANSWER_REMINDERS:
        asked_before = now + REST - dt.timedelta(days=days)
        juniors = asked.filter(senior_asked_at__isnull=True, proposed_at__lte=asked_before)
        for pairing in juniors.iterator(chunk_size=2000):
            yield from _question_reminder(pairing, pairing.junior.user_id, pairing.proposed_at, days, now, times)
        seniors = asked.filter(senior_asked_at__lte=asked_before)
        for pairing in seniors.iterator(chunk_size=2000):
            yield from _question_reminder(pairing, pairing.senior.user_id, pairing.senior_asked_at, days, now, times)


def _question_reminder(
    pairing: Pairing,
    user_id: Any,
    asked_at: dt.datetime | None,
    days: int,
    now: dt.datetime,
    times: set[WorkingTime],
) -> list[Delivery]:
    """None where the time to answer ends before it could come a day after the question."""
    asked_at = asked_at or now
    due_at = asked_at + dt.timedelta(days=days)
    if not comes_by(now, due_at, pairing.answer_by, times):
        return []
    return _reminder(ASK, pairing, user_id, due_at, days, pairing.answer_by, asked_at + A_DAY)


def _reminder(
    kind: str,
    pairing: Pairing,
    user_id: Any,
    due_at: dt.datetime,
    days: int,
    not_after: dt.datetime,
    not_before: dt.datetime,
) -> list[Delivery]:
    return prepare_deliveries(
        kind=kind,
        recipients=[user_id],
        subject_id=pairing.pk,
        occasion=f"{days}days",
        scope=pairing.cycle.program_id,
        due_at=due_at,
        not_after=not_after,
        not_before=not_before,
    )


def agreement_context(delivery: Delivery) -> Context:
    """Both said yes: get ready, write, sign."""
    pairing: Pairing = delivery.subject
    side = pairing.side_of(delivery.recipient)
    has_left = own_end_request(pairing, delivery.recipient) or pairing.participant_of(delivery.recipient).is_gone
    participant = pairing.participant_of(delivery.recipient)
    is_ready = participant.oriented_at is not None or not pairing.cycle.program.has_orientation
    is_done = is_ready and pairing.agreement.is_signed_by(side)
    if pairing.state != Pairing.State.PREPARING or has_left or is_done:
        raise NoLongerDue(gettext("There is nothing to sign any more."))
    return {
        "program": pairing.cycle.program.name,
        "other": pairing.partner_of(delivery.recipient).name,
        "link": pairing.url,
        "action": gettext("Prepare and sign"),
    }


def agreement_sample(user: Any) -> Context:
    """The reminder to sign with invented data, for the preview."""
    return {
        "program": gettext("Digital fluency"),
        "other": "Ada Winter",
        "link": "/",
        "action": gettext("Prepare and sign"),
    }


def plan_agreements(now: dt.datetime) -> Iterator[Delivery]:
    """A reminder after 3 and 7 days to those who have not done the orientation, or not signed the text as it is; each
    until the next one, or for a week."""
    preparing = Pairing.objects.filter(state=Pairing.State.PREPARING).select_related("cycle", "junior", "senior")
    for days, until in zip(SIGN_REMINDERS, (*SIGN_REMINDERS[1:], SIGN_REMINDERS[-1] + 7), strict=True):
        since, useless = dt.timedelta(days=days), dt.timedelta(days=until)
        due = preparing.filter(agreed_at__gt=now - useless, agreed_at__lte=now - since + AHEAD)
        for side in ("junior", "senior"):
            signed = Q(agreement__signatures__side=side, agreement__signatures__version=F("agreement__version"))
            not_ready = Q(cycle__program__has_orientation=True, **{f"{side}__oriented_at": None})
            unsigned = due.filter(not_ready | ~Q(pk__in=due.filter(signed).order_by().values("pk")))
            for pairing in unsigned.iterator(chunk_size=2000):
                agreed_at, person = pairing.agreed_at or now, getattr(pairing, side).user_id
                due_at, not_after = agreed_at + since, agreed_at + useless
                yield from _reminder(AGREE, pairing, person, due_at, days, not_after, agreed_at + A_DAY)


QUESTION = Kind(
    code=ASK,
    pace=Pace.AT_ONCE,
    label=_("A partner is proposed to you"),
    why=_("You get this because you take part in the program and your answer is wanted."),
    who_sees=_("Nobody else learns that you were asked, or what you answer; the program team sees your answer."),
    context=question_context,
    sample=question_sample,
    plan=plan_questions,
    subjects=pairings_to_tell,
    is_secret=True,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know that your answer is wanted."),
    placeholders=(
        PROGRAM_PLACEHOLDER,
        Placeholder("last_day", _("the last day to answer"), lambda names: str(names["answer_by"])),
    ),
    group=Group.PAIRING,
)
AGREEMENT = Kind(
    code=AGREE,
    pace=Pace.AT_ONCE,
    label=_("An agreement waits for your signature"),
    why=_("You get this because both of you have said yes."),
    context=agreement_context,
    sample=agreement_sample,
    plan=plan_agreements,
    subjects=pairings_to_tell,
    placeholders=(
        PROGRAM_PLACEHOLDER,
        Placeholder("partner", _("name of the other of the two"), lambda names: str(names["other"])),
    ),
    group=Group.PAIRING,
)
KINDS = (QUESTION, AGREEMENT)
