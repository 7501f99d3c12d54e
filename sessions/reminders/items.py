"""Something to do: the reminder at nine the day before it is due, and a word each week while it is overdue."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Group, Kind, NoLongerDue, Pace, Placeholder
from notifications.models import Delivery
from notifications.pacing import REST
from notifications.services import prepare_deliveries
from people.clock import home_zone
from sessions.calendar import on_wall_clock
from sessions.models import ActionItem, ItemChange
from sessions.querysets import MEETING_STATES

#: Who has written it, or changed its date, shortly before needs no reminder.
JUST_WRITTEN = dt.timedelta(hours=6)
NINE, MIDNIGHT = dt.time(9), dt.time()
DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
#: So often it is said again; then it stands on the page alone.
OVERDUE_WEEKS = 4
PEOPLE = [
    f"pairing__{side}__user{field}" for side in ("junior", "senior") for field in ("", "__time_zone")
]  # fmt: skip


def items() -> QuerySet[ActionItem]:
    return ActionItem.objects.select_related("pairing__junior__user", "pairing__senior__user")


def context(delivery: Delivery) -> Context:
    """Says that something is due and with whom, never what: the words are the two's alone."""
    item: ActionItem = delivery.subject
    if item.is_done:
        raise NoLongerDue(gettext("It is done."))
    if item.is_withdrawn:
        raise NoLongerDue(gettext("It was withdrawn."))
    if item.due_on is None or item.due_on.isoformat() != delivery.extra["due_on"]:
        raise NoLongerDue(gettext("It is due on another day."))
    if item.pairing.state not in MEETING_STATES:
        raise NoLongerDue(gettext("The pairing is not active."))
    owner = item.pairing.junior if item.owner == "junior" else item.pairing.senior
    if owner.user_id != delivery.recipient_id:
        raise NoLongerDue(gettext("Somebody else does it."))
    link = reverse("pairing_detail", args=[item.pairing_id]) + "#to-do"
    return describe(item.due_on, item.pairing.partner_of(delivery.recipient).name, item.is_commitment, link)


def sample(user: Any) -> Context:
    return describe(timezone.localdate() + DAY, "Jack Whitfield", False, "/")


def describe(due_on: dt.date, other: str, is_commitment: bool, link: str) -> Context:
    return {
        "due_on": due_on,
        "other": other,
        "is_commitment": is_commitment,
        "link": link,
        "action": gettext("See what is due"),
    }


def plan(now: dt.datetime) -> Iterator[Delivery]:
    """Open items due in the next days, for nine o'clock in the owner's own zone. Two queries."""
    zone = home_zone()
    today = now.astimezone(dt.UTC).date()
    due = ActionItem.objects.open().filter(
        due_on__range=(today - DAY, today + 3 * DAY + REST), pairing__state__in=MEETING_STATES
    )
    written = due.annotate(changed_at=Max("changes__at", filter=Q(changes__kind=ItemChange.Kind.WORDS)))
    rows = written.order_by("due_on", "pk").values_list(
        "pk", "due_on", "owner", "created_at", "changed_at", "pairing__cycle__program", *PEOPLE
    )
    for pk, due_on, owner, made_at, changed_at, program, *two in rows.iterator(chunk_size=2000):
        junior, junior_zone, senior, senior_zone = two
        person, own_zone = (junior, junior_zone) if owner == "junior" else (senior, senior_zone)
        due_at = on_wall_clock(due_on - DAY, NINE, ZoneInfo(own_zone) if own_zone else zone)
        not_after = on_wall_clock(due_on + DAY, MIDNIGHT, zone)
        if not_after > now:
            yield from prepare_deliveries(
                kind="action_item_due",
                recipients=[person],
                subject_id=pk,
                occasion=due_on.isoformat(),
                scope=program,
                due_at=due_at,
                not_after=not_after,
                not_before=(changed_at or made_at) + JUST_WRITTEN,
                extra={"due_on": due_on.isoformat()},
            )


def plan_overdue(now: dt.datetime) -> Iterator[Delivery]:
    """Open items that were due in the last weeks, each week at nine of the owner's own clock. Two queries."""
    zone = home_zone()
    today = now.astimezone(dt.UTC).date()
    overdue = ActionItem.objects.open().filter(
        due_on__range=(today - (OVERDUE_WEEKS + 1) * WEEK, today + REST - WEEK), pairing__state__in=MEETING_STATES
    )
    rows = overdue.order_by("due_on", "pk").values_list("pk", "due_on", "owner", "pairing__cycle__program", *PEOPLE)
    for pk, due_on, owner, program, junior, junior_zone, senior, senior_zone in rows.iterator(chunk_size=2000):
        person, own_zone = (junior, junior_zone) if owner == "junior" else (senior, senior_zone)
        for week in range(1, OVERDUE_WEEKS + 1):
            due_at = on_wall_clock(due_on + week * WEEK, NINE, ZoneInfo(own_zone) if own_zone else zone)
            if due_at - REST <= now < due_at + WEEK:
                yield from prepare_deliveries(
                    kind="action_item_overdue",
                    recipients=[person],
                    subject_id=pk,
                    occasion=f"{due_on.isoformat()}:{week}w",
                    scope=program,
                    due_at=due_at,
                    not_after=due_at + WEEK,
                    extra={"due_on": due_on.isoformat()},
                )


PLACEHOLDERS = (
    Placeholder("partner", _("name of the other of the two"), lambda names: str(names["other"])),
    Placeholder("due_day", _("the day on which it is due"), lambda names: date_format(names["due_on"], "D j M Y")),
)
ACTION_ITEM_DUE = Kind(
    code="action_item_due",
    pace=Pace.WORKING_TIME,
    label=_("Something you are to do is due tomorrow"),
    why=_("You get this because you are the one who does it."),
    context=context,
    sample=sample,
    plan=plan,
    subjects=items,
    placeholders=PLACEHOLDERS,
    group=Group.PAIRING,
    is_slow=True,
)
ACTION_ITEM_OVERDUE = Kind(
    code="action_item_overdue",
    label=_("Something you are to do is still open"),
    why=_("You get this because you are the one who does it."),
    context=context,
    sample=sample,
    plan=plan_overdue,
    pace=Pace.WORKING_TIME,
    subjects=items,
    placeholders=PLACEHOLDERS,
    group=Group.PAIRING,
    is_slow=True,
)
