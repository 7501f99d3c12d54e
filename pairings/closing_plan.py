"""What each pairing of a cycle comes to when the cycle closes: by hand where somebody has chosen, else by the rule."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pairings import upper_floors
from pairings.models import CycleClosing, EndRequest, NextWish, PairEnding, Pairing
from pairings.querysets import PairingQuerySet
from programs.models import Cycle

Outcome = PairEnding.Outcome


@dataclass(frozen=True)
class Planned:
    """What one pairing comes to; `held` are the meetings that its two have held. `may_go_on` says that it goes on if
    both would like to, `broken` is the rule of matching, in words, that keeps it from going on."""

    outcome: str
    held: int
    is_by_hand: bool
    may_go_on: bool = False
    broken: str = ""

    @property
    def shown(self) -> str:
        """The outcome as the team reads it beforehand: whether both would like to go on is read by nobody yet."""
        return str(Outcome.COMPLETED) if self.outcome == Outcome.CARRIED and not self.is_by_hand else self.outcome

    @property
    def label(self) -> str:
        """The words for `shown`."""
        return str(Outcome(self.shown).label)


def closing_of(cycle: Cycle) -> CycleClosing:
    """The rule of a cycle: what was saved, else what is usual, unsaved."""
    return CycleClosing.objects.filter(cycle=cycle).first() or CycleClosing(cycle=cycle)


def planned_of(closing: CycleClosing, pairings: PairingQuerySet) -> dict[uuid.UUID, Planned]:
    """What these pairings come to, by id. Whoever breaks a rule of matching does not go on, by hand neither. Five
    queries, whatever their number, and ten more where pairs may go on."""
    held = upper_floors.sessions().held_counts(pairings)
    chosen = dict(PairEnding.objects.filter(pairing__in=_ids(pairings)).values_list("pairing", "outcome"))
    carries = closing.carries_over and closing.next_cycle_id is not None
    go_on = _who_both_go_on(pairings) if carries else set()
    by_hand = [pk for pk, outcome in chosen.items() if outcome == Outcome.CARRIED]
    may = pairings.running() if carries else pairings.filter(pk__in=by_hand)
    broken = upper_floors.proposals().broken_pairings(may) if carries or by_hand else {}
    planned = {}
    for pk, state in pairings.order_by().values_list("pk", "state"):
        count = held.get(pk, 0)
        usual = _by_rule(closing, state, count, both_go_on=pk in go_on)
        outcome = chosen.get(pk, usual)
        is_left_out = outcome == Outcome.CARRIED and pk in broken
        could = carries and pk not in chosen and usual != Outcome.ENDED
        planned[pk] = Planned(
            Outcome.COMPLETED if is_left_out else outcome,
            count,
            is_by_hand=pk in chosen,
            may_go_on=could and pk not in broken,
            broken=broken.get(pk, "") if could or is_left_out else "",
        )
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
    """How many come to what as the team reads it, every outcome named."""
    counted = Counter(plan.shown for plan in planned.values())
    return {outcome: counted[outcome] for outcome in Outcome.values}
