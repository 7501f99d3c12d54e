"""What people are told of a change of partners: that it comes, and on the day what it means for them. No message says
who wanted what."""

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace, Urgency
from notifications.models import Delivery
from notifications.pacing import REST, comes_by
from notifications.rules import coordinator
from notifications.services import prepare_deliveries
from pairings.closing_messages import LATEST, MORNING, cycles
from pairings.models import Pairing, Rotation
from pairings.rotation_plan import may_open_from, rotation_of
from pairings.services.rotating import DONE_KIND, MOVED, NEW, OFF
from people.clock import local_today, start_of_day
from people.deadlines import Deadline
from people.working_time import all_working_times
from programs.models import Cycle, Participant
from programs.reminders import participants

#: The team is told again so many days before the change while nothing is published.
URGES = 3


def ahead_context(delivery: Delivery) -> Context:
    """That partners change, until when one may say what one wants, and what becomes of meetings."""
    participant: Participant = delivery.subject
    cycle = participant.cycle
    if cycle.rotates_on is None or str(cycle.rotates_on) != delivery.extra.get("day", str(cycle.rotates_on)):
        raise NoLongerDue(gettext("Partners change on another day, or not at all."))
    until = cycle.says_until
    may_choose = until if until and not until.is_past() else None
    link = reverse("rotation_choice", args=[participant.pk])
    return _ahead(cycle.program.name, cycle.rotates_on, may_choose, cycle.rotation_keeps, link)


def ahead_sample(user: Any) -> Context:
    """The change ahead with invented data, for the preview."""
    day = local_today() + Cycle.HEARD_BEFORE
    return _ahead(gettext("Digital fluency"), day, Deadline.on(day - Cycle.SAID_BEFORE), 0, "/")


def _ahead(program: str, day: dt.date, until: Deadline | None, keeps: int, link: str) -> Context:
    action = gettext("See what it means for you")
    return {"program": program, "day": day, "until": until, "keeps": keeps, "link": link, "action": action}


def plan_ahead(now: dt.datetime) -> Iterator[Delivery]:
    """From the morning 30 days before until the day itself, once to each person of a pair that both have agreed to: who
    finds a partner meanwhile hears of it as well. Not to those who were told that it is this day instead of another."""
    today, times = local_today(now), all_working_times()
    reach = today + Cycle.HEARD_BEFORE + REST
    for cycle in Cycle.objects.filter(state=Cycle.State.RUNNING, rotates_on__range=(today, reach)):
        day = cycle.rotates_on or today
        due_at, not_after = start_of_day(day - Cycle.HEARD_BEFORE, MORNING), start_of_day(day)
        if not comes_by(now, due_at, not_after, times):
            continue
        told = _told_of_move(day)
        pairs = Pairing.objects.filter(cycle=cycle).exclude(starts_on__gte=day).agreed()
        for pairing in pairs.select_related("junior", "senior").iterator(chunk_size=2000):
            for participant in (person for person in (pairing.junior, pairing.senior) if person.pk not in told):
                yield from prepare_deliveries(
                    kind="rotation_ahead", recipients=[participant.user_id], subject_id=participant.pk,
                    occasion=str(day), scope=cycle.program_id, due_at=due_at, not_after=not_after,
                    extra={"day": str(day)},
                )  # fmt: skip


def _told_of_move(day: dt.date) -> set[uuid.UUID | None]:
    """The places of those who were told that partners change on this day instead of another."""
    moved = Delivery.objects.filter(kind=DONE_KIND, extra__what=MOVED, extra__day=str(day))
    return set(moved.order_by().values_list("subject_id", flat=True))


def due_context(delivery: Delivery) -> Context:
    """That the change can be opened, or has to be published, to whoever runs the program."""
    cycle: Cycle = delivery.subject
    rotation = rotation_of(cycle)
    if cycle.rotates_on is None or cycle.state != Cycle.State.RUNNING or (rotation and rotation.published_at):
        raise NoLongerDue(gettext("The change is published, or called off."))
    link = f"{reverse('rotation_detail', args=[cycle.program_id])}?cycle={cycle.pk}"
    return _due(cycle.program.name, cycle.name, cycle.rotates_on, link)


