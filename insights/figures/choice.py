"""Which cycles somebody may read figures about, and which one tells most when nobody says."""

from collections.abc import Iterable

from django.db.models import Case, IntegerField, QuerySet, Subquery, Value, When

from people.models import Organization
from programs.models import Cycle
from programs.querysets import ProgramQuerySet

#: A running cycle tells most; one that enrols has nothing to show yet.
ORDER = (Cycle.State.RUNNING, Cycle.State.CLOSING, Cycle.State.CLOSED, Cycle.State.MATCHING, Cycle.State.ENROLLING)


def cycles_of(programs: ProgramQuerySet) -> QuerySet[Cycle]:
    """All cycles of these programs, the latest programs first, in each the cycle that tells most first.

    `zone_name` is the organisation's time zone, by which weeks and months begin.
    """
    rank = Case(
        *(When(state=state, then=Value(place)) for place, state in enumerate(ORDER)), output_field=IntegerField()
    )
    zone = Subquery(Organization.objects.values("time_zone")[:1])
    cycles = Cycle.objects.filter(program__in=programs.order_by()).select_related("program")
    return cycles.annotate(rank=rank, zone_name=zone).order_by(
        "-program__created_at", "program_id", "rank", "-created_at"
    )


def current(cycles: Iterable[Cycle]) -> list[Cycle]:
    """One cycle of each program, the one that tells most."""
    chosen: dict[object, Cycle] = {}
    for cycle in cycles:
        chosen.setdefault(cycle.program_id, cycle)
    return list(chosen.values())
