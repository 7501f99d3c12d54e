"""How many people of a cycle there are by side, state, level and department: one query serves all of it."""

import uuid
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count

from programs.closeness import TeamScope
from programs.models import Cycle


@dataclass(frozen=True)
class ParticipantCounts:
    """Numbers for the chips, and the levels and departments that occur, for the filters. `total` counts everybody."""

    sides: Counter[str]
    states: Counter[str]
    levels: list[tuple[int, str]]
    departments: list[tuple[uuid.UUID, str]]
    total: int


def participant_counts_of(cycle: Cycle, team_scope: TeamScope) -> ParticipantCounts:
    """Count the people of a cycle once, in every way the table needs; by state those whose state the reader sees."""
    columns = ("side", "state", "user__level", "user__department", "user__department__name")
    counted_rows = cycle.participants.order_by().values_list(*columns)
    rows = list(counted_rows.annotate(n=Count("pk"), hidden=Count("pk", filter=team_scope.hidden)))
    sides: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for side, state, _level, _pk, _name, n, hidden in rows:
        sides[side] += n
        states[state] += n - hidden
    levels = sorted({level for _s, _st, level, *_rest in rows if level is not None})
    departments = {pk: name for _s, _st, _level, pk, name, *_rest in rows if pk}
    by_name = sorted(departments.items(), key=lambda item: item[1].casefold())
    return ParticipantCounts(sides, states, [(level, str(level)) for level in levels], by_name, sides.total())
