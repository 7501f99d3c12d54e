"""The look just before sending: is this message still owed, and wanted?"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from notifications import kinds
from notifications.kinds import Channel, Kind
from notifications.models import ChannelPreference, Delivery

State = Delivery.State
Wish = tuple[uuid.UUID, str, str]


@dataclass(frozen=True)
class Obstacle:
    """Why a delivery ends without being sent."""

    state: str
    reason: str


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
    """(person, kind, channel) that was switched off, for the people of a batch: one query."""
    people = {delivery.recipient_id for delivery in batch}
    off = ChannelPreference.objects.filter(user__in=people, is_wanted=False)
    return set(off.values_list("user", "kind", "channel"))


def obstacle(delivery: Delivery, kind: Kind | None, unwanted: set[Wish], now: dt.datetime) -> Obstacle | None:
    """What stands against sending it at `now`; None when nothing does."""
    if kind is None:
        return Obstacle(State.CANCELLED, _("This version no longer sends messages of this kind."))
    if not delivery.recipient.is_active:
        return Obstacle(State.CANCELLED, _("The recipient is no longer active."))
    if kind.subjects and delivery.subject is None:
        return Obstacle(State.CANCELLED, _("What it was about no longer exists."))
    if delivery.not_after and delivery.not_after <= now:
        return Obstacle(State.EXPIRED, _("It was too late to be of use."))
    if kind.can_be_switched_off and (delivery.recipient_id, kind.code, delivery.channel) in unwanted:
        return Obstacle(State.SUPPRESSED, _("The recipient has switched this kind off."))
    if delivery.channel == Channel.EMAIL and not may_be_mailed(delivery.recipient.email):
        return Obstacle(State.SUPPRESSED, _("Outside production mail goes only to addresses on the allow-list."))
    return None


def may_be_mailed(address: str) -> bool:
    """Outside production real mail leaves only for MAIL_ALLOW_LIST: addresses, or domains written `@example.com`."""
    if settings.PRODUCTION or not settings.MAIL_IS_REAL:
        return True
    address = address.lower()
    allowed = {entry.strip().lower() for entry in settings.MAIL_ALLOW_LIST}
    return address in allowed or f"@{address.rpartition('@')[2]}" in allowed
