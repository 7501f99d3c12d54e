"""Who is owed what about enrolment, and when."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Kind, NoLongerDue, Pace, Placeholder, Urgency
from notifications.models import Delivery
from notifications.pacing import REST, comes_by
from notifications.services import prepare_deliveries
from notifications.wake_worker import wake_after_commit
from people.clock import end_of_day, home_zone, local_today, start_of_day
from people.models import User
from people.working_time import all_working_times
from programs.models import Cycle, Participant, Program, Side
from programs.querysets import last_day as last_day_of
from programs.selection import current_cycle
from programs.standing import standing_of

DAYS_BEFORE_CLOSING = (7, 1)
MORNING = 9
LATEST = dt.timedelta(days=3)
BATCH = 1000
#: States of a place that waits for a decision or a partner.
WAITING = (Participant.State.APPLIED, Participant.State.WAITLISTED, Participant.State.APPROVED)


def deliveries_for(kind: str, recipients: Iterable[tuple[uuid.UUID, uuid.UUID]], **wanted: Any) -> Iterator[Delivery]:
    """Unsaved rows, one per channel and place; `recipients` are (participant id, user id) pairs."""
    for participant_id, user_id in recipients:
        yield from prepare_deliveries(kind=kind, recipients=[user_id], subject_id=participant_id, **wanted)


def participants() -> QuerySet[Participant]:
    """The places that messages are about, with what the texts name."""
    return Participant.objects.select_related("cycle__program", "user", "invited_by", "entered_by")


def enrolment_context(participant: Participant) -> Context:
    cycle = participant.cycle
    return {
        "program": cycle.program.name,
        "purpose": cycle.program.purpose,
        "cycle": cycle.name,
        "enrol_until": participant.answers_until,
        "starts_on": cycle.starts_on,
        "role": gettext("mentor") if participant.is_junior else gettext("leader"),
        "what_one_does": mentors_do() if participant.is_junior else leaders_do(),
        "invited_by": participant.invited_by,
        "entered_by": participant.entered_by if participant.is_entered else None,
        "link": reverse("enrol", args=[cycle.enrolment_token]),
        "action": gettext("Confirm or change") if participant.is_entered else gettext("Answer the invitation"),
    }


def mentors_do() -> str:
    return gettext("you share what you know with a leader of our organisation, and learn from them in turn")


def leaders_do() -> str:
    return gettext("a more junior colleague becomes your mentor, and you both learn")


def invited_context(delivery: Delivery) -> Context:
    """For invitations and their reminders: only while the answer is still open."""
    participant = delivery.subject
    if not participant.is_invited:
        raise NoLongerDue(gettext("The invitation has been answered."))
    if not participant.may_answer(local_today()):
        raise NoLongerDue(gettext("Enrolment is closed."))
    if delivery.extra.get("until", str(participant.last_day)) != str(participant.last_day):
        raise NoLongerDue(gettext("Enrolment closes on another day."))
    return enrolment_context(participant)


def sample_participant(user: User) -> Participant:
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
        user=user,
        side=Side.JUNIOR,
        state=Participant.State.APPROVED,
    )


def enrolment_sample(user: User) -> Context:
    return {**enrolment_context(sample_participant(user)), "link": "/"}


def sample_names(program_id: uuid.UUID) -> Context:
    """What need not be invented for a sample message of a program: what is known of it and of its present cycle."""
    program = Program.objects.filter(pk=program_id).prefetch_related("cycles").first()
    if program is None:
        return {}
    cycle = current_cycle(list(program.cycles.all()))
    dates = {"cycle": cycle.name, "enrol_until": cycle.enrols_until, "starts_on": cycle.starts_on} if cycle else {}
    names = {"program": program.name, "purpose": program.purpose, **dates}
    return {name: value for name, value in names.items() if value}


def decision_context(delivery: Delivery) -> Context:
    participant = delivery.subject
    if participant.state != delivery.extra.get("state"):
        raise NoLongerDue(gettext("The decision has changed since."))
    state = participant.state if participant.applied_at else f"{participant.state}_unanswered"
    return {**enrolment_context(participant), "state": state, "action": gettext("Open your enrolment")}


def decision_sample(user: User) -> Context:
    return {**enrolment_sample(user), "state": "approved", "action": gettext("Open your enrolment")}


def place_context(delivery: Delivery) -> Context:
    """News about a place that waits: nothing of it says whether anybody was asked for this person."""
    participant: Participant = delivery.subject
    cycle, what = participant.cycle, delivery.extra.get("what", "")
    is_outdated = cycle.is_closed or cycle.is_ending != (what == "ending") or participant.state not in WAITING
    if is_outdated and not (what == "ending" and participant.is_invited):
        raise NoLongerDue(gettext("Where it stands has changed since."))
    return {
        **enrolment_context(participant),
        "what": what,
        "standing": standing_of(participant, local_today()),
        "link": reverse("enrolment_status", args=[cycle.enrolment_token]),
        "action": gettext("See where you stand"),
    }


def place_sample(user: User) -> Context:
    """A place without a partner after a match, with invented data, for the preview."""
    participant = sample_participant(user)
    standing = standing_of(participant, local_today())
    return {
        **enrolment_sample(user),
        "what": "unmatched",
        "standing": standing,
        "action": gettext("See where you stand"),
    }


def plan_enrolment_closing(now: dt.datetime) -> Iterator[Delivery]:
    """In the morning, 7 and 1 days before the last day to answer, to those invited earlier who have not answered."""
    zone = home_zone()
    today = now.astimezone(zone).date()
    last = today + dt.timedelta(days=max(DAYS_BEFORE_CLOSING)) + REST
    invited = Participant.objects.filter(state="invited", cycle__in=Cycle.objects.taking_in())
    unanswered = invited.annotate(until=last_day_of())
    ending = unanswered.filter(until__range=(today, last)).order_by()
    groups = list(ending.values_list("cycle", "cycle__program", "until").distinct())
    times = all_working_times() if groups else set()
    for cycle_id, program_id, last_day in groups:
        for days in DAYS_BEFORE_CLOSING:
            due_at = start_of_day(last_day - dt.timedelta(days=days), MORNING, zone)
            not_after = min(due_at + LATEST, end_of_day(last_day, zone))
            if comes_by(now, due_at, not_after, times):
                late = unanswered.filter(cycle=cycle_id, until=last_day, invited_at__lt=due_at - dt.timedelta(days=1))
                yield from deliveries_for(
                    "enrolment_closing", late.values_list("pk", "user_id").iterator(chunk_size=2000),
                    occasion=f"{last_day}:{days}d", scope=program_id, due_at=due_at, not_after=not_after,
                    extra={"until": str(last_day)},
                )  # fmt: skip


def day_of(name: str) -> Callable[[Context], str]:
    """The date that a context has under that name, as these messages write it; empty without one."""
    return lambda names: date_format(names[name], "D j M Y") if names[name] else ""


PROGRAM_PLACEHOLDER = Placeholder("program", _("the program"), lambda names: str(names["program"]))
LAST_DAY = Placeholder("last_day", _("the last day to answer"), lambda names: str(names["enrol_until"] or ""))
ROLE = Placeholder("role", _("mentor or leader"), lambda names: str(names["role"]))
WHAT_ONE_DOES = Placeholder(
    "what_one_does", _("what a mentor or a leader does, in half a sentence"), lambda names: str(names["what_one_does"])
)
PURPOSE = Placeholder("purpose", _("what the program is for"), lambda names: str(names["purpose"]))
START = Placeholder("start", _("the day on which it starts"), day_of("starts_on"))
INVITATION = Kind(
    code="invitation",
    pace=Pace.AT_ONCE,
    urgency=Urgency.MASS,
    label=_("Invitation to a program"),
    why=_("You get this because the program team has invited you to take part."),
    who_sees=_("The program team sees that you were invited and whether you answered."),
    context=invited_context,
    sample=enrolment_sample,
    subjects=participants,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know that you are invited."),
    placeholders=(PROGRAM_PLACEHOLDER, ROLE, WHAT_ONE_DOES, PURPOSE, LAST_DAY, START),
)
ENROLMENT_CLOSING = Kind(
    code="enrolment_closing",
    pace=Pace.WORKING_TIME,
    urgency=Urgency.MASS,
    label=_("Enrolment closes soon"),
    why=_("You get this because you were invited and have not answered yet."),
    who_sees=_("The program team sees that you were invited and whether you answered."),
    context=invited_context,
    sample=enrolment_sample,
    plan=plan_enrolment_closing,
    placeholders=(PROGRAM_PLACEHOLDER, ROLE, LAST_DAY),
    subjects=participants,
)
ENROLMENT_DECIDED = Kind(
    code="enrolment_decided",
    pace=Pace.AT_ONCE,
    label=_("Decision about your enrolment"),
    why=_("You get this because you applied for a place in a program."),
    who_sees=_("The program team sees that you were told."),
    context=decision_context,
    sample=decision_sample,
    subjects=participants,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know whether you take part."),
)
PLACE_NEWS = Kind(
    code="place_news",
    pace=Pace.AT_ONCE,
    urgency=Urgency.MASS,
    label=_("News about your place"),
    why=_("You get this because you have a place in this cycle, or wait for one."),
    who_sees=_("Nobody else learns what you are told here."),
    context=place_context,
    sample=place_sample,
    subjects=participants,
    is_secret=True,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know whether you still wait for something."),
)
KINDS = (INVITATION, ENROLMENT_CLOSING, ENROLMENT_DECIDED, PLACE_NEWS)


def owe_messages(*, kind: str, recipients: Iterable[tuple[uuid.UUID, uuid.UUID]], **wanted: Any) -> None:
    """One message per place and channel, in the transaction of the action that causes them.

    `recipients` are (participant id, user id) pairs; what is owed already (same key) stays as it is.
    """
    for rows in batched(deliveries_for(kind, recipients, **wanted), BATCH):
        Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    wake_after_commit()
