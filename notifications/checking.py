"""The look just before sending: is this message still owed, and wanted?"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from notifications import kinds
from notifications.kinds import Channel, Frequency, Kind, Pace
from notifications.models import ChannelPreference, Delivery, GroupPreference
from notifications.pacing import wait_until
from people.working_time import working_time_of

State = Delivery.State
Wish = tuple[uuid.UUID, str, str]


@dataclass(frozen=True)
class Obstacle:
    """Why a delivery ends without being sent."""

    state: str
    reason: str


@dataclass(frozen=True)
class Later:
    """It stays owed, and may leave at `at` (aware UTC)."""

    at: dt.datetime


def load_subjects(batch: Iterable[Delivery]) -> None:
    """Read what a batch is about: one query per kind that says how."""
    ids = defaultdict(set)
    for delivery in batch:
        ids[delivery.kind].add(delivery.subject_id)
    for code, subject_ids in ids.items():
        kind = kinds.find(code)
        subjects = kind.subjects().in_bulk(subject_ids - {None}) if kind and kind.subjects else {}
        for delivery in batch:
            if delivery.kind == code:
                delivery.subject = subjects.get(delivery.subject_id)


def unwanted_by(batch: Iterable[Delivery]) -> set[Wish]:
    """(person, kind, channel) that was switched off, by itself or with its group, for a batch: two queries."""
    people = {delivery.recipient_id for delivery in batch}
    off = set(ChannelPreference.objects.filter(user__in=people, is_wanted=False).values_list("user", "kind", "channel"))
    groups = GroupPreference.objects.filter(user__in=people, frequency=Frequency.OFF)
    for user_id, group, channel in groups.values_list("user", "group", "channel"):
        off |= {(user_id, kind.code, channel) for kind in kinds.all_kinds() if kind.group == group}
    return off


def obstacle(delivery: Delivery, kind: Kind | None, unwanted: set[Wish], now: dt.datetime) -> Obstacle | Later | None:
    """What stands against sending it at `now`; None when nothing does. No query, once the organisation's zone is in the
    cache."""
    if kind is None:
        return Obstacle(State.CANCELLED, _("This version no longer sends messages of this kind."))
    if not delivery.recipient.is_active:
        return Obstacle(State.CANCELLED, _("The recipient is no longer active."))
    if kind.subjects and delivery.subject is None:
        return Obstacle(State.CANCELLED, _("What it was about no longer exists."))
    if delivery.not_after and delivery.not_after <= now:
        return Obstacle(State.EXPIRED, _("It was too late to be of use."))
    is_unwanted = kind.can_be_switched_off and (delivery.recipient_id, kind.code, delivery.channel) in unwanted
    if is_unwanted and not kind.is_owed_regardless(delivery):
        return Obstacle(State.SUPPRESSED, _("The recipient has switched this kind off."))
    if delivery.channel == Channel.EMAIL and not may_be_mailed(delivery.recipient.email):
        return Obstacle(State.SUPPRESSED, _("Outside production mail goes only to addresses on the allow-list."))
    return not_at_work(delivery, kind, now)


def not_at_work(delivery: Delivery, kind: Kind, now: dt.datetime) -> Obstacle | Later | None:
    """What waits for the reader's working time does so however it came to be late: night, weekend or holiday."""
    if delivery.pace == Pace.AT_ONCE:
        return until_return(delivery, kind, now)
    time = working_time_of(delivery.recipient)
    at = wait_until(delivery.pace, time, now, delivery.not_after)
    if at is None:
        return None
    if delivery.not_after and at >= delivery.not_after:
        return Obstacle(State.EXPIRED, _("The reader is not at work before it would be too late to be of use."))
    return Later(at)


def until_return(delivery: Delivery, kind: Kind, now: dt.datetime) -> Later | None:
    """In a leave the mail about what somebody else has just done waits as well, where it may come with others and is of
    use afterwards; in the app it is there at once."""
    if delivery.channel != Channel.EMAIL or not kind.can_be_gathered:
        return None
    time = working_time_of(delivery.recipient)
    if not time.is_away(now):
        return None
    back = time.next(now)
    return Later(back) if delivery.not_after is None or back < delivery.not_after else None


def may_be_mailed(address: str) -> bool:
    """Outside production real mail leaves only for MAIL_ALLOW_LIST: addresses, or domains written `@example.com`."""
    if settings.PRODUCTION or not settings.MAIL_IS_REAL:
        return True
    address = address.lower()
    allowed = {entry.strip().lower() for entry in settings.MAIL_ALLOW_LIST}
    return address in allowed or f"@{address.rpartition('@')[2]}" in allowed
