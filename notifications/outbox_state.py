"""The outbox in numbers, for operators: what is owed, what went, what failed. A handful of queries, each on an index.

Kinds of which nobody may learn who gets them stand together under `OTHER`, in steps of ten: a round number of those who
have not answered a review tells of nobody.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Min, Q

from notifications import kinds, marks, outcomes
from notifications.kinds import Channel
from notifications.models import Delivery
from notifications.querysets import OWED, STUCK, DeliveryQuerySet

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
    known = marks.all_marks()
    sent_mark = known.get(outcomes.SENT)
    by_kind, oldest = Counter[str](), dict[str, dt.datetime | None](dict.fromkeys(Channel.values))
    waiting_again, stuck = 0, Counter[str]()
    secret = kinds.secret_codes()
    for state, code, channel, count, due, since in _waiting(rows, now):
        if state in OWED:
            by_kind[code] += due
            oldest[channel] = min(filter(None, [oldest[channel], since]), default=None)
            waiting_again += count if state == Delivery.State.RETRY else 0
        elif code not in secret:
            stuck[state] += count
    last_sent = {channel: _last_sent(rows, channel) for channel in Channel.values}
    noted = sent_mark.at if sent_mark else None
    last_sent[Channel.EMAIL] = max(filter(None, [last_sent[Channel.EMAIL], noted]), default=None)
    return OutboxState(
        backlog=told(+by_kind),
        waiting_again=waiting_again,
        stuck=dict(stuck),
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


def _waiting(rows: DeliveryQuerySet, now: dt.datetime) -> Iterable[tuple[Any, ...]]:
    """What is owed, put off for another try, or waits for an operator: by state, kind and channel how many, how many of
    them are due at `now` (aware), and since when the first of these. Few of a million; one query."""
    is_due = Q(due_at__lte=now)
    waiting = rows.filter(Q(is_due, state__in=OWED) | Q(state__in=(Delivery.State.RETRY, *STUCK))).order_by()
    return waiting.values_list("state", "kind", "channel").annotate(
        number=Count("pk"), due=Count("pk", filter=is_due), since=Min("due_at", filter=is_due)
    )


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
