"""What other rules and weights would make of a cycle, beside the present proposal."""

from dataclasses import dataclass

from programs.models import Cycle
from proposals.drafts import Draft, best_draft, pairs_of, scored, standing
from proposals.manual_decisions import ByHand
from proposals.models import MatchPolicy, MatchRun
from proposals.proposal_diff import Effect, effect
from proposals.read_problem import read_everyone


@dataclass(frozen=True)
class Trial:
    """The best set under tried rules. `effect` measures both sets by the tried weights, so that points compare;
    `broken` are pairs of the present proposal that the tried rules forbid."""

    draft: Draft
    effect: Effect
    broken: int


def try_policy(cycle: Cycle, run: MatchRun | None, policy: MatchPolicy) -> Trial:
    """Solve the cycle under `policy` (unsaved), keeping what is decided by hand. Nothing is stored.

    `run` is the present version; when it is published its pairs are pairings by now, so there is nothing to compare
    with. Raises Refused when a pinned pair cannot be kept under these rules.
    """
    everyone = read_everyone(cycle, policy)
    by_hand = ByHand.carried_from(run)
    draft = best_draft(everyone, by_hand, policy)
    pairs = pairs_of(run) if run is not None and run.may_be_kept else []
    now = scored(everyone.under(by_hand), pairs)
    figures = (standing(everyone, now.values()), draft.standing)
    found = effect(cycle, pairs, draft.checks, figures)
    return Trial(draft, found, sum(not check.is_allowed for check in now.values()))
