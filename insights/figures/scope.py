"""Which programs and cycles somebody may read figures about, and which pairings those figures count."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.db.models import Case, IntegerField, Q, QuerySet, Subquery, Value, When

from pairings.models import Pairing
from pairings.querysets import PairingQuerySet
from people.access import hr_admin
from people.models import Organization, User
from programs.models import Cycle, Program
from programs.querysets import ProgramQuerySet
from programs.rules import coordinated

if TYPE_CHECKING:

    class DatedCycle(Cycle):
        """A cycle of `cycles_of`, with the organisation's time zone, by which weeks and months begin, and the month
        with which its fiscal year does."""

        zone_name: str | None
        fiscal_month: int | None


#: A running cycle tells most; one that enrols has nothing to show yet.
ORDER = (Cycle.State.RUNNING, Cycle.State.CLOSING, Cycle.State.CLOSED, Cycle.State.MATCHING, Cycle.State.ENROLLING)


def programs_with_figures(user: User) -> ProgramQuerySet:
    """Managed and sponsored ones that have been opened."""
    opened = Program.objects.exclude(state=Program.State.DRAFT)
    return opened if hr_admin(user) else opened.filter(Q(sponsor=user) | Q(pk__in=coordinated(user)))


@dataclass(frozen=True)
class Scope:
    """The pairings of some cycles, save those left out."""

    cycles: tuple[uuid.UUID, ...]
    left_out: frozenset[uuid.UUID] = frozenset()

    @property
    def pairings(self) -> PairingQuerySet:
        pairings = Pairing.objects.filter(cycle__in=self.cycles).order_by()
        return pairings.exclude(pk__in=self.left_out) if self.left_out else pairings

    def of(self, path: str) -> Q:
        """The pairings as a condition on another model; `path` leads to the pairing."""
        inside = Q(**{f"{path}__cycle__in": self.cycles})
        return inside & ~Q(**{f"{path}__in": self.left_out}) if self.left_out else inside


def scope_for(user: User, *cycles: Cycle) -> Scope:
    """Nobody counts the pairs they are a party of. Whoever sees the others one by one would learn about their own from
    the sum; and whether their own slips after a pause would tell one of the two whether the other wanted it. One query.
    """
    ids = tuple(cycle.pk for cycle in cycles)
    pairs_near = Pairing.objects.parties_near(user).filter(cycle__in=ids).order_by()
    return Scope(ids, frozenset(pairs_near.values_list("pk", flat=True)))


def cycles_of(programs: ProgramQuerySet) -> QuerySet[DatedCycle]:
    """All cycles of these programs, the latest programs first, in each the cycle that tells most first."""
    rank = Case(
        *(When(state=state, then=Value(position)) for position, state in enumerate(ORDER)), output_field=IntegerField()
    )
    zone = Subquery(Organization.objects.values("time_zone")[:1])
    fiscal_month = Subquery(Organization.objects.values("fiscal_month")[:1])
    cycles = Cycle.objects.filter(program__in=programs.order_by()).select_related("program")
    dated = cycles.annotate(zone_name=zone, fiscal_month=fiscal_month)
    return cast("QuerySet[DatedCycle]", dated.order_by("-program__created_at", "program_id", rank, "-created_at"))


def current(cycles: Iterable[DatedCycle]) -> list[DatedCycle]:
    """One cycle of each program, the one that tells most."""
    chosen: dict[object, DatedCycle] = {}
    for cycle in cycles:
        chosen.setdefault(cycle.program_id, cycle)
    return list(chosen.values())
