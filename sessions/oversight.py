"""How the pairs of a program meet, for those who run it: facts only, the slipping pairs first."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pairings.models import Pairing
from pairings.querysets import PairingQuerySet
from people.models import User
from programs import tabs
from programs.models import Cycle, Program
from sessions.models import Meeting, MeetingChange
from sessions.querysets import MEETING_STATES
from sessions.strips import Fact, held_of_planned, strip_of

Text = str | Promise
PAGE = 25
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
    lapses: int
    is_slipping: bool
    last_log_on: dt.date | None


def overseen_pairs(cycle: Cycle, user: User) -> PairingQuerySet:
    """The pairs of a cycle that have begun to meet, save those the reader is a party of."""
    return Pairing.objects.overseen_by(user).filter(cycle=cycle, state__in=LISTED)


FILTERS: dict[str, Text] = {
    "slipping": _("Slipping"),
    "unlogged": _("Not logged"),
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
        "unplanned": meets & ~Q(pk__in=meetings.upcoming(now).values("pairing")),
        "paused": Q(state="paused"),
        "completed": Q(state="completed"),
    }


def wanted(show: str, search: str, now: dt.datetime) -> Q:
    """The pairs that one of FILTERS leaves, and whose names hold the words searched for."""
    found = conditions(now)[show] if show in FILTERS else Q()
    for word in search.split()[:4]:
        found &= names_with(word)
    return found


def names_with(word: str) -> Q:
    found = Q()
    for side in ("junior", "senior"):
        for name in NAMES:
            found |= Q(**{f"{side}__user__{name}__icontains": word})
    return found


def in_order(pairs: PairingQuerySet) -> PairingQuerySet:
    """Those that slip longest first, then by name."""
    slipping = F("rhythm__slipping_since").asc(nulls_last=True)
    return pairs.order_by(slipping, "junior__user__last_name", "junior__user__first_name", "pk")


def rows_of(pairs: Sequence[Pairing], reader: User) -> list[Row]:
    """The rows of one page; one query for all their meetings."""
    now = timezone.now()
    facts, logged = facts_by_pair([pairing.pk for pairing in pairs])
    return [row_of(pairing, facts[pairing.pk], logged.get(pairing.pk), reader, now) for pairing in pairs]


def facts_by_pair(ids: Sequence[uuid.UUID]) -> tuple[dict[uuid.UUID, list[Fact]], dict[uuid.UUID, dt.datetime]]:
    """Per pair its meetings in order of time, and when it wrote its latest log; no place, no text."""
    moved = MeetingChange.objects.filter(meeting=OuterRef("pk"), kind=MeetingChange.Kind.MOVED)
    rows = Meeting.objects.filter(pairing__in=ids).annotate(is_moved=Exists(moved)).order_by("starts_at")
    facts: dict[uuid.UUID, list[Fact]] = defaultdict(list)
    logged: dict[uuid.UUID, dt.datetime] = {}
    for pk, state, starts_at, is_moved, logged_at in rows.values_list(
        "pairing", "state", "starts_at", "is_moved", "log__created_at"
    ):
        facts[pk].append(Fact(state, starts_at, is_moved))
        if logged_at:
            logged[pk] = max(logged_at, logged.get(pk, logged_at))
    return facts, logged


def row_of(
    pairing: Pairing, facts: Sequence[Fact], logged_at: dt.datetime | None, reader: User, now: dt.datetime
) -> Row:
    """Needs the two people and the rhythm loaded."""
    rhythm = getattr(pairing, "rhythm", None)
    held, come = held_of_planned(facts, now)
    return Row(
        pairing=pairing,
        strip=strip_of(facts, reader),
        held=held,
        planned=come,
        next_at=next((fact.starts_at for fact in facts if fact.state == "planned" and fact.starts_at > now), None),
        unlogged=sum(fact.is_unlogged(now) for fact in facts),
        lapses=rhythm.lapses if rhythm else 0,
        is_slipping=bool(rhythm and rhythm.slipping_since),
        last_log_on=timezone.localtime(logged_at, reader.zone).date() if logged_at else None,
    )


@dataclass(frozen=True)
class Figures:
    """The numbers above the list; `found` is how many pairs the filters leave."""

    meets: int
    slipping: int
    unlogged: int
    unplanned: int
    found: int


def figures_of(pairs: PairingQuerySet, found: Q, now: dt.datetime) -> Figures:
    """One query, whatever the number of pairs."""
    known = conditions(now)
    counts = {name: Count("pk", filter=known[name]) for name in ("meets", "slipping", "unlogged", "unplanned")}
    counts["found"] = Count("pk", filter=found) if found else Count("pk")
    return Figures(**pairs.order_by().aggregate(**counts))


def page_of(pairs: PairingQuerySet, figures: Figures, number: str | None) -> Page[Pairing]:
    """One page in order; how many there are is known already."""
    paginator = Paginator(in_order(pairs).values_list("pk", flat=True), PAGE)
    paginator.count = figures.found  # type: ignore[misc]
    page: Page[Any] = paginator.get_page(number)
    # Thousands are sorted by their keys alone; only those shown are read whole.
    shown = Pairing.objects.filter(pk__in=list(page)).select_related("junior__user", "senior__user", "rhythm")
    page.object_list = list(in_order(shown.only(*SHOWN)))
    return page


def status(program: Program, cycle: Cycle | None, user: User) -> tabs.Status:
    """What the program's overview says about the pairs that meet, save those the reader is a party of; two queries."""
    if cycle is None or cycle.state not in (Cycle.State.RUNNING, Cycle.State.CLOSING):
        return tabs.Status()
    pairs = overseen_pairs(cycle, user).filter(state__in=MEETING_STATES)
    slipping = pairs.filter(rhythm__slipping_since__isnull=False).count()
    if not slipping:
        return tabs.Status("", _("no pair is slipping"))
    return tabs.Status(
        "attention", ngettext("%(n)s pair is slipping", "%(n)s pairs are slipping", slipping) % {"n": slipping}
    )


run_tab = tabs.Tab("run", _("Run"), "program_run", 40, "play-circle", status)
