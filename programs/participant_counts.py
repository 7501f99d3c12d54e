"""How many people of a cycle there are by side, state, level and department: one query serves all of it."""

import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from programs.models import Cycle


@dataclass(frozen=True)
class Tally:
    """Numbers for the chips, and the levels and departments that occur, for the filters."""

    sides: Counter[str]
    states: Counter[str]
    levels: list[tuple[int, str]]
    departments: list[tuple[uuid.UUID, str]]

    @property
    def total(self) -> int:
        return self.sides.total()


def tally_of(cycle: Cycle) -> Tally:
    """Count the people of a cycle once, in every way the table needs."""
    columns = ("side", "state", "user__level", "user__department", "user__department__name")
    rows = list(cycle.participants.order_by().values_list(*columns).annotate(n=Count("pk")))
    sides: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for side, state, _level, _pk, _name, n in rows:
        sides[side] += n
        states[state] += n
    levels = sorted({level for _s, _st, level, _pk, _name, _n in rows if level is not None})
    departments = {pk: name for _s, _st, _level, pk, name, _n in rows if pk}
    named = sorted(departments.items(), key=lambda item: item[1].casefold())
    return Tally(sides, states, [(level, str(level)) for level in levels], named)
