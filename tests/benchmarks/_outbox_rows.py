"""A million deliveries as two years leave them: most sent, some ended otherwise, a few thousand owed."""

import datetime as dt
import random
import uuid
from collections.abc import Iterator

from django.db import connection
from django.utils import timezone

from notifications import kinds
from notifications.kinds import Channel, Urgency
from notifications.models import Delivery
from notifications.querysets import FINAL
from pairings.models import Pairing
from people.models import User
from programs.models import Program
from sessions.models import Meeting

State = Delivery.State
#: One stretch is written by the ORM, and repeated by the database so many times, each further back.
STRETCH = dt.timedelta(days=14)
ENDED, REPEATED, WITH_WORDS = 20_000, 49, 2
#: Of a thousand that have ended.
HOW_THEY_ENDED = {
    State.SENT: 930, State.SUPPRESSED: 35, State.CANCELLED: 25, State.EXPIRED: 7, State.DEAD: 2, State.UNCERTAIN: 1,
}  # fmt: skip
#: How many are open: `PENDING` half due, half to come.
OPEN = {State.PENDING: 4_000, State.RETRY: 500, State.GATHERED: 2_000, State.CLAIMED: 50, State.SENDING: 4}
WORDS = "What you agreed on last time, and what there is to prepare. " * 20


def fill_outbox(seed: int = 1) -> int:
    """Needs people, pairings and meetings; gives how many deliveries there are in the end."""
    rng, now = random.Random(seed), timezone.now()
    Delivery.objects.bulk_create(deliveries(rng, now), batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute(repeating(), [*FINAL])
    return Delivery.objects.count()


def deliveries(rng: random.Random, now: dt.datetime) -> Iterator[Delivery]:
    """Those of the last stretch, and all that are open."""
    people = list(User.objects.order_by("pk").values_list("pk", flat=True))
    programs = list(Program.objects.order_by("pk").values_list("pk", flat=True))
    subjects = [
        *Pairing.objects.order_by("pk").values_list("pk", flat=True)[:5_000],
        *Meeting.objects.order_by("pk").values_list("pk", flat=True)[:5_000],
    ]
    codes = [kind.code for kind in kinds.all_kinds()]
    ended = rng.choices([*HOW_THEY_ENDED], weights=[*HOW_THEY_ENDED.values()], k=ENDED)
    for number, state in enumerate([*ended, *(state for state, count in OPEN.items() for _ in range(count))]):
        is_ahead = state == State.GATHERED or (state == State.PENDING and number % 2)
        due_at = now + (STRETCH if is_ahead else -STRETCH) * rng.random()
        is_sent = state == State.SENT
        yield Delivery(
            id=uuid.UUID(int=rng.getrandbits(128), version=4), key=f"bench:{number}", kind=rng.choice(codes),
            recipient_id=rng.choice(people), channel=rng.choice(Channel.values), scope=rng.choice([*programs, None]),
            subject_id=rng.choice(subjects), due_at=due_at, state=state, urgency=rng.choice(Urgency.values),
            sent_at=due_at if is_sent else None, title="Your meeting on Tuesday",
            next_attempt_at=now + dt.timedelta(hours=rng.random()) if state == State.RETRY else None,
            lease_until=now + dt.timedelta(minutes=1) if state in (State.CLAIMED, State.SENDING) else None,
            body_text=WORDS if is_sent else "", body_html=f"<p>{WORDS}</p>" if is_sent else "",
        )  # fmt: skip


def repeating() -> str:
    """One statement that writes what has ended again and again, each time further back; old ones without words."""
    if connection.vendor == "postgresql":
        new_id, before = "gen_random_uuid()", "{0} - n * interval '14 days'"
    else:
        new_id, before = (
            "lower(hex(randomblob(16)))",
            "strftime('%%Y-%%m-%%d %%H:%%M:%%f000', {0}, (-14 * n) || ' days')",
        )
    replaced = {
        "id": new_id, "key": "key || ':' || n", "due_at": before.format("due_at"), "sent_at": before.format("sent_at"),
        "body_text": f"CASE WHEN n < {WITH_WORDS} THEN body_text ELSE '' END",
        "body_html": f"CASE WHEN n < {WITH_WORDS} THEN body_html ELSE '' END",
    }  # fmt: skip
    columns = [field.column for field in Delivery._meta.local_concrete_fields]
    values = ", ".join(replaced.get(column, column) for column in columns)
    states = ", ".join(["%s"] * len(FINAL))
    return (
        f"WITH RECURSIVE repeats(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM repeats WHERE n < {REPEATED}) "
        f"INSERT INTO notifications_delivery ({', '.join(columns)}) "
        f"SELECT {values} FROM notifications_delivery CROSS JOIN repeats WHERE state IN ({states})"
    )
