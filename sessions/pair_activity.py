"""How the pairs of a program meet, for those who run it: facts only, the slipping pairs first."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from frame.lists import page_of
from pairings.models import Pairing
from pairings.querysets import PairingQuerySet
from people.models import User
from people.search import named
from programs import tabs
from programs.models import Cycle, Program
from sessions.meeting_dots import SHOWN as SHOWN_MEETINGS
from sessions.meeting_dots import Fact, strip_of
from sessions.models import Meeting, MeetingChange, SessionLog
from sessions.models.meeting import DISPUTED
from sessions.querysets import HELD, MEETING_STATES

Text = str | Promise
NAMES = ("first_name", "last_name", "preferred_name")
SHOWN = (
    "state", "cycle", "rhythm__lapses", "rhythm__slipping_since",
    *(f"{side}__user__{name}" for side in ("junior", "senior") for name in NAMES),
)  # fmt: skip
LISTED = ("active", "closing", "paused", "completed")


@dataclass(frozen=True)
class Row:
    """One pair as the program team may see it. `last_log_on` is a date in the reader's zone, never a time."""

    pairing: Pairing
    strip: Sequence[tuple[str, str]]
    held: int
    planned: int
    next_at: dt.datetime | None
    unlogged: int
    disputed: int
    lapses: int
    is_slipping: bool
    last_log_on: dt.date | None


def overseen_pairs(cycle: Cycle, user: User) -> PairingQuerySet:
    """The pairs of a cycle that have begun to meet, save those the reader is a party of."""
    return Pairing.objects.overseen_by(user).filter(cycle=cycle, state__in=LISTED)


FILTERS: dict[str, Text] = {
    "slipping": _("Slipping"),
    "unlogged": _("Not logged"),
    "disputed": _("Told differently"),
    "unplanned": _("Nothing planned"),
    "paused": _("Paused"),
    "completed": _("Completed"),
}


def conditions(now: dt.datetime) -> dict[str, Q]:
    """What each of FILTERS means."""
    meetings = Meeting.objects.order_by()
    meets = Q(state__in=MEETING_STATES)
    return {
        "meets": meets,
        "slipping": Q(rhythm__slipping_since__isnull=False),
        "unlogged": Q(pk__in=meetings.to_log(now).values("pairing")),
        "disputed": Q(pk__in=meetings.disputed().values("pairing")),
        "unplanned": meets & ~Q(pk__in=meetings.upcoming(now).values("pairing")),
        "paused": Q(state="paused"),
        "completed": Q(state="completed"),
    }


def wanted(show: str, search: str, now: dt.datetime) -> Q:
    """The pairings that one of FILTERS leaves, and whose names hold the words searched for."""
    condition = conditions(now)[show] if show in FILTERS else Q()
    return condition & named(search, "junior__user", "senior__user")


def in_order(pairs: PairingQuerySet) -> PairingQuerySet:
    """Those that slip longest first, then by name."""
    slipping = F("rhythm__slipping_since").asc(nulls_last=True)
    return pairs.order_by(slipping, "junior__user__last_name", "junior__user__first_name", "pk")


def rows_of(pairs: Sequence[Pairing], reader: User) -> list[Row]:
    """The rows of one page; one query for all their meetings."""
    now = timezone.now()
    meetings = meetings_by_pair([pairing.pk for pairing in pairs], now)
    return [row_of(pairing, meetings.get(pairing.pk, Meetings()), reader) for pairing in pairs]


@dataclass
class Meetings:
    """The meetings of one pair: how many were held, have come, came without a word of what happened, and are told
    differently by the two; when the next one is; and the latest ones in order of time. No place, no text."""

    held: int = 0
    come: int = 0
    unlogged: int = 0
    disputed: int = 0
    next_at: dt.datetime | None = None
    latest: list[Fact] = field(default_factory=list)