def due_sample(user: Any) -> Context:
    """A change to be opened, with invented data, for the preview."""
    return _due(gettext("Digital fluency"), gettext("Spring"), local_today() + Cycle.SAID_BEFORE, "/")


def _due(program: str, cycle: str, day: dt.date, link: str) -> Context:
    action = gettext("Prepare the change")
    return {"program": program, "cycle": cycle, "day": day, "link": link, "action": action}


def plan_due(now: dt.datetime) -> Iterator[Delivery]:
    """To those who run the program, in the morning after the last day to choose, and shortly before the change while
    nothing is published."""
    today, times = local_today(now), all_working_times()
    reach = today + Cycle.SAID_BEFORE + REST
    ahead = Cycle.objects.filter(state=Cycle.State.RUNNING, rotates_on__range=(today - LATEST, reach))
    published = Rotation.objects.filter(done_at__isnull=True, published_at__isnull=False)
    for cycle in ahead.exclude(pk__in=published.values("cycle")).prefetch_related("program__coordinators"):
        day = cycle.rotates_on or today
        for number, at in enumerate((may_open_from(day), day - dt.timedelta(days=URGES))):
            due_at = start_of_day(at, MORNING)
            if comes_by(now, due_at, due_at + LATEST, times):
                yield from prepare_deliveries(
                    kind="rotation_due",
                    recipients=[coordinator.user_id for coordinator in cycle.program.coordinators.all()],
                    subject_id=cycle.pk, occasion=f"{day}:{number}", scope=cycle.program_id, due_at=due_at,
                    not_after=due_at + LATEST,
                )  # fmt: skip


def done_context(delivery: Delivery) -> Context:
    """What the change means for one person."""
    participant: Participant = delivery.subject
    what, cycle = delivery.extra.get("what", OFF), participant.cycle
    if what != MOVED:
        return _done(cycle.program.name, what, reverse("pairing_list"))
    day = parse_date(delivery.extra.get("day", "")) or cycle.rotates_on
    if day is None or day != cycle.rotates_on:
        raise NoLongerDue(gettext("Partners change on another day, or not at all."))
    days = {"day": day, "was": parse_date(delivery.extra.get("was", "")) or day}
    return _done(cycle.program.name, what, reverse("rotation_choice", args=[participant.pk])) | days


def done_sample(user: Any) -> Context:
    """The message to whoever has a new partner, with invented data."""
    return _done(gettext("Digital fluency"), NEW, "/")


def _done(program: str, what: str, link: str) -> Context:
    return {"program": program, "what": what, "link": link, "action": gettext("See your pairings")}


AHEAD = Kind(
    code="rotation_ahead",
    pace=Pace.WORKING_TIME,
    label=_("Partners change soon"),
    why=_("You get this because everybody in your program gets a new partner."),
    who_sees=_("What you choose is read by nobody but you until the time to choose is over."),
    context=ahead_context,
    sample=ahead_sample,
    plan=plan_ahead,
    subjects=participants,
    urgency=Urgency.MASS,
    can_be_switched_off=False,
    fixed_because=_("Without it you would plan meetings that do not take place."),
    group=Group.PAIRING,
)
DUE = Kind(
    code="rotation_due",
    pace=Pace.WORKING_TIME,
    is_for=coordinator,
    label=_("A change of partners has to be prepared"),
    why=_("You get this because you run this program."),
    context=due_context,
    sample=due_sample,
    plan=plan_due,
    subjects=cycles,
    group=Group.TEAM,
)
DONE = Kind(
    code=DONE_KIND,
    pace=Pace.WORKING_TIME,
    label=_("Partners have changed"),
    why=_("You get this because you take part in the program."),
    who_sees=_("Nobody else learns what you are told here."),
    context=done_context,
    sample=done_sample,
    subjects=participants,
    urgency=Urgency.MASS,
    is_secret=True,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know whether you have a partner."),
    group=Group.PAIRING,
)
KINDS = (AHEAD, DUE, DONE)
