"""What to think about before a meeting is planned: working hours, other meetings, clocks that drift apart."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pairings.models import Pairing
from people.models import User
from sessions.calendar import difference_changes, is_outside_hours
from sessions.form_data import Slot
from sessions.models import Meeting

LONGEST = dt.timedelta(hours=8)


@dataclass(frozen=True)
class Outlook:
    """What somebody who books should see before it is done; `cautions` are sentences, in order."""

    slots: Sequence[Slot]
    cautions: Sequence[str]

    @property
    def digest(self) -> str:
        """What was seen: a confirmation given for other times or other cautions does not count."""
        shown_texts = [f"{slot.starts_at.isoformat()} {slot.minutes}" for slot in self.slots] + list(self.cautions)
        return hashlib.sha256("\n".join(shown_texts).encode()).hexdigest()[:24]


def booked_for(pairing: Pairing, by: User) -> User:
    """Whose calendar the one who books looks after: one's own, or the leader's."""
    return by if pairing.side_of(by) else pairing.senior.user


def outlook(pairing: Pairing, slots: Sequence[Slot], by: User) -> Outlook:
    """One query, whatever the number of slots."""
    person = booked_for(pairing, by)
    other = pairing.partner_of(person)
    cautions = [
        *outside_hours(slots, person, by),
        *outside_hours(slots, other, by),
        *clashes(slots, person, by, pairing),
        *drifting_clocks(slots, person, other),
    ]
    return Outlook(slots, cautions)


def outside_hours(slots: Sequence[Slot], person: User, by: User) -> list[str]:
    """One sentence about the slots that leave a person's working hours, on that person's clock."""
    outside = [
        slot
        for slot in slots
        if is_outside_hours(slot.starts_at, slot.minutes, person.zone, person.works_from, person.works_until)
    ]
    if not outside:
        return []
    text = _("%(when)s: outside your working hours, Monday to Friday %(span)s.")
    if person != by:
        text = _("%(when)s for %(name)s: outside their working hours, Monday to Friday %(span)s.")
    span = f"{person.works_from:%H:%M}–{person.works_until:%H:%M}"
    return [text % {"when": listed(outside, person), "name": person.short_name, "span": span}]


def listed(slots: Sequence[Slot], person: User) -> str:
    """The first three, on that person's clock."""
    times = [date_format(timezone.localtime(slot.starts_at, person.zone), "D j M, H:i") for slot in slots[:3]]
    more = len(slots) - len(times)
    return "; ".join(times) + (_(" and %(n)s more") % {"n": more} if more else "")


def clashes(slots: Sequence[Slot], person: User, by: User, pairing: Pairing) -> list[str]:
    """Planned meetings of the person with others that touch one of the slots; those of the two are asked about."""
    first, last = min(slot.starts_at for slot in slots), max(slot.starts_at for slot in slots)
    meetings = (
        Meeting.objects.planned().shared_by(person).filter(starts_at__gt=first - LONGEST, starts_at__lt=last + LONGEST)
    )
    sentences = []
    for other in meetings.exclude(pairing=pairing).select_related("pairing__junior__user", "pairing__senior__user"):
        if any(touch(slot, other) for slot in slots):
            at = date_format(timezone.localtime(other.starts_at, person.zone), "D j M, H:i")
            names = {"when": at, "name": other.pairing.partner_of(person).name, "who": person.short_name}
            text = (
                _("You already meet %(name)s on %(when)s.")
                if person == by
                else _("%(who)s already meets %(name)s on %(when)s.")
            )
            sentences.append(text % names)
    return sentences


def touch(slot: Slot, other: Meeting) -> bool:
    ends_at = slot.starts_at + dt.timedelta(minutes=slot.minutes)
    return slot.starts_at < other.ends_at and other.starts_at < ends_at


def drifting_clocks(slots: Sequence[Slot], person: User, other: User) -> list[str]:
    now = timezone.now()
    if any(difference_changes(now, slot.starts_at, person.zone, other.zone) for slot in slots):
        return [_("The clocks change before then, and not on the same day in both places: check the other's time.")]
    return []
