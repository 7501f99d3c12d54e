"""A process of its own that works on the outbox of a test: `python -m tests.notifications.worker COMMAND`.

deliver: deliver all that is due. plan: plan 200 messages. abandon: as if every lease were over, of messages and of
connections. report: print what the table says as JSON.
"""

import datetime as dt
import json
import sys
import uuid

import django
from django.utils import timezone


def set_up() -> None:
    from pathlib import Path

    from django.conf import settings

    django.setup()
    from notifications import kinds
    from notifications.kinds import Pace
    from tests.notifications.conftest import kind

    settings.TEMPLATES[0]["DIRS"].insert(0, Path(__file__).parent / "templates")
    kinds.declared._entries.clear()
    kinds.declared.register(
        kind("greeting", plan=plan, pace=Pace.MEETING), kind("digest", is_sent_again_after_a_crash=False)
    )


def plan(now):
    from notifications.services import prepare_deliveries
    from people.models import User

    people = list(User.objects.order_by("email").values_list("pk", flat=True))
    soon = {"not_after": now + dt.timedelta(hours=12)}  # at any hour of the day on which this runs
    for n in range(100):
        subject = uuid.uuid5(uuid.NAMESPACE_URL, str(n))
        yield from prepare_deliveries(kind="greeting", recipients=people[:1], subject_id=subject, due_at=now, **soon)


def deliver() -> None:
    from notifications.sending import deliver_due

    deliver_due()


def plan_all() -> None:
    from notifications.sending import plan_due

    plan_due()


def abandon() -> None:
    from notifications.models import Delivery, MailLine

    long_ago = timezone.now() - dt.timedelta(days=1)
    Delivery.objects.filter(lease_until__isnull=False).update(lease_until=long_ago)
    MailLine.objects.filter(held_until__isnull=False).update(held_until=long_ago)


def report() -> None:
    from notifications.models import Delivery

    rows = Delivery.objects.values_list("pk", "state", "kind", "attempt")
    sys.stdout.write(json.dumps([[pk.hex, *rest] for pk, *rest in rows]))


if __name__ == "__main__":
    set_up()
    {"deliver": deliver, "plan": plan_all, "abandon": abandon, "report": report}[sys.argv[1]]()
