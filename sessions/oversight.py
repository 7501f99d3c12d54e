"""How the pairs of a program meet, for those who run it: facts only, the slipping pairs first."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from pairings.models import Pairing
from pairings.querysets import PairingQuerySet
from people.models import User
from programs import tabs
from programs.models import Cycle, Program
from sessions.models import Meeting, Rhythm, SessionLog
from sessions.querysets import MEETING_STATES, facts_of_meetings
from sessions.strips import held_of_planned, strip_of

Text = str | Promise
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


def filtered(pairs: PairingQuerySet, show: str, search: str, now: dt.datetime) -> PairingQuerySet:
    """The pairs that one of FILTERS leaves, and whose names hold the words searched for."""
    mine = Meeting.objects.filter(pairing=OuterRef("pk"))
    meets = Q(state__in=["active", "closing"])
    conditions = {
        "slipping": Q(rhythm__slipping_since__isnull=False),
        "unlogged": Exists(mine.to_log(now)),
        "unplanned": meets & ~Exists(mine.upcoming(now)),
        "paused": Q(state="paused"),
        "completed": Q(state="completed"),
    }
    if show in conditions:
        pairs = pairs.filter(conditions[show])
    for word in search.split()[:4]:
        pairs = pairs.filter(names_with(word))
    return pairs


def names_with(word: str) -> Q:
    found = Q()
    for side in ("junior", "senior"):
        for name in ("first_name", "last_name", "preferred_name"):
            found |= Q(**{f"{side}__user__{name}__icontains": word})
    return found


def in_order(pairs: PairingQuerySet) -> PairingQuerySet:
    """Those that slip longest first, then by name."""
    slipping = F("rhythm__slipping_since").asc(nulls_last=True)
    return pairs.order_by(slipping, "junior__user__last_name", "junior__user__first_name", "pk")


def rows_of(pairs: Sequence[Pairing], reader: User, logged: dict[Any, dt.datetime]) -> list[Row]:
    now = timezone.now()
    return [row_of(pairing, reader, now, logged.get(pairing.pk)) for pairing in pairs]


def row_of(pairing: Pairing, reader: User, now: dt.datetime, logged_at: dt.datetime | None) -> Row:
    """Needs `facts` (see `facts_of_meetings`) and the rhythm loaded."""
    meetings: list[Meeting] = pairing.facts  # type: ignore[attr-defined]
    planned = [meeting.starts_at for meeting in meetings if meeting.is_planned]
    rhythm = getattr(pairing, "rhythm", None)
    held, come = held_of_planned(meetings, now)
    return Row(
        pairing=pairing,
        strip=strip_of(meetings, reader),
        held=held,
        planned=come,
        next_at=min((at for at in planned if at > now), default=None),
        unlogged=sum(at <= now for at in planned),
        lapses=rhythm.lapses if rhythm else 0,
        is_slipping=bool(rhythm and rhythm.slipping_since),
        last_log_on=timezone.localtime(logged_at, reader.zone).date() if logged_at else None,
    )


def for_page(pairs: PairingQuerySet) -> PairingQuerySet:
    """With everything a page of rows shows."""
    people = pairs.select_related("junior__user", "senior__user", "rhythm")
    return people.prefetch_related(facts_of_meetings())


def last_logs(pairs: Sequence[Pairing]) -> dict[Any, dt.datetime]:
    """When each pair wrote its latest log; one query."""
    rows = SessionLog.objects.filter(meeting__pairing__in=[pairing.pk for pairing in pairs])
    return dict(rows.order_by("created_at").values_list("meeting__pairing", "created_at"))


@dataclass(frozen=True)
class Figures:
    """The numbers above the list."""

    pairs: int
    slipping: int
    unlogged: int
    unplanned: int


def figures_of(pairs: PairingQuerySet, now: dt.datetime) -> Figures:
    """Three counts, whatever the number of pairs."""
    meets = pairs.filter(state__in=["active", "closing"])
    return Figures(
        pairs=meets.count(),
        slipping=filtered(pairs, "slipping", "", now).count(),
        unlogged=filtered(pairs, "unlogged", "", now).count(),
        unplanned=filtered(pairs, "unplanned", "", now).count(),
    )


def status(program: Program, cycle: Cycle | None) -> tabs.Status:
    """What the program's overview says about the pairs that meet; one query."""
    if cycle is None or cycle.state not in (Cycle.State.RUNNING, Cycle.State.CLOSING):
        return tabs.Status()
    slipping = Rhythm.objects.slipping().filter(pairing__cycle=cycle, pairing__state__in=MEETING_STATES).count()
    if not slipping:
        return tabs.Status("", _("no pair is slipping"))
    return tabs.Status(
        "attention", ngettext("%(n)s pair is slipping", "%(n)s pairs are slipping", slipping) % {"n": slipping}
    )


run_tab = tabs.Tab("run", _("Run"), "program_run", 40, "play-circle", status)
