"""What people are told when a cycle closes, and after."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace, Urgency
from notifications.models import Delivery
from notifications.pacing import comes_by
from notifications.rules import coordinator
from notifications.services import prepare_deliveries
from pairings.closing_plan import closing_of
from pairings.models import LookBack, PairEnding, Pairing
from pairings.reminders import pairings_to_tell
from pairings.services.closing import CLOSED_KIND, INVITED
from pairings.services.looking_back import is_delivered
from people.clock import end_of_day, local_today, start_of_day
from people.working_time import all_working_times
from programs.models import Cycle, Participant, Side
from programs.reminders import participants

MORNING, FIRST_DAYS = 9, 30
LATEST, LATELY, FURTHEST = dt.timedelta(days=3), dt.timedelta(days=7), dt.timedelta(days=FIRST_DAYS + 12)
#: States of cycles whose pairs meet.
MEETS = (Cycle.State.RUNNING, Cycle.State.CLOSING)


def closed_context(delivery: Delivery) -> Context:
    """What became of one's place, in words that are equal for both of a pair."""
    participant: Participant = delivery.subject
    what = delivery.extra.get("what", "")
    link, action = _where_it_stands(participant, had_pair=what not in ("", INVITED))
    return {
        "program": participant.cycle.program.name,
        "cycle": participant.cycle.name,
        "what": what,
        "until": participant.cycle.alumni_until if what not in ("", INVITED) else None,
        "link": link,
        "action": action,
    }


def _where_it_stands(participant: Participant, *, had_pair: bool) -> tuple[str, str]:
    """Where one goes from there, and what the button says: to the look back of the one pair that was completed, to
    one's pairs where there were several or none was, else to the place. One query."""
    if not had_pair:
        return reverse("enrolment_status", args=[participant.cycle.enrolment_token]), gettext("See where it stands")
    completed = Pairing.objects.filter(
        cycle=participant.cycle, state=Pairing.State.COMPLETED, **{participant.side: participant}
    )
    pairs = list(completed.order_by("pk").values_list("pk", flat=True)[:2])
    if len(pairs) == 1:
        return reverse("pairing_look_back", args=pairs), gettext("Look back")
    return reverse("pairing_list"), gettext("To your pairings")


def closed_sample(user: Any) -> Context:
    """The message to whoever was in a pairing, with invented data."""
    return {
        "program": gettext("Digital fluency"),
        "cycle": gettext("Spring"),
        "what": PairEnding.Outcome.COMPLETED,
        "until": local_today() + dt.timedelta(days=5 * 365),
        "link": "/",
        "action": gettext("Look back"),
    }


CLOSED = Kind(
    code=CLOSED_KIND,
    pace=Pace.AT_ONCE,
    label=_("A cycle has come to its end"),
    why=_("You get this because you had a place in this cycle."),
    who_sees=_("Nobody else learns what you are told here."),
    context=closed_context,
    sample=closed_sample,
    subjects=participants,
    urgency=Urgency.MASS,
    is_secret=True,
    can_be_switched_off=False,
    fixed_because=_("Without it you would not know what became of your place."),
    group=Group.PAIRING,
)


def look_backs() -> QuerySet[LookBack]:
    """Look backs with their pairing and its two."""
    people = ("pairing__cycle__program", "pairing__junior__user", "pairing__senior__user")
    return LookBack.objects.select_related(*people)


def thanks_context(delivery: Delivery) -> Context:
    """That there is something to read; the words stay on the page."""
    look: LookBack = delivery.subject
    reader = delivery.recipient
    if look.pairing.side_of(reader) in ("", look.side) or not look.thanks or not is_delivered(look, timezone.now()):
        raise NoLongerDue(gettext("There is nothing to read any more."))
    return _thanks(look.pairing.partner_of(reader).name, reverse("pairing_look_back", args=[look.pairing_id]))


def thanks_sample(user: Any) -> Context:
    """Thanks with invented data, for the preview."""
    return _thanks("Ada Winter", "/")


def _thanks(name: str, link: str) -> Context:
    return {"other": name, "link": link, "action": gettext("Read it")}


def plan_thanks(now: dt.datetime) -> Iterator[Delivery]:
    """To the other one, once both have closed or two weeks have passed; looked for so long that none is missed."""
    lately = LookBack.objects.exclude(thanks="").filter(closed_at__gt=now - LookBack.SEALED_FOR - LATELY)
    others = LookBack.objects.filter(pairing=OuterRef("pairing")).exclude(side=OuterRef("side"))
    delivered = lately.filter(Q(closed_at__lte=now - LookBack.SEALED_FOR) | Exists(others))
    for look in delivered.select_related("pairing__cycle", "pairing__junior", "pairing__senior"):
        other = look.pairing.senior if look.side == Side.JUNIOR else look.pairing.junior
        yield from prepare_deliveries(
            kind="thanks_to_read", recipients=[other.user_id], subject_id=look.pk, scope=look.pairing.cycle.program_id,
            due_at=now, not_after=now + LATELY,
        )  # fmt: skip


def ahead_context(delivery: Delivery) -> Context:
    """That the end is near, to one of the two."""
    pairing: Pairing = delivery.subject
    last = pairing.cycle.ends_on
    if not pairing.can_meet or last is None or str(last) != delivery.extra.get("ends_on", str(last)):
        raise NoLongerDue(gettext("The cycle ends on another day, or the pairing is over."))
    return _ahead(pairing.cycle.program.name, pairing.partner_of(delivery.recipient).name, last, pairing.url)


