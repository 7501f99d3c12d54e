"""What stands out about a proposed pair, in words: a first meeting of two departments, few hours in common, wishes."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from matchmaker import overlap_hours, utc_window
from matchmaker.working_hours import Window
from pairings.models import Pairing
from proposals.models import MatchRun

#: With fewer hours of the working day in common, dates are hard to find.
FEW_HOURS = 4
Link = tuple[object, object]


class WorkingDay(Protocol):
    """A person's working day, on the clock of their zone."""

    @property
    def time_zone(self) -> str: ...
    @property
    def works_from(self) -> dt.time: ...
    @property
    def works_until(self) -> dt.time: ...


class Working(WorkingDay, Protocol):
    """A person as far as flags look at them."""

    @property
    def department_id(self) -> uuid.UUID | None: ...


class Wished(Protocol):
    """A proposed pair as far as flags look at it."""

    @property
    def is_wished_by_junior(self) -> bool: ...
    @property
    def is_wished_by_senior(self) -> bool: ...
    @property
    def is_manual(self) -> bool: ...
    @property
    def is_pinned(self) -> bool: ...


@dataclass(frozen=True)
class Flag:
    """Something to see at a glance; `tone` as in `{% state %}`."""

    code: str
    text: str
    tone: str


@dataclass(frozen=True)
class Hours:
    """Hours of the working day in common, and how far the two clocks are apart."""

    shared: float
    apart: float

    @property
    def are_few(self) -> bool:
        return self.shared < FEW_HOURS

    def __str__(self) -> str:
        if not self.apart:
            return _("%(shared)s h in common, the same time zone") % {"shared": plain(self.shared)}
        return _("%(shared)s h in common, %(apart)s h apart") % {
            "shared": plain(self.shared),
            "apart": plain(self.apart),
        }


def plain(hours: float) -> str:
    """2, 2.5, 3.25: as many decimals as it takes."""
    return str(number_format(f"{hours:.2f}".rstrip("0").rstrip(".")))


def links_before(run: MatchRun) -> set[Link]:
    """The pairs of departments that had met in some pairing, of any cycle, before the run was done. One query."""
    agreed = Pairing.objects.filter(agreed_at__lt=run.finished_at or timezone.now()).order_by()
    departments = agreed.values_list("junior__user__department", "senior__user__department").distinct()
    return {link for first, second in departments for link in ((first, second), (second, first))}


def flags_of(pair: Wished, mentor: Working, leader: Working, hours: Hours, met: set[Link]) -> list[Flag]:
    """The flags of a pair, the most telling first; `met` are the departments that knew each other before."""
    flags = [_link(mentor, leader, met), _wish(pair), _hours(hours)]
    if pair.is_manual:
        flags.append(Flag("by_hand", _("By hand"), "neutral"))
    if pair.is_pinned:
        flags.append(Flag("pinned", _("Pinned"), "neutral"))
    return [flag for flag in flags if flag]


def _link(mentor: Working, leader: Working, met: set[Link]) -> Flag | None:
    mentor_department, leader_department = mentor.department_id, leader.department_id
    if (
        not mentor_department
        or not leader_department
        or mentor_department == leader_department
        or (mentor_department, leader_department) in met
    ):
        return None
    return Flag("new_link", _("First time these departments meet"), "accent")


def _wish(pair: Wished) -> Flag | None:
    if pair.is_wished_by_junior and pair.is_wished_by_senior:
        return Flag("wish", _("On each other's wish list"), "good")
    if pair.is_wished_by_senior:
        return Flag("wish", _("On the leader's wish list"), "good")
    return Flag("wish", _("On the mentor's wish list"), "good") if pair.is_wished_by_junior else None


def _hours(hours: Hours) -> Flag | None:
    return Flag("few_hours", str(hours), "attention") if hours.are_few else None


def hours_between(mentor: WorkingDay, leader: WorkingDay, default: str | None, on: dt.date) -> Hours:
    """What the working days of two people have in common on a date; `default` is the zone of who has none."""
    zones = mentor.time_zone or default or "UTC", leader.time_zone or default or "UTC"
    windows = [
        _window(zone, user.works_from, user.works_until, on) for zone, user in zip(zones, (mentor, leader), strict=True)
    ]
    return Hours(overlap_hours(*windows), _apart(zones[0], zones[1], on))


def _window(zone: str, works_from: dt.time, works_until: dt.time, on: dt.date) -> Window:
    return utc_window(zone, works_from, works_until, on)


def _apart(zone: str, other: str, on: dt.date) -> float:
    noon = dt.datetime.combine(on, dt.time(12))
    offsets = [noon.replace(tzinfo=ZoneInfo(name)).utcoffset() or dt.timedelta() for name in (zone, other)]
    return abs((offsets[0] - offsets[1]).total_seconds()) / 3600
