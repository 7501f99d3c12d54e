"""What to think about before a meeting is planned: working hours, other meetings, clocks that drift apart."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pairings.models import Pairing
from people.models import User
from people.working_time import days_in_words, is_holiday, working_time_of
from sessions.calendar import Hours, difference_changes
from sessions.form_data import Slot
from sessions.models import Meeting
from sessions.querysets import MeetingQuerySet

LONGEST = dt.timedelta(hours=8)
OWN_FREE_TIME = {
    "outside": gettext_lazy("%(when)s: outside your working hours, %(days)s %(span)s."),
    "holiday": gettext_lazy("%(when)s: a public holiday where you are."),
    "leave": gettext_lazy("%(when)s: you are away until %(until)s."),
}
FREE_TIME = {
    "outside": gettext_lazy("%(when)s for %(name)s: outside their working hours, %(days)s %(span)s."),
    "holiday": gettext_lazy("%(when)s for %(name)s: a public holiday where they are."),
    "leave": gettext_lazy("%(when)s for %(name)s: away until %(until)s."),
}


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
    """Two queries, whatever the number of slots."""
    person = booked_for(pairing, by)
    other = pairing.partner_of(person)
    cautions = [
        *[caution for party in (person, other) for caution in free_time(slots, party, by)],
        *clashes(slots, person, by, pairing),
        *is_not_free(slots, other, by, pairing),
        *drifting_clocks(slots, person, other),
    ]
    return Outlook(slots, cautions)


def hours_of(person: User, reader: User) -> Hours:
    """When the person can be met, as the reader may know it: a leave only of one's own, or of which one is told."""
    time, leave = working_time_of(person), leave_of(person, reader)

    def works_on(day: dt.date) -> bool:
        is_away = leave is not None and leave[0] <= day <= leave[1]
        return str(day.isoweekday()) in time.days and not is_holiday(time.country, day) and not is_away

    return Hours(person.zone, person.works_from, person.works_until, works_on)


def leave_of(person: User, reader: User) -> tuple[dt.date, dt.date] | None:
    if person == reader and person.away_from and person.away_until:
        return person.away_from, person.away_until
    return person.told_leave


def free_time(slots: Sequence[Slot], person: User, by: User) -> list[str]:
    """A sentence each about the slots outside a person's working hours, on a holiday and in a leave, on their clock."""
    time, leave = working_time_of(person), leave_of(person, by)
    usual = Hours(person.zone, person.works_from, person.works_until, lambda day: str(day.isoweekday()) in time.days)
    slots_outside: dict[str, list[Slot]] = {"outside": [], "holiday": [], "leave": []}
    for slot in slots:
        day = slot.starts_at.astimezone(person.zone).date()
        if leave and leave[0] <= day <= leave[1]:
            slots_outside["leave"].append(slot)
        elif is_holiday(time.country, day):
            slots_outside["holiday"].append(slot)
        elif usual.leaves_out(slot.starts_at, slot.minutes):
            slots_outside["outside"].append(slot)
    names = {
        "name": person.short_name,
        "span": f"{person.works_from:%H:%M}–{person.works_until:%H:%M}",
        "days": days_in_words(time.days),
        "until": date_format(leave[1], "D j M") if leave else "",
    }
    texts = OWN_FREE_TIME if person == by else FREE_TIME
    return [str(texts[why]) % (names | {"when": listed(them, person)}) for why, them in slots_outside.items() if them]


def listed(slots: Sequence[Slot], person: User) -> str:
    """The first three, on that person's clock."""
    times = [date_format(timezone.localtime(slot.starts_at, person.zone), "D j M, H:i") for slot in slots[:3]]
    more = len(slots) - len(times)
    return "; ".join(times) + (_(" and %(n)s more") % {"n": more} if more else "")


def clashes(slots: Sequence[Slot], person: User, by: User, pairing: Pairing) -> list[str]:
    """Planned meetings of the person with others that touch one of the slots; those of the two are asked about."""
    sentences = []
    for other in with_others(slots, person, pairing).select_related("pairing__junior__user", "pairing__senior__user"):
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


def with_others(slots: Sequence[Slot], person: User, pairing: Pairing) -> MeetingQuerySet:
    """Planned meetings of the person besides those of the pairing, about the time of the slots."""
    first, last = min(slot.starts_at for slot in slots), max(slot.starts_at for slot in slots)
    about = Meeting.objects.planned().filter(starts_at__gt=first - LONGEST, starts_at__lt=last + LONGEST)
    return about.shared_by(person).exclude(pairing=pairing)


def is_not_free(slots: Sequence[Slot], person: User, by: User, pairing: Pairing) -> list[str]:
    """That the other one meets somebody then, as any calendar shows it: neither whom, nor what, nor for how long.

    Who books for the leader is told no more of the mentor either.
    """
    times = list(with_others(slots, person, pairing))
    taken = [slot for slot in slots if any(touch(slot, other) for other in times)]
    if not taken:
        return []
    return [_("%(when)s: %(name)s is not free then.") % {"when": listed(taken, by), "name": person.short_name}]


def double_bookings(meetings: Sequence[Meeting], person: User) -> list[tuple[Meeting, Meeting]]:
    """Those of the meetings of one pairing, each with another one that the person has at that time, in order of time.
    Both are that person's own. One query."""
    slots = [Slot(meeting.starts_at, meeting.minutes, meeting.channel) for meeting in meetings]
    if not slots:
        return []
    others = with_others(slots, person, meetings[0].pairing).select_related(
        "pairing__junior__user", "pairing__senior__user"
    )
    others = others.order_by("starts_at", "pk")
    return [
        (meeting, other)
        for other in others
        for meeting, slot in zip(meetings, slots, strict=True)
        if touch(slot, other)
    ]


def touch(slot: Slot, other: Meeting) -> bool:
    ends_at = slot.starts_at + dt.timedelta(minutes=slot.minutes)
    return slot.starts_at < other.ends_at and other.starts_at < ends_at


def drifting_clocks(slots: Sequence[Slot], person: User, other: User) -> list[str]:
    now = timezone.now()
    if any(difference_changes(now, slot.starts_at, person.zone, other.zone) for slot in slots):
        return [_("The clocks change before then, and not on the same day in both places: check the other's time.")]
    return []