def ahead_sample(user: Any) -> Context:
    """The end ahead with invented data, for the preview."""
    return _ahead(gettext("Digital fluency"), "Ada Winter", local_today() + dt.timedelta(days=30), "/")


def _ahead(program: str, other: str, last: dt.date, link: str) -> Context:
    action = gettext("Plan the last meeting")
    return {"program": program, "other": other, "ends_on": last, "link": link, "action": action}


def plan_ahead(now: dt.datetime) -> Iterator[Delivery]:
    """In the morning, 30 days and one meeting before the cycle ends, to the two of each pair that meets."""
    today = local_today(now)
    times = all_working_times()
    for cycle in Cycle.objects.filter(state__in=MEETS, ends_on__range=(today, today + FURTHEST)):
        last = cycle.ends_on or today
        meeting = Pairing.objects.meeting().filter(cycle=cycle).select_related("junior", "senior")
        for days in (FIRST_DAYS, *(7 * weeks for weeks in range(1, 27) if 7 * weeks < FIRST_DAYS)):
            due_at = start_of_day(last - dt.timedelta(days=days), MORNING)
            not_after = min(due_at + LATEST, end_of_day(last))
            if not comes_by(now, due_at, not_after, times):
                continue
            theirs = meeting if days == FIRST_DAYS else meeting.filter(agreement__cadence_weeks=days // 7)
            for pairing in theirs.iterator(chunk_size=2000):
                yield from prepare_deliveries(
                    kind="closing_ahead", recipients=[pairing.junior.user_id, pairing.senior.user_id],
                    subject_id=pairing.pk, occasion=f"{last}:{days}d", scope=cycle.program_id, due_at=due_at,
                    not_after=not_after, extra={"ends_on": str(last)},
                )  # fmt: skip


def cycles() -> QuerySet[Cycle]:
    """Cycles, with what the messages about their end name."""
    return Cycle.objects.select_related("program")


def ending_context(delivery: Delivery) -> Context:
    """That a cycle ends soon, to whoever runs the program; not once its closing is planned."""
    cycle: Cycle = delivery.subject
    if cycle.state not in MEETS or cycle.ends_on is None or closing_of(cycle).due_at:
        raise NoLongerDue(gettext("The cycle is closed, or is about to be."))
    link = f"{reverse('closing_check', args=[cycle.program_id])}?cycle={cycle.pk}"
    return _ending(cycle.program.name, cycle.name, cycle.ends_on, link)


def ending_sample(user: Any) -> Context:
    """A cycle that ends soon, with invented data, for the preview."""
    return _ending(gettext("Digital fluency"), gettext("Spring"), local_today() + dt.timedelta(days=30), "/")


def _ending(program: str, cycle: str, last: dt.date, link: str) -> Context:
    action = gettext("See what each pair comes to")
    return {"program": program, "cycle": cycle, "ends_on": last, "link": link, "action": action}


def plan_ending(now: dt.datetime) -> Iterator[Delivery]:
    """In the morning, 30 days before and on the last day of a cycle, to those who run the program."""
    today, times = local_today(now), all_working_times()
    ending = Cycle.objects.filter(state__in=MEETS, ends_on__range=(today - LATEST, today + FURTHEST))
    for cycle in ending.filter(closing__due_at__isnull=True).prefetch_related("program__coordinators"):
        last = cycle.ends_on or today
        for days in (FIRST_DAYS, 0):
            due_at = start_of_day(last - dt.timedelta(days=days), MORNING)
            if comes_by(now, due_at, due_at + LATEST, times):
                yield from prepare_deliveries(
                    kind="cycle_ending",
                    recipients=[coordinator.user_id for coordinator in cycle.program.coordinators.all()],
                    subject_id=cycle.pk, occasion=f"{last}:{days}d", scope=cycle.program_id, due_at=due_at,
                    not_after=due_at + LATEST,
                )  # fmt: skip


THANKS = Kind(
    code="thanks_to_read",
    pace=Pace.WORKING_TIME,
    label=_("A word of thanks"),
    why=_("You get this because the other one of your pairing has written it to you."),
    who_sees=_("The two of you alone know of it."),
    context=thanks_context,
    sample=thanks_sample,
    plan=plan_thanks,
    subjects=look_backs,
    is_secret=True,
    group=Group.PAIRING,
)
AHEAD = Kind(
    code="closing_ahead",
    pace=Pace.WORKING_TIME,
    label=_("A pairing comes to its end"),
    why=_("You get this because your cycle ends soon."),
    context=ahead_context,
    sample=ahead_sample,
    plan=plan_ahead,
    subjects=pairings_to_tell,
    group=Group.PAIRING,
)
ENDING = Kind(
    code="cycle_ending",
    pace=Pace.WORKING_TIME,
    is_for=coordinator,
    label=_("A cycle ends soon"),
    why=_("You get this because you run this program."),
    context=ending_context,
    sample=ending_sample,
    plan=plan_ending,
    subjects=cycles,
    group=Group.TEAM,
)
KINDS = (CLOSED, THANKS, AHEAD, ENDING)
