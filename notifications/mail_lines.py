"""What all workers share of the mail server: so many connections, so many messages a minute, and its moods.

In the database, so that it holds whatever the number of workers and without Redis. All times are the database's.
"""

import datetime as dt
import random
import uuid

from django.conf import settings
from django.db.models import F, Q

from notifications.models import MailFlow, MailLine

HELD_FOR = dt.timedelta(seconds=60)
FIRST_PAUSE_S = 15
LONGEST_PAUSE_S = 300


class Lines:
    """The connections that one run holds, by number."""

    def __init__(self) -> None:
        self.holder = uuid.uuid4()
        self.held: set[int] = set()

    def take(self, now: dt.datetime) -> bool:
        """Get one more; False when all are in use."""
        if MailLine.objects.count() < settings.EMAIL_CONNECTIONS:
            numbers = range(1, settings.EMAIL_CONNECTIONS + 1)
            MailLine.objects.bulk_create([MailLine(number=n) for n in numbers], ignore_conflicts=True)
        free = MailLine.objects.filter(Q(holder=None) | Q(held_until__lt=now), number__lte=settings.EMAIL_CONNECTIONS)
        for number in list(free.order_by("number").values_list("number", flat=True)):
            if free.filter(number=number).update(holder=self.holder, held_until=now + HELD_FOR):
                self.held.add(number)
                return True
        return False

    def renew(self, now: dt.datetime) -> None:
        """Say that they are in use; one that was taken away meanwhile is not ours any more."""
        ours = MailLine.objects.filter(holder=self.holder)
        if ours.update(held_until=now + HELD_FOR) < len(self.held):
            self.held = set(ours.values_list("number", flat=True))

    def give_back(self) -> None:
        if self.held:
            MailLine.objects.filter(holder=self.holder).update(holder=None, held_until=None)
            self.held = set()


def the_flow() -> MailFlow:
    return MailFlow.objects.filter(pk=1).first() or MailFlow.objects.get_or_create(pk=1)[0]


def paused_until(now: dt.datetime) -> dt.datetime | None:
    """Until when no worker may send; None when all may."""
    until = the_flow().paused_until
    return until if until and until > now else None


def pause(now: dt.datetime, reason: str) -> dt.datetime:
    """Let nobody send for a while, twice as long as the last time in a row; returns until when. Several who ask at the
    same time ask once."""
    flow = the_flow()
    seconds = min(FIRST_PAUSE_S * 2**flow.pauses, LONGEST_PAUSE_S) * random.uniform(0.9, 1.1)  # noqa: S311
    until = now + dt.timedelta(seconds=seconds)
    is_over = Q(paused_until=None) | Q(paused_until__lte=now)
    if MailFlow.objects.filter(is_over, pk=1).update(paused_until=until, pauses=F("pauses") + 1, reason=reason[:300]):
        return until
    return paused_until(now) or now


def went_well(now: dt.datetime) -> None:
    """The server takes mail again: the next pause is a short one."""
    MailFlow.objects.filter(pk=1, pauses__gt=0, paused_until__lte=now).update(pauses=0, reason="")


def next_turn(now: dt.datetime) -> dt.datetime:
    """When one more message may be handed over, evenly spread over the minute; `now` where EMAIL_RATE sets no limit."""
    if not settings.EMAIL_RATE:
        return now
    apart = dt.timedelta(minutes=1) / settings.EMAIL_RATE
    while True:
        planned = the_flow().next_at
        turn = max(planned or now, now)
        unchanged = MailFlow.objects.filter(pk=1, next_at=planned)
        if planned is None:
            unchanged = MailFlow.objects.filter(pk=1, next_at__isnull=True)
        if unchanged.update(next_at=turn + apart):
            return turn
