"""After a day without workers: what was due meanwhile reaches each person in one mail, not in ten.

Whoever plans or sends notices by its own mark that nobody did for so long. For the hour after that, what had been due
before and may come together is put aside, and a digest names it at once, with a review that is open. Calendar entries,
questions that wait for an answer and what keeps accounts safe go by themselves, as ever.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator
from itertools import batched

from django.conf import settings

from notifications import digest, kinds, marks
from notifications.checking import unwanted_by
from notifications.kinds import Channel, Kind, Pace
from notifications.models import Delivery, Mark
from people.working_time import working_times

State = Delivery.State
BACK = "back_after_silence"
MAIL_WENT_ON = "mail_went_on"
#: So long after work began again it is still looked for what had been due before.
LASTS = dt.timedelta(hours=1)
#: What would be of no use so shortly after the digest goes by itself.
JUST_IN_TIME = dt.timedelta(minutes=15)
BATCH = 1000


def back_since(sign: str, now: dt.datetime) -> dt.datetime | None:
    """Since when work goes on again that had stood still for a day, by the mark of that name; None where it had not, or
    an hour ago. One query as a rule."""
    silence = dt.timedelta(hours=settings.CATCH_UP_AFTER_HOURS)
    if not silence:
        return None
    seen = dict(Mark.objects.filter(name__in=[sign, BACK]).values_list("name", "at"))
    if sign in seen and now - seen[sign] >= silence:
        marks.mark(BACK, now)
        return now
    back = seen.get(BACK)
    return back if back and back > now - LASTS else None


def may_come_together(row: Delivery, kind: Kind | None) -> bool:
    """Whether a late mail may be named in a digest; also the reminder of a meeting, since that one leaves at once."""
    if kind is None or row.channel != Channel.EMAIL or not kind.can_be_switched_off:
        return False
    is_told_plainly = not (kind.is_secret or kind.is_quiet) and kind.keeps_words
    return is_told_plainly and (kind.may_wait or row.pace != Pace.AT_ONCE)


def late_keys(rows: Collection[Delivery], back: dt.datetime, now: dt.datetime) -> set[str]:
    """The keys of those that the catch-up mail is to name; a constant number of queries."""
    late = [row for row in rows if row.due_at <= back and may_come_together(row, kinds.find(row.kind))]
    if not late:
        return set()
    people = {row.recipient_id for row in late}
    unwanted, hours = unwanted_by(late), hours_of(people, now)
    return {
        row.key
        for row in late
        if (row.recipient_id, row.kind, row.channel) not in unwanted
        and (row.not_after is None or hours[row.recipient_id] + JUST_IN_TIME < row.not_after)
    }


def hours_of(people: Collection[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, dt.datetime]:
    """When each gets the mail: as soon as they work, or the next morning where today's is there already."""
    times = working_times(people)
    recent = Delivery.objects.filter(kind=digest.CODE, recipient__in=people, due_at__gt=now - dt.timedelta(days=1))
    had_one = set(recent.order_by().values_list("recipient", flat=True))
    return {
        person: digest.hour_after(now, kinds.Frequency.DAILY, time) if person in had_one else time.next(now)
        for person, time in times.items()
    }


def put_aside(rows: Iterable[Delivery], back: dt.datetime, now: dt.datetime) -> Iterator[Delivery]:
    """Rows that are being planned; the late ones wait for the digest from the beginning."""
    for batch in batched(rows, BATCH):
        late = late_keys(batch, back, now)
        for row in batch:
            if row.key in late:
                row.state = State.GATHERED
            yield row


def gather(now: dt.datetime) -> None:
    """What was written down before nobody was there to send it. Called before anything is sent."""
    back = back_since(MAIL_WENT_ON, now)
    if back is None:
        return
    due = Delivery.objects.filter(state=State.PENDING, channel=Channel.EMAIL, due_at__lte=back).order_by("due_at")
    rows = list(due.only("pk", "key", "kind", "channel", "recipient", "not_after", "pace", "due_at")[: digest.AT_MOST])
    late = late_keys(rows, back, now)
    waiting = [row.pk for row in rows if row.key in late]
    Delivery.objects.filter(pk__in=waiting, state=State.PENDING).update(state=State.GATHERED, due_at=now)
    ride_along(back, now)


def ride_along(back: dt.datetime, now: dt.datetime) -> None:
    """Whoever gets a catch-up mail reads there of a review too, in words that are the same whether they have answered
    or not; to others its mail goes by itself. Neither depends on who has answered. Its hour stays what it was, before
    that of the digest, which may be written down already."""
    quiet = [kind.code for kind in kinds.all_kinds() if kind.in_catch_up]
    due = Delivery.objects.filter(state=State.PENDING, channel=Channel.EMAIL, kind__in=quiet, due_at__lte=back)
    rows = list(due.only("pk", "kind", "channel", "recipient", "not_after")[: digest.AT_MOST])
    gathered = Delivery.objects.filter(state=State.GATHERED, recipient__in={row.recipient_id for row in rows})
    people = set(gathered.exclude(kind__in=quiet).order_by().values_list("recipient", flat=True))
    unwanted, hours = unwanted_by(rows), hours_of(people, now)
    waiting = [
        row.pk
        for row in rows
        if row.recipient_id in people
        and (row.recipient_id, row.kind, row.channel) not in unwanted
        and (row.not_after is None or hours[row.recipient_id] + JUST_IN_TIME < row.not_after)
    ]
    Delivery.objects.filter(pk__in=waiting, state=State.PENDING).update(state=State.GATHERED)


def note_mail_goes_on(now: dt.datetime) -> None:
    """Somebody sends, and the mail server takes it or has nothing to take."""
    if settings.CATCH_UP_AFTER_HOURS:
        marks.mark(MAIL_WENT_ON, now)
