"""Mail in tests: plan, deliver, look at what arrived."""

import datetime as dt
from collections import defaultdict
from contextlib import AbstractContextManager, nullcontext

import time_machine
from django.core import mail
from django.utils import timezone

from notifications.kinds import Channel
from notifications.models import Delivery
from notifications.sending import deliver_due, plan_due
from pairings.services import tell_changes
from people.models import User
from people.working_time import WorkingTime

#: Hours (UTC) between which people in Berlin and in UTC work.
MORNING, AFTERNOON = 8, 17


def plan_all(now=None) -> dict[str, int]:
    """Let what was asked take effect, and plan every kind, as the clock does each minute."""
    with at_work() if now is None else nullcontext():
        tell_changes(now=now)
        return plan_due(now)


def deliver_all():
    """Deliver all that is due, as a worker does; counts by state."""
    with at_work():
        return deliver_due()


def at_work() -> AbstractContextManager[object]:
    """At night, on weekends and holidays what waits for working time would not come: then it is ten (UTC) on the next
    working day of Berlin, where the people of tests live unless they say otherwise."""
    now, berlin = timezone.now(), WorkingTime("Europe/Berlin", country="DE")
    if berlin.is_now(now) and MORNING <= now.hour < AFTERNOON:
        return nullcontext()
    ten = now.replace(hour=10, minute=0) + dt.timedelta(days=now.hour >= AFTERNOON)
    while not berlin.is_now(ten):
        ten += dt.timedelta(days=1)
    return time_machine.travel(ten)


def sent_to(user: User) -> list[mail.EmailMessage]:
    """The mails a person got, the oldest first."""
    return [message for message in mail.outbox if any(user.email in address for address in message.to)]


def inbox_titles(user: User) -> list[str]:
    """What a person's inbox in the app shows, the oldest first."""
    return [delivery.title for delivery in reversed(Delivery.objects.inbox_of(user))]


def delivery_states(user: User) -> dict[str, list[str]]:
    """The states of a person's deliveries by kind, e-mail first."""
    states = defaultdict(list)
    for delivery in Delivery.objects.filter(recipient=user).order_by("kind", "due_at", "key"):
        states[delivery.kind].append(str(Delivery.State(delivery.state)))
    return dict(states)


def owed(user: User, kind: str) -> Delivery:
    """The one e-mail of a kind that a person is owed or was sent."""
    return Delivery.objects.get(recipient=user, kind=kind, channel=Channel.EMAIL)
