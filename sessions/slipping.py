"""Which pairs are slipping: the second meeting in a row was missed, cancelled, or not planned when due.

A meeting is due 1.5 times the agreed cadence after the last one, and again every cadence after that. A pair
that has planned a next meeting is not overdue. A cancelled meeting counts unless an earlier one is still to come;
a meeting that nobody has logged counts only once it is taken for missed. One of which the two tell different things
is no lapse, and ends no row of lapses. After a pause of the program's own all begins anew. One that a side has wanted
forgives nothing: it merely stops the clock, and what was called off because of it counts.
"""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import transaction
from django.db.models import F, Max, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from pairings.models import Pairing, PastHold
from pairings.querysets import PairingQuerySet
from sessions.models import Meeting, MeetingChange, Rhythm
from sessions.querysets import HELD, MeetingQuerySet
from sessions.slipping_todos import alarm, settle

SLIPS_AT = 2
DUE_AFTER = 1.5
SPANS: tuple[Literal["last_held_at", "last_at", "next_at"], ...] = ("last_held_at", "last_at", "next_at")
LOOKS_BACK = dt.timedelta(days=400)


@dataclass(frozen=True)
class Course:
    """What counts of a pairing's meetings; instants are aware."""

    opened_at: dt.datetime
    cadence: dt.timedelta
    last_held_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    next_at: dt.datetime | None = None
    lapsed_at: tuple[dt.datetime, ...] = ()
    resumed_at: dt.datetime | None = None
    rests: tuple[tuple[dt.datetime, dt.datetime], ...] = ()

    def lapses(self, now: dt.datetime) -> int:
        """How many meetings in a row did not come about, since the last one held."""
        since = max(filter(None, (self.last_held_at, self.resumed_at)), default=dt.datetime.min.replace(tzinfo=dt.UTC))
        until = self.next_at or dt.datetime.max.replace(tzinfo=dt.UTC)
        return sum(since < at < until for at in self.lapsed_at) + self.overdue(now)

    def overdue(self, now: dt.datetime) -> int:
        """How many meetings should have been planned since the last one; 0 while one is planned."""
        if self.next_at is not None:
            return 0
        since = max(filter(None, (self.opened_at, self.resumed_at, self.last_at)))
        cadences = (now - since - self.rested(since)) / self.cadence
        return max(0, int(cadences - DUE_AFTER + 1))

    def rested(self, since: dt.datetime) -> dt.timedelta:
        """How long it was paused since then; several may have held it at once."""
        whole, until = dt.timedelta(), since
        for begins, ends in sorted(self.rests):
            whole += max(dt.timedelta(), ends - max(begins, until))
            until = max(until, ends)
        return whole


def refresh_rhythms(pairings: PairingQuerySet, now: dt.datetime | None = None) -> None:
    """Work out anew how many meetings in a row the pairings let slip, and tell the program team of new cases.

    A constant number of queries. All is read before anything is written, so that a long look holds up nobody.
    """
    now = now or timezone.now()
    known = {
        rhythm.pairing_id: rhythm for rhythm in Rhythm.objects.filter(pairing__in=pairings.order_by().values("pk"))
    }
    lapses = {pk: course.lapses(now) for pk, course in courses(pairings, now).items()}
    changed: list[Rhythm] = []
    started: list[uuid.UUID] = []
    recovered: list[uuid.UUID] = []
    for pk in lapses.keys() | known.keys():
        rhythm = known.get(pk) or Rhythm(pairing_id=pk)
        number, was_slipping = lapses.get(pk, 0), rhythm.slipping_since is not None
        if rhythm.lapses == number and was_slipping == (number >= SLIPS_AT):
            continue
        rhythm.lapses = number
        rhythm.slipping_since = (rhythm.slipping_since or now) if number >= SLIPS_AT else None
        changed.append(rhythm)
        if was_slipping != (number >= SLIPS_AT):
            (recovered if was_slipping else started).append(pk)
    if changed:
        write(changed, recovered, started, now)


