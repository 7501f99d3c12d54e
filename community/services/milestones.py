"""Milestones: noted from facts, once each, set by set."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, RowRange, Window
from django.utils import timezone

from community.models import Milestone
from notifications.models import Delivery
from notifications.services import prepare_deliveries
from notifications.wake_worker import wake_after_commit
from pairings.models import Impact, Objective, Pairing
from pairings.querysets import RUNNING
from sessions.models import ActionItem, Meeting

REACHED = "milestone_reached"
IN_A_ROW = 3
BATCH = 500
#: Names a milestone by its pairing and kind, so that two workers at once make one.
SPACE = uuid.UUID("6b0f5a52-7c0e-4f0c-9a0b-0d6f6f1f6c11")
Kind = Milestone.Kind
Pairs = QuerySet[Pairing, Any]

SETTLED = (Meeting.State.HELD, Meeting.State.MISSED, Meeting.State.CANCELLED)


def _held() -> QuerySet[Meeting, Any]:
    return Meeting.objects.filter(pairing=OuterRef("pk"), state=Meeting.State.HELD).order_by()


def _have_met(pairs: Pairs) -> Pairs:
    return pairs.filter(Exists(_held()))


def _three_in_a_row(pairs: Pairs) -> Pairs:
    """Of the meetings whose time has come, three that follow each other."""
    held_lately = Window(
        Count("pk", filter=Q(state=Meeting.State.HELD)), partition_by="pairing", order_by=["starts_at", "pk"],
        frame=RowRange(start=1 - IN_A_ROW, end=0),
    )  # fmt: skip
    settled = Meeting.objects.filter(pairing__in=pairs.order_by().values("pk"), state__in=SETTLED).order_by()
    return pairs.filter(pk__in=settled.annotate(lately=held_lately).filter(lately=IN_A_ROW).values("pairing"))


def _half_way(pairs: Pairs) -> Pairs:
    """Half of the meetings that the program aims at."""
    held = Q(meetings__state=Meeting.State.HELD)
    return pairs.annotate(n=Count("meetings", filter=held)).filter(n__gte=(F("cycle__program__meetings_goal") + 1) / 2)


def _reached_an_objective(pairs: Pairs) -> Pairs:
    return pairs.filter(Exists(Objective.objects.filter(pairing=OuterRef("pk"), progress=100)))


def _kept_a_promise(pairs: Pairs) -> Pairs:
    seen = ActionItem.objects.filter(kind=ActionItem.Kind.COMMITMENT, seen=ActionItem.Seen.SEEN)
    return pairs.filter(Exists(seen.filter(pairing=OuterRef("pk"))))


def _have_changed_something(pairs: Pairs) -> Pairs:
    confirmed = Impact.objects.standing().filter(confirmed_at__isnull=False)
    return pairs.filter(Exists(confirmed.filter(pairing=OuterRef("pk"))))


def _completed(pairs: Pairs) -> Pairs:
    """With the cycle, not with a change of partners."""
    return pairs.filter(state=Pairing.State.COMPLETED, last_on__isnull=True)


def _of_second_rotation(pairs: Pairs) -> Pairs:
    """Those that began on the second day on which partners have changed in their cycle: the same for all of it."""
    in_cycle = Pairing.objects.filter(cycle=OuterRef("cycle"), opened_at__isnull=False, starts_on__isnull=False)
    earlier = in_cycle.filter(starts_on__lt=OuterRef("starts_on")).order_by().values("cycle")
    days = earlier.annotate(n=Count("starts_on", distinct=True)).filter(n=1)
    return pairs.filter(Exists(days), starts_on__isnull=False)


CONDITIONS: dict[Kind, Callable[[Pairs], Pairs]] = {
    Kind.FIRST_MEETING: _have_met,
    Kind.THREE_IN_A_ROW: _three_in_a_row,
    Kind.HALF_WAY: _half_way,
    Kind.OBJECTIVE: _reached_an_objective,
    Kind.COMMITMENT: _kept_a_promise,
    Kind.IMPACT: _have_changed_something,
    Kind.COMPLETED: _completed,
    Kind.SECOND_ROTATION: _of_second_rotation,
}


def due_pairs(kind: Kind) -> Pairs:
    """Pairs that have come to it and of which it is not noted. What is over counts no more, but for having completed
    it."""
    states = (*RUNNING, Pairing.State.COMPLETED) if kind == Kind.COMPLETED else RUNNING
    noted = Milestone.objects.filter(pairing=OuterRef("pk"), kind=kind)
    pairs = Pairing.objects.filter(~Exists(noted), state__in=states, opened_at__isnull=False).order_by("pk")
    return CONDITIONS[kind](pairs)


def note_milestones(now: dt.datetime | None = None) -> int:
    """Note what pairs have come to since the last time, and tell both in the inbox; returns how many. `now` is aware.
    A query for each kind of milestone, and few for each batch."""
    milestones = list(_due(now or timezone.now()))
    for batch in batched(milestones, BATCH):
        _keep(list(batch))
    return len(milestones)


def _due(now: dt.datetime) -> Iterator[Milestone]:
    for kind in CONDITIONS:
        for pairing in due_pairs(kind).select_related("cycle", "junior", "senior"):
            name = uuid.uuid5(SPACE, f"{pairing.pk}:{kind}")
            yield Milestone(pk=name, pairing=pairing, kind=kind, noted_at=now)


@transaction.atomic
def _keep(milestones: list[Milestone]) -> None:
    Milestone.objects.bulk_create(milestones, ignore_conflicts=True)
    rows = [row for milestone in milestones for row in _to_both(milestone)]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)
    wake_after_commit()


def _to_both(milestone: Milestone) -> list[Delivery]:
    pairing = milestone.pairing
    two = [pairing.junior.user_id, pairing.senior.user_id]
    return prepare_deliveries(kind=REACHED, recipients=two, subject_id=milestone.pk, scope=pairing.cycle.program_id)