def meetings_by_pair(ids: Sequence[uuid.UUID], now: dt.datetime) -> dict[uuid.UUID, Meetings]:
    """One query, which brings no more of each pair's meetings than a strip shows."""
    is_planned, come = Q(state=Meeting.State.PLANNED), Q(starts_at__lte=now)
    columns = {
        "held": Count("pk", filter=HELD),
        "come": Count("pk", filter=come),
        "unlogged": Count("pk", filter=is_planned & come),
        "disputed": Count("pk", filter=Q(is_disputed=True)),
        "next_at": Min("starts_at", filter=is_planned & ~come),
    }
    moves = MeetingChange.objects.filter(meeting=OuterRef("pk"), kind=MeetingChange.Kind.MOVED)
    rows = Meeting.objects.filter(pairing__in=ids).annotate(
        **{name: Window(of_all, partition_by="pairing") for name, of_all in columns.items()},
        nth=Window(RowNumber(), partition_by="pairing", order_by=F("starts_at").desc()),
        is_moved=Exists(moves),
    )
    by_pair: dict[uuid.UUID, Meetings] = {}
    shown_rows = rows.filter(nth__lte=SHOWN_MEETINGS).order_by("starts_at")
    for pk, state, is_disputed, starts_at, is_moved, *numbers in shown_rows.values_list(
        "pairing", "state", "is_disputed", "starts_at", "is_moved", *columns
    ):
        of_pair = by_pair.get(pk) or by_pair.setdefault(pk, Meetings(*numbers))
        of_pair.latest.append(Fact(DISPUTED if is_disputed else state, starts_at, is_moved))
    return by_pair


def row_of(pairing: Any, meetings: Meetings, reader: User) -> Row:
    """Needs the two people, the rhythm and the time of the latest log loaded."""
    rhythm, logged_at = getattr(pairing, "rhythm", None), pairing.last_logged_at
    return Row(
        pairing=pairing,
        strip=strip_of(meetings.latest, reader),
        held=meetings.held,
        planned=max(meetings.held, meetings.come),
        next_at=meetings.next_at,
        unlogged=meetings.unlogged,
        disputed=meetings.disputed,
        lapses=rhythm.lapses if rhythm else 0,
        is_slipping=bool(rhythm and rhythm.slipping_since),
        last_log_on=timezone.localtime(logged_at, reader.zone).date() if logged_at else None,
    )


@dataclass(frozen=True)
class ActivityCounts:
    """The numbers above the list; `listed` is how many pairs the filters leave."""

    meets: int
    slipping: int
    unlogged: int
    disputed: int
    unplanned: int
    listed: int


def counts_of(pairs: PairingQuerySet, condition: Q, now: dt.datetime) -> ActivityCounts:
    """One query, whatever the number of pairs."""
    conditions_by_name = conditions(now)
    counts = {
        name: Count("pk", filter=conditions_by_name[name])
        for name in ("meets", "slipping", "unlogged", "disputed", "unplanned")
    }
    counts["listed"] = Count("pk", filter=condition) if condition else Count("pk")
    return ActivityCounts(**pairs.order_by().aggregate(**counts))


def page_of_pairs(pairs: PairingQuerySet, figures: ActivityCounts, asked: QueryDict) -> Page[Pairing]:
    """One page in order; how many there are is known already."""
    page = page_of(asked, in_order(pairs).values_list("pk", flat=True), count=figures.listed)
    # Thousands are sorted by their keys alone; only those shown are read whole.
    shown = Pairing.objects.filter(pk__in=list(page)).select_related("junior__user", "senior__user", "rhythm")
    page.object_list = list(in_order(shown.only(*SHOWN).annotate(last_logged_at=Subquery(last_log()))))
    return page


def last_log() -> QuerySet[Any, Any]:
    """When somebody last wrote about a pairing's latest logged meeting."""
    logs = SessionLog.objects.filter(meeting__pairing=OuterRef("pk"), meeting__state=Meeting.State.HELD)
    return logs.order_by("-meeting__starts_at", "-created_at").values("created_at")[:1]


def status(program: Program, cycle: Cycle | None, user: User) -> tabs.Status:
    """What the program's overview says about the pairs that meet, save those the reader is a party of; two queries."""
    if cycle is None or cycle.state not in (Cycle.State.RUNNING, Cycle.State.CLOSING):
        return tabs.Status()
    pairs = overseen_pairs(cycle, user).filter(state__in=MEETING_STATES)
    slipping = pairs.filter(rhythm__slipping_since__isnull=False).count()
    if not slipping:
        return tabs.Status("", _("no pair is slipping"))
    text = ngettext("%(n)s pair is slipping", "%(n)s pairs are slipping", slipping) % {"n": slipping}
    url = reverse("program_run", args=[program.pk], query={"cycle": cycle.pk, "show": "slipping"})
    return tabs.Status("attention", text, url, _("See who is slipping"))


run_tab = tabs.Tab("run", _("Run"), "program_run", 40, "play-circle", status)
