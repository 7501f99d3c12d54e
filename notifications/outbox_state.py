"""The outbox in numbers, for operators: what is owed, what went, what failed. A handful of queries, each on an index.

Kinds of which nobody may learn who gets them stand together under `OTHER`, in steps of ten: a round number of those who
have not answered a review tells of nobody.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Min, Q

from notifications import kinds, marks, outcomes
from notifications.kinds import Channel
from notifications.models import Delivery
from notifications.querysets import STUCK, DeliveryQuerySet

OTHER = "other"
STEP = 10
RATE_OVER = dt.timedelta(hours=1)
PLANNED = "planned"


@dataclass(frozen=True)
class OutboxState:
    """`backlog`: owed and not sent, by kind. `waiting_again`: put off for another try. `stuck`: wait for an operator,
    by state, without secret kinds. `oldest`: since when the oldest that is owed has been due, by channel. `last_sent`:
    the last success, by channel. `sent_lately`: within RATE_OVER, by channel. `failures`: number and last time, by
    class. `seen` and `times`: when each mark was set last, and how often."""

    backlog: dict[str, int]
    waiting_again: int
    stuck: dict[str, int]
    oldest: dict[str, dt.datetime | None]
    last_sent: dict[str, dt.datetime | None]
    sent_lately: dict[str, int]
    failures: dict[str, tuple[int, dt.datetime]]
    last_reached: dt.datetime | None
    planned_at: dt.datetime | None
    seen: dict[str, dt.datetime] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)

    @property
    def oldest_owed(self) -> dt.datetime | None:
        return min(filter(None, self.oldest.values()), default=None)

    def last_of(self, names: Iterable[str]) -> dt.datetime | None:
        """When the last failure of one of these classes was."""
        return max((self.failures[name][1] for name in names if name in self.failures), default=None)


def outbox_state(rows: DeliveryQuerySet, now: dt.datetime) -> OutboxState:
    """Of these deliveries at `now` (aware); signs of life and failures are those of all."""
    owed, known = rows.owed(now), marks.all_marks()
    sent_mark = known.get(outcomes.SENT)
    rows_owed = owed.order_by().values_list("kind", "channel").annotate(n=Count("*"), oldest=Min("due_at"))
    by_kind, oldest = Counter[str](), dict[str, dt.datetime | None](dict.fromkeys(Channel.values))
    for code, channel, count, since in rows_owed:
        by_kind[code] += count
        oldest[channel] = min(filter(None, [oldest[channel], since]))
    last_sent = {channel: _last_sent(rows, channel) for channel in Channel.values}
    wrong = _gone_wrong(rows)
    noted = sent_mark.at if sent_mark else None
    last_sent[Channel.EMAIL] = max(filter(None, [last_sent[Channel.EMAIL], noted]), default=None)
    return OutboxState(
        backlog=told(by_kind),
        waiting_again=wrong.pop(Delivery.State.RETRY, 0),
        stuck=wrong,
        oldest=oldest,
        last_sent=last_sent,
        sent_lately=_sent_since(rows, now - RATE_OVER),
        failures={name: (known[name].times, known[name].at) for name in outcomes.FAILURES if name in known},
        last_reached=known[outcomes.REACHED].at if outcomes.REACHED in known else None,
        planned_at=known[PLANNED].at if PLANNED in known else None,
        seen={name: mark.at for name, mark in known.items()},
        times={name: mark.times for name, mark in known.items()},
    )


def told(by_kind: dict[str, int]) -> dict[str, int]:
    """By kind, and what nobody may count together and stepped."""
    named = {kind.code for kind in kinds.all_kinds() if not kind.is_secret and not kind.is_quiet}
    backlog: Counter[str] = Counter()
    for code, count in by_kind.items():
        backlog[code if code in named else OTHER] += count
    if OTHER in backlog:
        backlog[OTHER] = up_to_step(backlog[OTHER])
    return dict(backlog)


def _gone_wrong(rows: DeliveryQuerySet) -> dict[str, int]:
    """How many wait for another try, and how many for an operator; of these without secret kinds."""
    told_openly = ~Q(kind__in=kinds.secret_codes())
    wrong = rows.filter(Q(state=Delivery.State.RETRY) | (Q(state__in=STUCK) & told_openly))
    return dict(wrong.order_by().values_list("state").annotate(n=Count("*")))


def _sent_since(rows: DeliveryQuerySet, since: dt.datetime) -> dict[str, int]:
    # Both channels by name: so the index that has them first leads to the last hour.
    lately = rows.filter(state=Delivery.State.SENT, channel__in=Channel.values, sent_at__gte=since)
    open_ones = lately.exclude(kind__in=kinds.secret_codes())
    counts = dict(open_ones.order_by().values_list("channel").annotate(n=Count("pk")))
    return {channel: counts.get(channel, 0) for channel in Channel.values}


def _last_sent(rows: DeliveryQuerySet, channel: str) -> dt.datetime | None:
    sent = rows.filter(state=Delivery.State.SENT, channel=channel)
    return sent.order_by("-sent_at").values_list("sent_at", flat=True).first()


def up_to_step(count: int) -> int:
    return -(-count // STEP) * STEP
