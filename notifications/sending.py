"""Writing down what is owed, and delivering what is due. Any number of these may run at once: the claims keep them
apart."""

import datetime as dt
import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import batched

from django.db import transaction

from notifications import catching_up, claims, digest, kinds, mail_lines, marks, outcomes, stopping
from notifications.claims import settle_what_cannot_go_on
from notifications.database_clock import ClockSkewed, DatabaseClock
from notifications.kinds import Channel
from notifications.mail_run import MailRun
from notifications.models import Delivery
from notifications.outbox_state import PLANNED
from notifications.pacing import in_working_time
from notifications.preparing import Ready, prepare
from notifications.rendering import this_site
from people.clock import read_once

log = logging.getLogger(__name__)
State = Delivery.State
LONGEST_RUN = dt.timedelta(minutes=5)
BATCH = 1000


def deliver_due(*, for_at_most: dt.timedelta = LONGEST_RUN) -> Counter[str]:
    """Deliver all that is due until nothing is left or the time is up: into the app, then by mail; counts by state.

    What a run leaves behind, the next one takes.
    """
    return deliver_in_app(for_at_most=for_at_most) + deliver_mail(for_at_most=for_at_most)


def deliver_in_app(*, for_at_most: dt.timedelta = LONGEST_RUN) -> Counter[str]:
    """What people read in the app. Never waits for mail. A machine whose clock is wrong does nothing, and says so."""
    state_counts: Counter[str] = Counter()
    ends, clock = time.monotonic() + for_at_most.total_seconds(), DatabaseClock()
    try:
        settle_what_cannot_go_on(clock.read())
        while time.monotonic() < ends and not stopping.is_asked() and (batch := next_in_app(clock)):
            put_into_inboxes(batch, state_counts, clock)
    except ClockSkewed:
        return Counter()
    return state_counts


def deliver_mail(*, for_at_most: dt.timedelta = LONGEST_RUN) -> Counter[str]:
    """What goes by mail, unless the mail server is being left alone for a while."""
    try:
        now = DatabaseClock().read()
        settle_what_cannot_go_on(now)
        catching_up.gather(now)
        digest.gather(now)
        if stopping.is_asked() or mail_lines.paused_until(now):
            return Counter()
        done = Counter[str]()
        if claims.is_anything_due(now, Channel.EMAIL):
            done = MailRun(for_at_most).go()
            outcomes.write_down(at_once=True)
        if not mail_lines.paused_until(now):
            catching_up.note_mail_goes_on(now)
        return done
    except ClockSkewed:
        return Counter()


def next_in_app(clock: DatabaseClock) -> list[Delivery]:
    now = clock.read()
    return claims.claim(now, Channel.IN_APP) or claims.claim_suspect(now, Channel.IN_APP)


@read_once()
def put_into_inboxes(batch: list[Delivery], state_counts: Counter[str], clock: DatabaseClock) -> None:
    """Decide about each, and commit those that go: the commit is the delivery."""
    ready: list[Ready] = prepare(batch, state_counts, this_site(), clock.now())
    with transaction.atomic():
        for item in ready:
            if claims.sent(item.delivery, item.words, clock.now()):
                state_counts[State.SENT] += 1


@read_once()
def plan_due(now: dt.datetime | None = None) -> dict[str, int]:
    """Ask every kind what falls due around `now` (aware, UTC) and keep what is new; returns new rows by kind.

    A kind that fails is logged and stops no other.
    """
    try:
        now = now or DatabaseClock().read()
    except ClockSkewed:
        return {}
    planned: dict[str, int] = {}
    back = catching_up.back_since(PLANNED, now)
    # The digest comes last: it names what the others put aside.
    for kind in sorted(kinds.all_kinds(), key=lambda kind: kind.code == digest.CODE):
        if kind.plan is None:
            continue
        try:
            planned[kind.code] = keep(kind.plan(now), now, back)
        except Exception:
            log.exception("planning_failed", extra={"kind": kind.code})
    marks.mark(PLANNED)
    return planned


def keep(deliveries: Iterable[Delivery], now: dt.datetime, back: dt.datetime | None = None) -> int:
    """Insert those whose key is new and whose reader's working time has come, in batches of their own transactions;
    returns how many rows were tried. Where work goes on again only since `back`, what is late is put aside."""
    new_rows = in_working_time(not_yet_stored(deliveries), now)
    if back:
        new_rows = catching_up.put_aside(new_rows, back, now)
    return sum(insert(list(new)) for new in batched(new_rows, BATCH))


def not_yet_stored(deliveries: Iterable[Delivery]) -> Iterator[Delivery]:
    """Those whose key is not in the table: each minute most are, and reading is cheaper than refused inserts."""
    for batch in batched(deliveries, BATCH):
        by_key = {delivery.key: delivery for delivery in batch}
        known_keys = set(Delivery.objects.filter(key__in=by_key).order_by().values_list("key", flat=True))
        yield from (delivery for key, delivery in by_key.items() if key not in known_keys)


def insert(deliveries: list[Delivery]) -> int:
    Delivery.objects.bulk_create(deliveries, ignore_conflicts=True)
    return len(deliveries)
