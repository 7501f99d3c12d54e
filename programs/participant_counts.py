"""How many people of a cycle there are by side, state, level and department: one query serves all of it."""

import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from programs.closeness import Sight
from programs.models import Cycle


@dataclass(frozen=True)
class Tally:
    """Numbers for the chips, and the levels and departments that occur, for the filters. `total` counts everybody."""

    sides: Counter[str]
    states: Counter[str]
    levels: list[tuple[int, str]]
    departments: list[tuple[uuid.UUID, str]]
    total: int


def tally_of(cycle: Cycle, sight: Sight) -> Tally:
    """Count the people of a cycle once, in every way the table needs; by state those whose state the reader sees."""
    columns = ("side", "state", "user__level", "user__department", "user__department__name")
    counted = cycle.participants.order_by().values_list(*columns)
    rows = list(counted.annotate(n=Count("pk"), hidden=Count("pk", filter=sight.hidden)))
    sides: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for side, state, _level, _pk, _name, n, hidden in rows:
        sides[side] += n
        states[state] += n - hidden
    levels = sorted({level for _s, _st, level, *_rest in rows if level is not None})
    departments = {pk: name for _s, _st, _level, pk, name, *_rest in rows if pk}
    named = sorted(departments.items(), key=lambda item: item[1].casefold())
    return Tally(sides, states, [(level, str(level)) for level in levels], named, sides.total())
