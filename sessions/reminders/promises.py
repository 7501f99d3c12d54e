"""What the leader promised: the mentor is asked, the day after it was due, whether it can be seen or not yet."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.pacing import REST
from notifications.services import prepare_deliveries
from people.clock import home_zone
from sessions.calendar import on_wall_clock
from sessions.models import ActionItem
from sessions.querysets import MEETING_STATES
from sessions.reminders.items import DAY, NINE, PLACEHOLDERS, WEEK, items

CODE = "commitment_to_see"


def context(delivery: Delivery) -> Context:
    """Says that a promise was due and whose, never what: the words are the two's alone."""
    item: ActionItem = delivery.subject
    if item.is_withdrawn:
        raise NoLongerDue(gettext("It was withdrawn."))
    if item.seen:
        raise NoLongerDue(gettext("It is answered."))
    if item.due_on is None or item.due_on.isoformat() != delivery.extra["due_on"]:
        raise NoLongerDue(gettext("It is due on another day."))
    if item.pairing.state not in MEETING_STATES or item.pairing.junior.user_id != delivery.recipient_id:
        raise NoLongerDue(gettext("The pairing is not active."))
    link = reverse("pairing_detail", args=[item.pairing_id]) + "#to-do"
    return describe(item.due_on, item.pairing.senior.user.name, link)


def describe(due_on: dt.date, other: str, link: str) -> Context:
    return {"due_on": due_on, "other": other, "link": link, "action": gettext("Say “seen” or “not yet”")}


def sample(user: Any) -> Context:
    return describe(timezone.localdate() - DAY, "Jack Whitfield", "/")


def plan(now: dt.datetime) -> Iterator[Delivery]:
    """Commitments that were due yesterday or lately and that the mentor has said nothing of, done or not. Two
    queries."""
    zone = home_zone()
    today = now.astimezone(dt.UTC).date()
    due = ActionItem.objects.commitments().standing().filter(
        seen="", due_on__range=(today - 2 * DAY - WEEK, today + REST), pairing__state__in=MEETING_STATES
    )  # fmt: skip
    mentor = ("pairing__junior__user", "pairing__junior__user__time_zone")
    rows = due.order_by("due_on", "pk").values_list("pk", "due_on", "pairing__cycle__program", *mentor)
    for pk, due_on, program, person, own_zone in rows.iterator(chunk_size=2000):
        due_at = on_wall_clock(due_on + DAY, NINE, ZoneInfo(own_zone) if own_zone else zone)
        if due_at - REST <= now < due_at + WEEK:
            yield from prepare_deliveries(
                kind=CODE, recipients=[person], subject_id=pk, occasion=due_on.isoformat(), scope=program,
                due_at=due_at, not_after=due_at + WEEK, not_before=due_at, extra={"due_on": due_on.isoformat()},
            )  # fmt: skip


COMMITMENT_TO_SEE = Kind(
    code=CODE,
    pace=Pace.WORKING_TIME,
    label=_("Something your leader promised was due: seen, or not yet?"),
    why=_("You get this because you are the mentor it was promised to."),
    context=context,
    sample=sample,
    plan=plan,
    subjects=items,
    placeholders=PLACEHOLDERS,
    group=Group.PAIRING,
    is_slow=True,
)
