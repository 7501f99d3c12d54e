"""What pairs have confirmed, added up in groups. A group is counted once, on one day for all of them."""

from django.db import transaction

from insights import gate
from insights.figures.counting import changes_of
from insights.figures.cycle import threshold
from insights.models import ImpactSum
from pairings.models import Impact
from pairings.services import count_impacts
from programs.models import Cycle
from programs.services import hold_cycles


def count_groups() -> int:
    """Count what has come together since the last time; returns how many groups. Any number of runs is safe."""
    waiting = Impact.objects.to_be_counted().order_by().values("pairing__cycle")
    cycles = Cycle.objects.filter(pk__in=waiting).select_related("program").order_by("pk")
    return sum(_count(cycle) for cycle in cycles)


@transaction.atomic
def _count(cycle: Cycle) -> int:
    hold_cycles([cycle.pk])
    groups = gate.groups_of(changes_of(cycle), threshold(cycle))
    for group in groups:
        counted = ImpactSum.objects.create(
            cycle=cycle, unit=group[0].unit, is_less=group[0].change < 0, records=len(group), total=gate.total_of(group)
        )
        count_impacts(impact_ids=[change.record for change in group], group=counted.pk)
    return len(groups)
