"""What each pairing of a cycle comes to when the cycle closes: by hand where somebody has chosen, else by the rule."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pairings import upper_floors
from pairings.models import CycleClosing, EndRequest, NextWish, PairEnding, Pairing
from pairings.querysets import PairingQuerySet

Outcome = PairEnding.Outcome


@dataclass(frozen=True)
class Planned:
    """What one pairing comes to; `held` are the meetings that its two have held."""

    outcome: str
    held: int
    is_by_hand: bool

    @property
    def label(self) -> str:
        """The outcome in words."""
        return str(Outcome(self.outcome).label)


def closing_of(cycle: object) -> CycleClosing:
    """The rule of a cycle: what was saved, else what is usual, unsaved."""
    return CycleClosing.objects.filter(cycle=cycle).first() or CycleClosing(cycle=cycle)  # type: ignore[misc]


def planned_of(closing: CycleClosing, pairings: PairingQuerySet) -> dict[uuid.UUID, Planned]:
    """What these pairings come to, by id. Five queries, whatever their number."""
    held = upper_floors.sessions().held_counts(pairings)
    chosen = dict(PairEnding.objects.filter(pairing__in=_ids(pairings)).values_list("pairing", "outcome"))
    go_on = _who_both_go_on(pairings) if closing.carries_over and closing.next_cycle_id else set()
    planned = {}
    for pk, state in pairings.order_by().values_list("pk", "state"):
        count = held.get(pk, 0)
        usual = _by_rule(closing, state, count, both_go_on=pk in go_on)
        planned[pk] = Planned(chosen.get(pk, usual), count, pk in chosen)
    return planned


def _ids(pairings: PairingQuerySet) -> Any:
    return pairings.order_by().values("pk")


def _by_rule(closing: CycleClosing, state: str, held: int, *, both_go_on: bool) -> str:
    if state in (Pairing.State.PROPOSED, Pairing.State.PREPARING) or held < closing.least_met:
        return Outcome.ENDED
    return Outcome.CARRIED if both_go_on else Outcome.COMPLETED


def _who_both_go_on(pairings: PairingQuerySet) -> set[uuid.UUID]:
    """Pairings both of whose people would like the same topics again, and that nobody has asked to end."""
    same = NextWish.objects.filter(wish=NextWish.Wish.SAME).order_by().values("participant")
    asked_to_end = EndRequest.objects.filter(pairing__in=_ids(pairings)).order_by().values("pairing")
    both = pairings.filter(junior__in=same, senior__in=same).exclude(pk__in=asked_to_end)
    return set(both.order_by().values_list("pk", flat=True))


def counts_of(planned: Mapping[uuid.UUID, Planned]) -> dict[str, int]:
    """How many come to what, every outcome named."""
    counted = Counter(plan.outcome for plan in planned.values())
    return {outcome: counted[outcome] for outcome in Outcome.values}