@transaction.atomic
def write(changed: list[Rhythm], recovered: list[uuid.UUID], started: list[uuid.UUID], now: dt.datetime) -> None:
    keep(changed)
    if recovered:
        settle(recovered)
    if started:
        alarm(started, now)


def pairings_changed(pairings: Sequence[Pairing], change: str) -> None:
    """A pair that ends or is paused slips no more; one that goes on is looked at again."""
    refresh_rhythms(Pairing.objects.filter(pk__in=[pairing.pk for pairing in pairings]))


def keep(rhythms: Iterable[Rhythm]) -> None:
    Rhythm.objects.bulk_create(
        rhythms,
        update_conflicts=True,
        unique_fields=["pairing"],
        update_fields=["lapses", "slipping_since"],
        batch_size=500,
    )


def courses(pairings: PairingQuerySet, now: dt.datetime) -> dict[uuid.UUID, Course]:
    """The course of each pairing whose two are supposed to meet: four queries, whatever their number."""
    rows = list(
        pairings.order_by()
        .meeting()
        .values_list(
            "pk",
            "resumed_at",
            Coalesce("opened_at", "agreed_at", "proposed_at"),
            Coalesce(F("agreement__cadence_weeks"), F("cycle__program__cadence_weeks")),
        )
    )
    found = Meeting.objects.filter(
        pairing__in=pairings.order_by().meeting().values("pk"), starts_at__gte=now - LOOKS_BACK
    )
    spans, lapsed, rests = spans_of(found, now), lapsed_of(found), rests_of(pairings)
    return {
        pk: Course(
            opened_at,
            dt.timedelta(weeks=weeks),
            **spans.get(pk, {}),
            lapsed_at=tuple(lapsed.get(pk, ())),
            resumed_at=resumed_at,
            rests=tuple(rests.get(pk, ())),
        )
        for pk, resumed_at, opened_at, weeks in rows
    }


def spans_of(found: MeetingQuerySet, now: dt.datetime) -> dict[uuid.UUID, dict[str, Any]]:
    """Per pairing: the last meeting held, the last one of any kind, the next one planned."""
    rows = (
        found.order_by()
        .values("pairing")
        .annotate(
            last_held_at=Max("starts_at", filter=HELD),
            last_at=Max("starts_at", filter=Q(starts_at__lte=now)),
            next_at=Min("starts_at", filter=Q(state=Meeting.State.PLANNED, starts_at__gt=now)),
        )
    )
    return {row["pairing"]: {name: row[name] for name in SPANS} for row in rows}


def lapsed_of(found: MeetingQuerySet) -> dict[uuid.UUID, list[dt.datetime]]:
    """Per pairing: when the meetings were that did not come about, save those the program called off of its own."""
    by_program = MeetingChange.objects.filter(
        kind=MeetingChange.Kind.CANCELLED, by_side=MeetingChange.Who.PROGRAM, counts_for=""
    ).values("meeting")
    not_held = found.filter(state__in=[Meeting.State.MISSED, Meeting.State.CANCELLED], is_disputed=False)
    rows = not_held.exclude(pk__in=by_program)
    lapsed: dict[uuid.UUID, list[dt.datetime]] = defaultdict(list)
    for pk, starts_at in rows.order_by().values_list("pairing", "starts_at"):
        lapsed[pk].append(starts_at)
    return lapsed


def rests_of(pairings: PairingQuerySet) -> dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]]:
    """Per pairing: from when to when it was paused, by whomever."""
    rests: dict[uuid.UUID, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    past = PastHold.objects.filter(pairing__in=pairings.order_by().meeting().values("pk")).order_by()
    for pk, began_at, ended_at in past.values_list("pairing", "began_at", "ended_at"):
        rests[pk].append((began_at, ended_at))
    return rests
