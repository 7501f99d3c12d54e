"""Messages about the end of a guest's time: to HR, who can lengthen it, and to the guest."""

import datetime as dt
from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notifications.kinds import Context, Kind, NoLongerDue, Pace
from notifications.models import Delivery
from notifications.pacing import REST, comes_by
from notifications.services import prepare_deliveries
from people.clock import end_of_day, local_today, start_of_day
from people.deadlines import Deadline
from people.models import User
from people.working_time import all_working_times

CODE, DAYS_BEFORE, MORNING = "guest_ends", 14, 9


def guest_context(delivery: Delivery) -> Context:
    """The day of now: what it was when the message was planned does not count."""
    guest: User = delivery.subject
    if not guest.is_active or guest.guest_until is None or str(guest.guest_until) != delivery.extra.get("until"):
        raise NoLongerDue(gettext("The guest's time ends on another day, or has ended."))
    return _words(guest, is_own=guest.pk == delivery.recipient_id)


def guest_sample(user: User) -> Context:
    """To HR, with invented data, for the preview."""
    return {**_words(User(first_name="Ada", last_name="Winter", guest_until=local_today()), is_own=False), "link": "/"}


def _words(guest: User, *, is_own: bool) -> Context:
    return {
        "guest": guest.name,
        "is_own": is_own,
        "until": Deadline.on(guest.guest_until or local_today()),
        "link": "/" if is_own else reverse("guest_change", args=[guest.pk]),
        "action": gettext("Open Turnabout") if is_own else gettext("Lengthen it, or leave it"),
    }


def plan_guests(now: dt.datetime) -> Iterator[Delivery]:
    """In the morning, 14 days before the last day, to all HR admins and to the guest."""
    today, ahead = local_today(now), dt.timedelta(days=DAYS_BEFORE)
    ending = User.objects.guests_ending(today + ahead + REST).filter(guest_until__gte=today).order_by("pk")
    guests = [(pk, last) for pk, last in ending.values_list("pk", "guest_until") if last]
    times = all_working_times() if guests else set()
    admins = set(User.objects.hr_admins().values_list("pk", flat=True)) if guests else set()
    for pk, last in guests:
        due_at, not_after = start_of_day(last - ahead, MORNING), end_of_day(last)
        if comes_by(now, due_at, not_after, times):
            yield from prepare_deliveries(
                kind=CODE, recipients=sorted(admins | {pk}), subject_id=pk, occasion=str(last), due_at=due_at,
                not_after=not_after, extra={"until": str(last)},
            )  # fmt: skip


def guests() -> QuerySet[User]:
    """The people whom these messages are about."""
    return User.objects.all()


GUEST_ENDS = Kind(
    code=CODE,
    pace=Pace.WORKING_TIME,
    label=_("A guest's time ends"),
    why=_("You get this because you are a guest here, or an HR admin who can lengthen a guest's time."),
    who_sees=_("All HR admins and the guest get it."),
    context=guest_context,
    sample=guest_sample,
    plan=plan_guests,
    subjects=guests,
    can_be_switched_off=False,
    fixed_because=_("Without it a pairing could end because nobody thought of the day."),
)
