"""Several messages in one mail, in the morning: for those who like it so, and for kinds that can wait.

What can wait is put aside (state `gathered`) before it would be sent; the digest of a person names all that is put
aside for them by its hour; once it is sent they are sent too. What would be too late by then goes by itself.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from notifications import kinds
from notifications.checking import load_subjects, unwanted_by
from notifications.kinds import Channel, Context, Frequency, Kind, NoLongerDue, Pace
from notifications.models import Delivery, GroupPreference
from notifications.rendering import Site, render, this_site
from notifications.services import drop_gathered, prepare_deliveries
from people.models import User
from people.working_time import WorkingTime, working_times

State = Delivery.State
CODE = "digest_mail"
NINE = dt.time(9)
#: Days, leaves apart; nobody rests for so long.
LOOKS_AT_MOST = 40
OFF = Frequency.OFF
TOGETHER = (Frequency.DAILY, Frequency.WEEKLY)
#: How long after its hour a digest is still sent, for instance after an outage.
LATEST = dt.timedelta(days=4)
AT_MOST = 5000
Wishes = dict[tuple[uuid.UUID, str], str]


def frequency_of(kind: Kind, user_id: uuid.UUID, wishes: Wishes) -> str:
    """How soon a person gets the mails of a kind; `wishes` are theirs by person and group."""
    return wishes.get((user_id, kind.group)) or (Frequency.WEEKLY if kind.is_slow else Frequency.AT_ONCE)


def wishes_of(user_ids: Iterable[uuid.UUID], channel: str = Channel.EMAIL) -> Wishes:
    """What these people have chosen on a channel: one query."""
    chosen = GroupPreference.objects.filter(user__in=set(user_ids), channel=channel)
    return {(user, group): frequency for user, group, frequency in chosen.values_list("user", "group", "frequency")}


def hours_of(day: dt.date, step: int, frequency: str, time: WorkingTime) -> Iterator[dt.datetime]:
    """The hours of digests from a day on, forwards (1) or backwards (-1): nine on that person's working days, or on the
    first of each week of theirs. For whoever never works, every day."""
    one_day = dt.timedelta(days=step)
    for _look in range(LOOKS_AT_MOST):
        if time.away and time.is_away_on(day):
            day = (time.away[1] if step > 0 else time.away[0]) + one_day
        if is_day_of(frequency, time, day):
            yield dt.datetime.combine(day, hour_of_day(time), ZoneInfo(time.zone))
        day += one_day


def hour_of_day(time: WorkingTime) -> dt.time:
    """Nine, or when quiet hours end."""
    return next((max(opens, NINE) for opens, closes in time.hours if closes > NINE), time.hours[0][0])


def is_day_of(frequency: str, time: WorkingTime, date: dt.date) -> bool:
    """Whether a digest comes on that day."""
    if not time.works_on(date):
        return False
    since = (date.isoweekday() - first_of_week(time.days)) % 7
    earlier = (date - dt.timedelta(days=days) for days in range(1, since + 1))
    return frequency == Frequency.DAILY or not any(time.works_on(day) for day in earlier)


def first_of_week(days: str) -> int:
    """The working day (ISO) after the longest rest."""
    return max(map(int, days), key=lambda day: min((day - int(other) - 1) % 7 for other in days), default=1)


def hour_before(now: dt.datetime, frequency: str, time: WorkingTime) -> dt.datetime:
    """The last hour of a digest that is not after `now`."""
    today = now.astimezone(ZoneInfo(time.zone)).date()
    return next((hour for hour in hours_of(today, -1, frequency, time) if hour <= now), now)


def hour_after(now: dt.datetime, frequency: str, time: WorkingTime) -> dt.datetime:
    """The next hour of a digest after `now`."""
    today = now.astimezone(ZoneInfo(time.zone)).date()
    return next((hour for hour in hours_of(today, 1, frequency, time) if hour > now), now)


def gather(now: dt.datetime) -> int:
    """Put aside what is due at `now` (aware, UTC) and can wait for its reader's digest; returns how many. From then on
    it is due when it was put aside, which tells what a digest has named."""
    codes = [kind.code for kind in kinds.all_kinds() if kind.can_be_gathered]
    due = Delivery.objects.filter(state=State.PENDING, channel=Channel.EMAIL, kind__in=codes, due_at__lte=now)
    needed = ("pk", "kind", "channel", "recipient", "not_after", "pace", "created_at")
    rows = list(due.order_by("due_at").only(*needed)[:AT_MOST])
    people = {row.recipient_id for row in rows}
    wishes, times, unwanted = wishes_of(people), working_times(people), unwanted_by(rows)
    waiting = []
    for row in rows:
        if (row.recipient_id, row.kind, row.channel) in unwanted:
            continue
        hour = waits_until(row, now, frequency_of(kinds.get(row.kind), row.recipient_id, wishes), times)
        if hour and (row.not_after is None or hour < row.not_after):
            waiting.append(row.pk)
    return Delivery.objects.filter(pk__in=waiting, state=State.PENDING).update(state=State.GATHERED, due_at=now)


def waits_until(
    row: Delivery, now: dt.datetime, frequency: str, times: dict[uuid.UUID, WorkingTime]
) -> dt.datetime | None:
    """When it comes with others: in the next digest, or at once for who is back from a leave, during which it and
    others have waited; None where it comes by itself."""
    time = times[row.recipient_id]
    if frequency in TOGETHER:
        return hour_after(now, frequency, time)
    has_waited = row.pace != Pace.AT_ONCE or time.is_away(row.created_at)
    return now if has_waited and time.is_first_day_back(now) else None


def settle() -> None:
    """What a digest that went out has named is sent; what is too late for the next is not of use any more."""
    gathered = Delivery.objects.filter(state=State.GATHERED)
    # Only those that can have named something: of all that a person ever got, each would be asked about every minute.
    named = gathered.filter(recipient=OuterRef("recipient"), due_at__lte=OuterRef("due_at"))
    went = Delivery.objects.filter(Exists(named), kind=CODE, channel=Channel.EMAIL, state=State.SENT)
    for user_id, due_at, sent_at, message_id in went.values_list("recipient", "due_at", "sent_at", "message_id"):
        gathered.filter(recipient=user_id, due_at__lte=due_at).update(
            state=State.SENT, sent_at=sent_at, message_id=message_id
        )
    gathered.filter(not_after__lte=timezone.now()).finish(State.EXPIRED, _("It was too late to be of use."))


def plan(now: dt.datetime) -> Iterator[Delivery]:
    """A digest for everybody for whom something was put aside before the last hour of theirs."""
    settle()
    gathered = Delivery.objects.filter(state=State.GATHERED).order_by()
    rows = gathered.values_list("recipient", "kind").annotate(first=Min("due_at"))
    by_person: dict[uuid.UUID, list[tuple[str, dt.datetime]]] = defaultdict(list)
    for user_id, code, first in rows:
        by_person[user_id].append((code, first))
    wishes, times = wishes_of(by_person), working_times(by_person)
    for user_id, waiting in by_person.items():
        hours = [
            hour
            for code, first in waiting
            if (kind := kinds.find(code)) and (hour := hour_of(kind, user_id, wishes, now, times[user_id])) >= first
        ]
        if hours and now < max(hours) + LATEST:
            yield from digest_for(user_id, max(hours))


def hour_of(kind: Kind, user_id: uuid.UUID, wishes: Wishes, now: dt.datetime, time: WorkingTime) -> dt.datetime:
    """When what waits of a kind was last due to go; for somebody who meanwhile wants it at once: now."""
    frequency = frequency_of(kind, user_id, wishes)
    return hour_before(now, frequency, time) if frequency in TOGETHER else now


def digest_for(user_id: uuid.UUID, hour: dt.datetime) -> list[Delivery]:
    return prepare_deliveries(
        kind=CODE,
        recipients=[user_id],
        subject_id=user_id,
        occasion=hour.date().isoformat(),
        due_at=hour,
        not_after=hour + LATEST,
    )


def context(delivery: Delivery) -> Context:
    """What was put aside and is still due, the oldest first."""
    rows = Delivery.objects.filter(state=State.GATHERED, recipient=delivery.recipient_id, due_at__lte=delivery.due_at)
    waiting = list(rows.select_related("recipient").order_by("due_at", "pk"))
    load_subjects(waiting)
    site = this_site()
    items = [item for row in waiting if (item := item_of(row, site))]
    if not items:
        raise NoLongerDue(_("Nothing that was put aside is due any more."))
    return described(items)


def item_of(row: Delivery, site: Site) -> dict[str, str] | None:
    """Title and link of one message; None when it is not due any more."""
    kind = kinds.find(row.kind)
    if kind is None or (kind.subjects and row.subject is None):
        return None
    try:
        context = (kind.in_catch_up or kind.context)(row)
        words = render(kind, row.recipient, context, site, worded=site.worded(row.scope, kind), for_mail=False)
    except NoLongerDue:
        return None
    return {"title": words.title, "url": site.url(words.link)}


def described(items: list[dict[str, str]]) -> Context:
    return {"items": items, "n": len(items), "link": reverse("inbox"), "action": _("Open your messages")}


def sample(user: User) -> Context:
    return described([
        {"title": _("Your meeting with Jack Whitfield: how was it?"), "url": "/"},
        {"title": _("Due Thu 3 Dec: something you agreed with Jack Whitfield"), "url": "/"},
    ])  # fmt: skip


def itself() -> Any:
    """The reader, whom it is about."""
    return User.objects.all()


DIGEST = Kind(
    code=CODE,
    pace=Pace.WORKING_TIME,
    label=gettext_lazy("What can wait, in one mail"),
    why=gettext_lazy("You get this because these messages can wait, or because you like them together."),
    context=context,
    sample=sample,
    plan=plan,
    subjects=itself,
    channels=(Channel.EMAIL,),
    can_be_switched_off=False,
    fixed_because=gettext_lazy("It comes only when something is in it; how often, you choose above."),
    is_sent_again_after_a_crash=False,
)


@transaction.atomic
def save_frequencies(*, user: User, wanted: dict[tuple[str, str], str]) -> None:
    """Keep how soon a person wants the messages of each group, by group and channel; without a frequency it is as for
    everybody. What was put aside and is not wanted any more is dropped."""
    as_usual = [Q(group=group, channel=channel) for (group, channel), frequency in wanted.items() if not frequency]
    GroupPreference.objects.filter(reduce(or_, as_usual, Q(pk=None)), user=user).delete()
    GroupPreference.objects.bulk_create(
        [
            GroupPreference(user=user, group=group, channel=channel, frequency=frequency)
            for (group, channel), frequency in wanted.items()
            if frequency
        ],
        update_conflicts=True,
        unique_fields=["user", "group", "channel"],
        update_fields=["frequency"],
    )
    off = {group for (group, channel), frequency in wanted.items() if channel == Channel.EMAIL and frequency == OFF}
    drop_gathered(user.pk, [kind.code for kind in kinds.all_kinds() if kind.group in off])
