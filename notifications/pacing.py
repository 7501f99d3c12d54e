"""What the clock plans reaches people while they are at work: on their days, on their own clock, not on holidays, in
their quiet hours or on leave."""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import batched

from notifications.kinds import Pace
from notifications.models import Delivery
from people.working_time import WorkingTime, working_times

BATCH = 1000
#: So long before it is due a message may be written down.
AHEAD = dt.timedelta(minutes=15)
#: So long before a meeting both are told of it, whatever the hour.
LAST_DAY = dt.timedelta(hours=24)
#: How much earlier than meant something may be announced because people rest in between: planners look so far ahead.
REST = dt.timedelta(days=12)


def moment(
    pace: str,
    time: WorkingTime,
    due_at: dt.datetime,
    not_after: dt.datetime | None = None,
    not_before: dt.datetime | None = None,
) -> dt.datetime | None:
    """When a person who is at work at that `time` gets what is meant for `due_at`; None where it would come too soon
    after what they know already, or too late.

    A meeting is announced on the working day before, anything else with the next working hours, and where these come
    too late, with those before. In a leave there is nothing but, a day before it, a meeting that falls into it.
    """
    if pace == Pace.AT_ONCE:
        return due_at
    for at in _candidates(pace, time, due_at):
        if (not_after is None or at < not_after) and (not_before is None or at >= not_before):
            return at
    return None


def _candidates(pace: str, time: WorkingTime, due_at: dt.datetime) -> Iterator[dt.datetime]:
    before = time.latest(due_at)
    if pace == Pace.MEETING:
        if not time.is_away(before):
            yield before
        yield time.next(due_at)
        yield due_at
    else:
        yield time.next(due_at)
        if not time.is_away(before):
            yield before


class Times:
    """When people work, read in sets: `learn` asks one query for those who are not known yet."""

    def __init__(self) -> None:
        self.known: dict[uuid.UUID, WorkingTime] = {}

    def learn(self, people: Iterable[uuid.UUID]) -> None:
        if unknown := set(people) - self.known.keys():
            self.known |= working_times(unknown)

    def of(self, person: uuid.UUID) -> WorkingTime:
        return self.known[person]


def comes_by(
    now: dt.datetime,
    due_at: dt.datetime,
    not_after: dt.datetime,
    times: Collection[WorkingTime],
    pace: str = Pace.WORKING_TIME,
) -> bool:
    """Whether what is meant for `due_at` is owed to anybody by now, of those whose working times these are: planners
    ask before they make a row for everybody."""
    if now >= not_after:
        return False
    moments = (moment(pace, time, due_at, not_after) for time in times)
    return any(at is not None and at <= now + AHEAD for at in moments)


def in_working_time(deliveries: Iterable[Delivery], now: dt.datetime) -> Iterator[Delivery]:
    """Planned rows, each moved into the working time of its reader; left for a later look where that has not come.
    One query for the people of a batch that are not known yet."""
    times = Times()
    for batch in batched(deliveries, BATCH):
        times.learn(row.recipient_id for row in batch)
        yield from _moved(batch, times, now + AHEAD)


def _moved(batch: Sequence[Delivery], times: Times, soon: dt.datetime) -> Iterator[Delivery]:
    for row in batch:
        if row.pace == Pace.AT_ONCE:
            row.pace = Pace.WORKING_TIME
        at = moment(row.pace, times.of(row.recipient_id), row.due_at, row.not_after, row.not_before)
        if at is not None and at <= soon:
            row.due_at = at
            yield row


def wait_until(pace: str, time: WorkingTime, now: dt.datetime, not_after: dt.datetime | None) -> dt.datetime | None:
    """Just before it is sent: None where it may leave now, else when it may; later than `not_after` where never."""
    if pace == Pace.AT_ONCE or time.is_now(now):
        return None
    at = time.next(now)
    if pace == Pace.MEETING and not_after:
        at = min(at, not_after - LAST_DAY)
    return at if at > now else None
